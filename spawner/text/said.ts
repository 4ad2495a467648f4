import { wholeTime } from './time-of-day.js';
import { spoken, type Speech } from './translator.js';

/** A sentence, and its language where that is not the page's. */
export interface Said {
  text: string;
  lang?: 'en';
}

interface Pattern {
  pattern: RegExp;
  translation: string;
  /** False of words that only stand in a place of a sentence. */
  isSentence: boolean;
}

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
  const made = Object.entries(speech.told).map(([sentence, translation]): Pattern => ({
    pattern: patternOf(sentence),
    translation,
    isSentence: /[.:]/.test(sentence)
  }));
  patterns.set(speech, made);
  return made;
}

/** A sentence, or words in a place of one, in the language of the page; null where they are not known there. */
function translated(words: string, isPlace = false): string | null {
  for (const { pattern, translation, isSentence } of patternsOf(spoken())) {
    const values = isSentence || isPlace ? pattern.exec(words) : null;
    if (values !== null) {
      return translation.replace(/\{(\w+)\}/g, (_place, name: string) =>
        inPlace(values.groups?.[name] ?? '')
      );
    }
  }
  return null;
}

/**
 * What stands in a place of a sentence: words of the platform, or several such as `the image and the memory`, in the
 * language of the page. A single word is a name.
 */
function inPlace(value: string): string {
  const known = (words: string) => (words.includes(' ') ? translated(words, true) : null);
  const whole = known(value);
  if (whole !== null) {
    return whole;
  }
  const parts = value.split(/, | and /);
  return parts.some(part => known(part) !== null)
    ? new Intl.ListFormat(spoken().locale).format(parts.map(part => known(part) ?? part))
    : value;
}

const TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

/**
 * What the platform says in English, in the language of the page where it is known there. What Kubernetes and others
 * say stays English. Times become those of the reader's clock.
 */
export function said(sentence: string): Said {
  // Conditions and events are shown without their full stop.
  const text = translated(/[.?!]$/.test(sentence) ? sentence : `${sentence}.`);
  const told = (text ?? sentence).replace(TIME, wholeTime);
  return text !== null || spoken().locale.startsWith('en')
    ? { text: told }
    : { text: told, lang: 'en' };
}

/** The same where there is no place for the language, as in a title. */
export function saidText(sentence: string): string {
  return said(sentence).text;
}
