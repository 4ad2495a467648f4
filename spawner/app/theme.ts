import { recall, remember } from './storage.js';

/** The colours: the device's, or what the person chose on this device. */
export type Theme = 'auto' | 'light' | 'dark';

export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];

const KEY = 'kubeflow-lab.theme';

/** The remembered choice, else the device's colours. */
export function rememberedTheme(): Theme {
  const stored = recall('local', KEY);
  return THEMES.find(theme => theme === stored) ?? 'auto';
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

/** Applies a choice and remembers it. */
export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  remember('local', KEY, theme);
}
