import { useSyncExternalStore } from 'react';

import { ApiError, unreachable } from '../api/problem.js';
import { isLanguage, languageFor, speechOf, type Language } from '../text/languages.js';
import { onSpoken, speak, spoken } from '../text/translator.js';
import { recall, remember } from './storage.js';

const KEY = 'kubeflow-lab.language';

/** The language that was chosen on this device, else the best one of the browser's. */
function rememberedLanguage(): Language {
  const stored = recall('local', KEY);
  return isLanguage(stored) ? stored : languageFor(navigator.languages);
}

async function apply(language: Language): Promise<void> {
  speak(await speechOf(language, navigator.languages));
  document.documentElement.lang = language;
}

/** Before anything is drawn. Where the language cannot be loaded, an app in English is better than none. */
export async function startLanguage(): Promise<void> {
  try {
    await apply(rememberedLanguage());
  } catch (error) {
    console.warn('The texts of the chosen language could not be loaded.', error);
  }
}

/**
 * Changes the language of the whole app, and remembers it.
 * @throws ApiError when its texts cannot be loaded
 */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    await apply(language);
  } catch {
    throw new ApiError(unreachable());
  }
  remember('local', KEY, language);
}

/** The language of the app; draws the component again when it changes. */
export function useLanguage(): Language {
  return languageFor([useSyncExternalStore(onSpoken, spoken).locale]);
}
