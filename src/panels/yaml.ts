import type { KubernetesObject } from '@kubeflow-lab/schema';

/** An object as YAML. The library is loaded when it is first needed. */
export async function toYaml(object: KubernetesObject): Promise<string> {
  const { stringify } = await import('yaml');
  // What two roles share is written out for each: with aliases, a change of one would be a change of both.
  return stringify(object, { aliasDuplicateObjects: false });
}

/** What a text holds, or why it holds no single YAML document: the library's sentence and its place. */
export type Parsed = { value: unknown } | { error: string; line: number | null };

/** Reads a text as one YAML document. */
export async function parseYaml(text: string): Promise<Parsed> {
  const { LineCounter, parseAllDocuments } = await import('yaml');
  const lineCounter = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter, prettyErrors: false });
  const documents = [...parsed].filter(document => document.contents !== null);
  const failed = [...parsed].flatMap(document => document.errors)[0];
  if (failed) {
    return { error: failed.message, line: lineCounter.linePos(failed.pos[0]).line };
  }
  if (documents.length > 1) {
    const [, second] = documents;
    const line = second.contents?.range ? lineCounter.linePos(second.contents.range[0]).line : null;
    return { error: 'There is more than one object in it.', line };
  }
  return { value: documents[0]?.toJS() ?? null };
}
