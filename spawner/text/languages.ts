import { codeOf, type Language } from '@kubeflow-lab/resources';

import type { Catalogue, Speech } from './translator.js';

type Texts = Pick<Speech, 'told'> & { catalogue: Catalogue };

const ENGLISH: Omit<Speech, 'locale'> = { catalogue: {}, told: {} };

/** They are loaded when the language is chosen. English needs none: its sentences are the keys. */
const TEXTS: Record<Exclude<Language, 'en'>, () => Promise<Texts>> = {
  de: async () => (await import('./german/index.js')).german
};

/**
 * A language with its catalogue, and with the numbers and dates of the person's own country where that is known.
 * @param wanted BCP 47 tags, such as `['en', 'de-CH']`
 * @throws when its catalogue cannot be loaded
 */
export async function speechOf(language: Language, wanted: readonly string[]): Promise<Speech> {
  const locale = wanted.find(tag => codeOf(tag) === language) ?? language;
  return { locale, ...(language === 'en' ? ENGLISH : await TEXTS[language]()) };
}
