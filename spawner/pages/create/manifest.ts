/** The form and the YAML beside it, each made of the other. */
import {
  checkBeyond,
  checkOffer,
  notebookObjects,
  readNotebook,
  type KubeObject,
  type NotebookSettings,
  type ReadNotebook,
  type SpawnerOffer
} from '@kubeflow-lab/resources';
import type { NotebookForm, NotebookObjects, NotebookOptions } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';
import { aliasProblem, yamlProblem } from '../../text/yaml-problems.js';

type Yaml = typeof import('yaml');
type Document = import('yaml').Document.Parsed;

export type Settings = NotebookSettings & { offer: SpawnerOffer };

/** Why a text is no YAML that could be sent. */
export interface Wrong {
  /** As `Line 3, column 5:`, `Line 3:`, or the field; '' where it is about neither. */
  place: string;
  /** In the words of the platform. */
  reason: string;
}

/** What the server will add to a form; from what it offers. */
export function settingsOf(namespace: string, creator: string, options: NotebookOptions): Settings {
  return {
    namespace,
    creator,
    serverUrl: options.serverUrl,
    offer: options,
    podDefaults: options.configurations.options.map(({ name, labels }) => ({
      metadata: { name },
      spec: { selector: { matchLabels: labels } }
    }))
  };
}

/** What is sent: the form, where it says all. */
export function wantedOf(
  { form, beyond }: ReadNotebook,
  settings: Settings
): NotebookForm | NotebookObjects {
  const isPlain = beyond.notebook === null && Object.keys(beyond.claims).length === 0;
  return isPlain
    ? form
    : { objects: notebookObjects(form, beyond, settings) as NotebookObjects['objects'] };
}

export function writeYaml(yaml: Yaml, objects: readonly object[]): string {
  // Without an anchor for what is there twice: it could not be read when it is changed in one place.
  return objects.map(each => yaml.stringify(each, { aliasDuplicateObjects: false })).join('---\n');
}

/** What a text says, by the same rules as the server's; or why it cannot be sent. */
export function readYaml(yaml: Yaml, text: string, settings: Settings): ReadNotebook | Wrong {
  const lines = new yaml.LineCounter();
  const documents = [
    ...yaml.parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })
  ] as Document[];
  const lineAt = (offset: number): string =>
    t('Line {line}:', { line: String(lines.linePos(offset).line) });
  const error = documents.flatMap(({ errors }) => errors).at(0);
  if (error !== undefined) {
    const { line, column, reason } = yamlProblem(error, lines);
    const at = { line: String(line), column: String(column) };
    return { place: t('Line {line}, column {column}:', at), reason };
  }
  const filled = documents.filter(({ contents }) => contents !== null);
  const flat = filled.find(({ contents }) => !yaml.isMap(contents));
  if (flat !== undefined) {
    return { place: lineAt(flat.range[0]), reason: 'There are no fields here.' };
  }
  let objects: KubeObject[];
  try {
    objects = filled.map(document => document.toJS() as KubeObject);
  } catch (problem) {
    return { place: '', reason: aliasProblem(problem) };
  }
  const read = readNotebook(objects, settings);
  if ('message' in read) {
    const offset = filled.map(document => offsetOf(yaml, document, read.path)).find(Boolean);
    return { place: offset ? lineAt(offset) : '', reason: read.message };
  }
  const refused = [...checkOffer(read.form, settings.offer), ...checkBeyond(read, settings)].at(0);
  return refused === undefined ? read : { place: `${refused.path}:`, reason: refused.message };
}

/** Where in the text a path such as `spec.containers[0].env` is; undefined where nothing is there. */
function offsetOf(yaml: Yaml, document: Document, path: string): number | undefined {
  const keys = path.split(/[.[\]]+/).filter(Boolean);
  const node: unknown = document.getIn(
    keys.map(key => (/^\d+$/.test(key) ? Number(key) : key)),
    true
  );
  return yaml.isNode(node) ? node.range?.[0] : undefined;
}
