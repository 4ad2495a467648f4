/** What the platform says in English, in another language: sentences are recognised by their English templates. */

/** Templates with `{name}` places, by the English ones. The first that fits is taken. */
export type Templates = Readonly<Record<string, string>>;

/** A language, as a BCP 47 tag such as `de-AT`, and what the platform says in it; nothing in English. */
export interface Tongue {
  locale: string;
  told: Templates;
}

interface Pattern {
  pattern: RegExp;
  translation: string;
  /** False of words that only stand in a place of a sentence. */
  isSentence: boolean;
}

/** The patterns of a language, made when the first sentence is asked for. */
const patterns = new WeakMap<Templates, readonly Pattern[]>();

/** A pattern for a sentence with `{name}` places, which become groups of those names. */
function patternOf(sentence: string): RegExp {
  const parts = sentence
    .split(/\{(\w+)\}/)
    .map((part, index) =>
      index % 2 === 0 ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : `(?<${part}>.+)`
    );
  return new RegExp(`^${parts.join('')}$`);
}

function patternsOf(told: Templates): readonly Pattern[] {
  const known = patterns.get(told);
  if (known !== undefined) {
    return known;
  }
  const made = Object.entries(told).map(([sentence, translation]): Pattern => ({
    pattern: patternOf(sentence),
    translation,
    isSentence: /[.:…]/.test(sentence)
  }));
  patterns.set(told, made);
  return made;
}

/** A sentence in a language; null where it is not known there, as all that Kubernetes and others say. */
export function translated(sentence: string, tongue: Tongue): string | null {
  // Conditions and events are told without their full stop.
  return inTongue(/[.?!…]$/.test(sentence) ? sentence : `${sentence}.`, tongue, false);
}

/** The same for words that stand in a sentence. */
export function translatedWords(words: string, tongue: Tongue): string | null {
  return inTongue(words, tongue, true);
}

function inTongue(words: string, tongue: Tongue, isPlace: boolean): string | null {
  for (const { pattern, translation, isSentence } of patternsOf(tongue.told)) {
    const values = isSentence || isPlace ? pattern.exec(words) : null;
    if (values !== null) {
      return translation.replace(/\{(\w+)\}/g, (_place, name: string) =>
        inPlace(values.groups?.[name] ?? '', tongue)
      );
    }
  }
  return null;
}

/**
 * What stands in a place of a sentence: words of the platform, or several such as `the image and the memory`, in the
 * language. A single word is a name.
 */
function inPlace(value: string, tongue: Tongue): string {
  const known = (words: string) => (words.includes(' ') ? translatedWords(words, tongue) : null);
  const clauses = value.split('; ').map(known);
  if (clauses.length > 1 && !clauses.includes(null)) {
    return clauses.join('; ');
  }
  const whole = known(value);
  if (whole !== null) {
    return whole;
  }
  const parts = value.split(/, | and /);
  return parts.some(part => known(part) !== null)
    ? new Intl.ListFormat(tongue.locale).format(parts.map(part => known(part) ?? part))
    : value;
}
