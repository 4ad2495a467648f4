/** The colours: the device's, or what the person chose on this device. */
export type Theme = 'auto' | 'light' | 'dark';

export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

const KEY = 'kubeflow-lab.theme';

/** The remembered choice; where storage is blocked, the device's colours. */
export function rememberedTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find(theme => theme === stored) ?? 'auto';
  } catch {
    return 'auto';
  }
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

/** Applies a choice, and remembers it where storage is allowed. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch (error) {
    console.info('The theme is not remembered: this browser blocks storage.', error);
  }
}
