import type { TranslationBundle } from '@jupyterlab/translation';
import type { KubernetesObject } from '@kubeflow-lab/schema';
import type { KindDescription } from './kind';
import { parseYaml } from './yaml';

/** An object that can be sent, or what has to be changed in the text, and in which line. */
export type Draft =
  { kind: KindDescription; object: KubernetesObject } | { problem: string; line: number | null };

/** Reads the text of an object of one of the kinds for a namespace; whether the cluster takes it is not known yet. */
export async function readDraft(
  text: string,
  kinds: readonly KindDescription[],
  namespace: string,
  trans: TranslationBundle
): Promise<Draft> {
  const parsed = await parseYaml(text);
  if ('error' in parsed) {
    return { problem: trans.__('This is not YAML: %1', parsed.error), line: parsed.line };
  }
  const object = parsed.value as Partial<KubernetesObject> | null;
  const wanted = kinds.map(({ kind }) => kind).join(', ');
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    return { problem: trans.__('A whole object is needed, of kind %1.', wanted), line: null };
  }
  const kind = kinds.find(one => one.kind === object.kind && one.apiVersion === object.apiVersion);
  if (!kind) {
    return { problem: wrongKind(object, kinds, trans), line: lineOf(text, /^kind:|^apiVersion:/) };
  }
  const there = object.metadata?.namespace;
  if (there !== undefined && there !== namespace) {
    return {
      problem: trans.__(
        'It is for the project %1, and this panel shows %2. Change or leave out its namespace.',
        there,
        namespace
      ),
      line: lineOf(text, /^\s+namespace:/)
    };
  }
  return {
    kind,
    object: {
      ...(object as KubernetesObject),
      metadata: { ...object.metadata, namespace } as KubernetesObject['metadata']
    }
  };
}

function wrongKind(
  { apiVersion, kind }: Partial<KubernetesObject>,
  kinds: readonly KindDescription[],
  trans: TranslationBundle
): string {
  const wanted = kinds.map(one => `${one.kind} (${one.apiVersion})`).join(', ');
  return typeof kind === 'string'
    ? trans.__('This is a %1 (%2). What can be made here is %3.', kind, apiVersion ?? '–', wanted)
    : trans.__('The text names no kind. What can be made here is %1.', wanted);
}

/** The number of the first line that fits, from 1; null where none does. */
function lineOf(text: string, pattern: RegExp): number | null {
  const index = text.split('\n').findIndex(line => pattern.test(line));
  return index < 0 ? null : index + 1;
}
