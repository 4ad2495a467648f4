import type { Catalogue, Speech } from './translator.js';

/** The languages of the app, each by the name that it has in itself. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;

type Texts = Pick<Speech, 'told'> & { catalogue: Catalogue };

const ENGLISH: Omit<Speech, 'locale'> = { catalogue: {}, told: {} };

export type Language = keyof typeof LANGUAGES;

export const isLanguage = (code: string | null): code is Language =>
  code !== null && Object.hasOwn(LANGUAGES, code);

/** They are loaded when the language is chosen. English needs none: its sentences are the keys. */
const TEXTS: Record<Exclude<Language, 'en'>, () => Promise<Texts>> = {
  de: async () => (await import('./german/index.js')).german
};

const codeOf = (tag: string): string => tag.split('-')[0].toLowerCase();

/**
 * The first of a person's languages that the app has; English where it has none of them.
 * @param wanted BCP 47 tags, the best one first, such as `['de-AT', 'en']`
 */
export function languageFor(wanted: readonly string[]): Language {
  return wanted.map(codeOf).find(isLanguage) ?? 'en';
}

/**
 * A language with its catalogue, and with the numbers and dates of the person's own country where that is known.
 * @throws when its catalogue cannot be loaded
 */
export async function speechOf(language: Language, wanted: readonly string[]): Promise<Speech> {
  const locale = wanted.find(tag => codeOf(tag) === language) ?? language;
  return { locale, ...(language === 'en' ? ENGLISH : await TEXTS[language]()) };
}
