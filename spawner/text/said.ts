import { translated, translatedWords } from '@kubeflow-lab/resources';

import { wholeTime } from './time-of-day.js';
import { spoken } from './translator.js';

/** A sentence, and its language where that is not the page's. */
export interface Said {
  text: string;
  lang?: 'en';
}

const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

/**
 * What the platform says in English, in the language of the page where it is known there. What Kubernetes and others
 * say stays English. Times become those of the reader's clock.
 */
export function said(sentence: string): Said {
  const text = translated(sentence, spoken());
  const told = (text ?? sentence).replace(TIME, wholeTime);
  return text !== null || spoken().locale.startsWith('en')
    ? { text: told }
    : { text: told, lang: 'en' };
}

/** The same where there is no place for the language, as in a title. */
export function saidText(sentence: string): string {
  return said(sentence).text;
}

/** Words of the platform that stand in a sentence, such as what a configuration does. */
export function saidWords(words: string): string {
  return translatedWords(words, spoken()) ?? words;
}
