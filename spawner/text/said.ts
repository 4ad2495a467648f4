import { spoken, type Speech } from './translator.js';

/** A sentence, and its language where that is not the page's. */
export interface Said {
  text: string;
  lang?: 'en';
}

type Pattern = readonly [pattern: RegExp, translation: string];

/** The patterns of a language, made when the first sentence is asked for. */
const patterns = new WeakMap<Speech, readonly Pattern[]>();

/** A pattern for a sentence with `{name}` places, which become groups of those names. */
function patternOf(sentence: string): RegExp {
  const parts = sentence
    .split(/\{(\w+)\}/)
    .map((part, index) =>
      index % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : `(?<${part}>.+)`
    );
  return new RegExp(`^${parts.join('')}$`);
}

function patternsOf(speech: Speech): readonly Pattern[] {
  const known = patterns.get(speech);
  if (known !== undefined) {
    return known;
  }
  const made = Object.entries(speech.told).map(
    ([sentence, translation]) => [patternOf(sentence), translation] as const
  );
  patterns.set(speech, made);
  return made;
}

/**
 * What the platform says in English, in the language of the page where it is known there. What Kubernetes and others
 * say stays English.
 */
export function said(sentence: string): Said {
  const speech = spoken();
  for (const [pattern, translation] of patternsOf(speech)) {
    const values = pattern.exec(sentence);
    if (values !== null) {
      return {
        text: translation.replace(
          /\{(\w+)\}/g,
          (_place, name: string) => values.groups?.[name] ?? ''
        )
      };
    }
  }
  return speech.locale.startsWith('en') ? { text: sentence } : { text: sentence, lang: 'en' };
}

/** The same where there is no place for the language, as in a title. */
export function saidText(sentence: string): string {
  return said(sentence).text;
}
