/** The languages in which people read the platform, each by the name that it has in itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof LANGUAGES;

/** In which a browser keeps what was chosen there, for the web app and for the pages that the server draws. */
export const LANGUAGE_COOKIE = 'kubeflow-lab-language';

export const isLanguage = (code: unknown): code is Language =>
  typeof code === 'string' && Object.hasOwn(LANGUAGES, code);

/** The language of a BCP 47 tag, whatever its country. */
export const codeOf = (tag: string): string => tag.split('-')[0].toLowerCase();

/**
 * The first of a person's languages that there is; English where there is none of them.
 * @param wanted BCP 47 tags, the best one first, such as `['de-AT', 'en']`
 */
export function languageFor(wanted: readonly string[]): Language {
  return wanted.map(codeOf).find(isLanguage) ?? 'en';
}
