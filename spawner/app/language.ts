import { useSyncExternalStore } from 'react';
import { isLanguage, LANGUAGE_COOKIE, languageFor, type Language } from '@kubeflow-lab/resources';

import { ApiError, unreachable } from '../api/problem.js';
import { speechOf } from '../text/languages.js';
import { onSpoken, speak, spoken } from '../text/translator.js';

/** Seconds; a browser forgets it sooner only where nobody comes. */
const YEAR = 365 * 24 * 60 * 60;

/** The language that was chosen in this browser, else the best one of the browser's. */
function rememberedLanguage(): Language {
  const chosen = document.cookie
    .split('; ')
    .find(pair => pair.startsWith(`${LANGUAGE_COOKIE}=`))
    ?.slice(LANGUAGE_COOKIE.length + 1);
  return isLanguage(chosen) ? chosen : languageFor(navigator.languages);
}

/** In a cookie, because the server draws pages of its own, such as one that waits for a notebook server. */
function rememberLanguage(language: Language): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${LANGUAGE_COOKIE}=${language}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
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
  rememberLanguage(language);
}

/** The language of the app; draws the component again when it changes. */
export function useLanguage(): Language {
  return languageFor([useSyncExternalStore(onSpoken, spoken).locale]);
}
