/**
 * The one place through which every text of the app passes. The English sentence is the key,
 * so that the code stays readable; another language is a catalogue of the same keys.
 */
export type Catalogue = Readonly<Record<string, string>>;
export type Values = Readonly<Record<string, string | number>>;

let catalogue: Catalogue = {};

/** Makes `next` the catalogue in use; a sentence it lacks stays English. */
export function setCatalogue(next: Catalogue): void {
  catalogue = next;
}

/** The translated sentence, before its `{name}` places are filled. */
export function template(sentence: string): string {
  return Object.hasOwn(catalogue, sentence) ? catalogue[sentence] : sentence;
}

/** The translated sentence with `{name}` replaced from `values`; an unknown place stays as it is. */
export function t(sentence: string, values: Values = {}): string {
  return template(sentence).replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : place
  );
}

/** `one` for a count of 1, otherwise `many`; both may contain `{count}`. */
export function tn(one: string, many: string, count: number, values: Values = {}): string {
  return t(count === 1 ? one : many, { ...values, count });
}
