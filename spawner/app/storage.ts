/** What this browser remembers: `local` for good, `session` while the tab lives. */
export type Area = 'local' | 'session';

const storage = (area: Area): Storage => (area === 'local' ? localStorage : sessionStorage);

/** The remembered text; null when there is none, or the browser blocks storage. */
export function recall(area: Area, key: string): string | null {
  try {
    return storage(area).getItem(key);
  } catch {
    return null;
  }
}

/** Remembers a text, or forgets it for null; a browser that blocks storage only loses the convenience. */
export function remember(area: Area, key: string, text: string | null): void {
  try {
    if (text === null) {
      storage(area).removeItem(key);
    } else {
      storage(area).setItem(key, text);
    }
  } catch (error) {
    console.info(`This browser does not let ${key} be remembered.`, error);
  }
}
