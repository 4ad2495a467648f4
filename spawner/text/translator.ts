/**
 * The one place through which every text of the app passes. The English sentence is the key,
 * so that the code stays readable; another language is a catalogue of the same keys.
 */

/** A sentence for each kind of count that a language tells apart, such as `one` and `other`. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;
/** What a sentence is in another language; with its forms where it counts something. */
export type Catalogue = Readonly<Record<string, string | Forms>>;
export type Values = Readonly<Record<string, string | number>>;

/** A language, and how numbers and dates are written in it. */
export interface Speech {
  /** A BCP 47 tag, such as `de-AT`. */
  locale: string;
  /** Empty for English. */
  catalogue: Catalogue;
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

speak({ locale: 'en', catalogue: {} });

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

function fill(sentence: string, values: Values): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : place;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}

function formsOf(sentence: string): Forms {
  const entry = Object.hasOwn(speech.catalogue, sentence) ? speech.catalogue[sentence] : sentence;
  return typeof entry === 'string' ? { other: entry } : entry;
}

/** The translated sentence, before its `{name}` places are filled. */
export function template(sentence: string): string {
  return formsOf(sentence).other;
}

/** The translated sentence with `{name}` replaced from `values`; an unknown place stays as it is. */
export function t(sentence: string, values: Values = {}): string {
  return fill(template(sentence), values);
}

/** `one` for a count of 1, otherwise `many`, both with `{count}`; `many` is the key of the forms in a catalogue. */
export function tn(one: string, many: string, count: number, values: Values = {}): string {
  const forms = Object.hasOwn(speech.catalogue, many) ? formsOf(many) : { one, other: many };
  return fill(forms[plurals.select(count)] ?? forms.other, { ...values, count });
}
