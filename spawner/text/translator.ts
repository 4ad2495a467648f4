import type { catalogue } from './german/index.js';

/**
 * The one place through which every text of the app passes. The English sentence is the key,
 * so that the code stays readable; another language is a catalogue of the same keys.
 */

/** A sentence for each kind of count that a language tells apart, such as `one` and `other`. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

type German = typeof catalogue;

/** A text of the app, in English; whatever has no German does not compile. */
export type Sentence = {
  [Key in keyof German]: German[Key] extends string ? Key : never;
}[keyof German];
/** A text that counts something: what it is for many. */
export type Counted = Exclude<keyof German, Sentence>;

/** The names of the places in a sentence. */
export type Places<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Places<Rest>
  : never;
/** A text without places, such as the name of a state. */
export type Word = {
  [Text in Sentence]: [Places<Text>] extends [never] ? Text : never;
}[Sentence];
/** What fills the places; nothing where there are none. */
type ValuesOf<Text extends string> = [Places<Text>] extends [never]
  ? []
  : [values: Readonly<Record<Places<Text>, string | number>>];

/** All texts in another language. */
export type Catalogue = Readonly<Record<Sentence, string> & Record<Counted, Forms>>;

/** A language, and how numbers and dates are written in it. */
export interface Speech {
  /** A BCP 47 tag, such as `de-AT`. */
  locale: string;
  /** Empty for English, as what is told. */
  catalogue: Partial<Catalogue>;
  /** The sentences that come from the platform, by the English ones, with `{name}` places. */
  told: Readonly<Record<string, string>>;
}

let speech: Speech;
let numbers: Intl.NumberFormat;
let plurals: Intl.PluralRules;
const listeners = new Set<() => void>();

/** From now on all texts are in this language. */
export function speak(next: Speech): void {
  speech = next;
  numbers = new Intl.NumberFormat(next.locale);
  plurals = new Intl.PluralRules(next.locale);
  listeners.forEach(listener => listener());
}

speak({ locale: 'en', catalogue: {}, told: {} });

/** The language in use; another object whenever it changes. */
export function spoken(): Speech {
  return speech;
}

/** Calls the listener whenever the language changes, until the answer is called. */
export function onSpoken(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A number with so many digits after the point, as the language writes it. */
export function decimal(value: number, digits: number): string {
  return value.toLocaleString(speech.locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits
  });
}

function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_place, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

/** The translated sentence, before its `{name}` places are filled. */
export function template(sentence: Sentence): string {
  return speech.catalogue[sentence] ?? sentence;
}

/** The translated sentence with `{name}` replaced from `values`. */
export function t<Text extends Sentence>(sentence: Text, ...[values]: ValuesOf<Text>): string {
  return fill(template(sentence), values ?? {});
}

/** `one` for a count of 1, otherwise `many`, both with `{count}`; `many` is the key of the forms in a catalogue. */
export function tn(one: string, many: Counted, count: number): string {
  const forms = speech.catalogue[many] ?? { one, other: many };
  return fill(forms[plurals.select(count)] ?? forms.other, { count });
}
