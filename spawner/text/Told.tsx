import { said } from './said.js';

/** A sentence of the platform or of Kubernetes; marked as English where it is that in a page of another language. */
export function Told({ text }: { text: string }): JSX.Element {
  const { text: translated, lang } = said(text);
  return lang === undefined ? <>{translated}</> : <span lang={lang}>{translated}</span>;
}
