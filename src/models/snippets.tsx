import type { TranslationBundle } from '@jupyterlab/translation';
import { modelPath } from '@kubeflow-lab/resources';
import type { InferenceServiceSummary, Item } from '@kubeflow-lab/schema';
import * as React from 'react';

import { CopyButton } from '../components';
import type { IPlatform } from '../tokens';

type ModelItem = Item<InferenceServiceSummary>;
type Texts = readonly (readonly [title: string, text: string])[];

/** How programs ask the model, ready to be copied. */
export function Snippets(props: {
  item: ModelItem;
  platform: IPlatform;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { item, platform, trans } = props;
  return (
    <details className="kfl-Model-section">
      <summary>{trans.__('Ask it from a program')}</summary>
      <ProgramTexts
        platform={platform}
        trans={trans}
        texts={origin => [
          [trans.__('Python, in a notebook of the project'), pythonSnippet(item)],
          ...(origin === null
            ? []
            : ([
                [trans.__('curl, with a token of a service account'), curlSnippet(item, origin)]
              ] as const))
        ]}
      />
    </details>
  );
}

/** Texts to be copied. `texts` makes them by the platform's address, which is null until it is known. */
export function ProgramTexts(props: {
  texts: (origin: string | null) => Texts;
  platform: IPlatform;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { texts, platform, trans } = props;
  const [origin, setOrigin] = React.useState<string | null>(null);
  React.useEffect(() => {
    let stale = false;
    platform.client.settings().then(
      settings => stale || setOrigin(settings.origin),
      // Without it there is no address to show; the other ways stay.
      () => undefined
    );
    return () => {
      stale = true;
    };
  }, [platform]);
  return (
    <div className="kfl-Model-snippets">
      {texts(origin).map(([title, text]) => (
        <figure key={title}>
          <figcaption>
            {title}
            <CopyButton label={trans.__('Copy')} text={() => text} trans={trans} />
          </figcaption>
          <pre className="kfl-Model-answer" tabIndex={0}>
            {text}
          </pre>
        </figure>
      ))}
    </div>
  );
}

/** The sample's first row, or one to be replaced. */
function rowsOf({ summary: { sample } }: ModelItem): string {
  const [first = [0]] = Array.isArray(sample) ? (sample as unknown[]) : [];
  return JSON.stringify([first]);
}

/** `null`, `true` and `false` have other names in Python, so the rows are read as JSON where they hold one. */
export function pythonSnippet(item: ModelItem): string {
  const rows = rowsOf(item);
  const plain = !/\b(?:null|true|false)\b/.test(rows);
  return [
    ...(plain ? [] : ['import json']),
    'import kubeflow_lab',
    '',
    `rows = ${plain ? rows : `json.loads(${JSON.stringify(rows)})`}`,
    `kubeflow_lab.models["${item.object.metadata.name}"].predict(rows)`
  ].join('\n');
}

export function curlSnippet(item: ModelItem, origin: string): string {
  const { namespace = '' } = item.object.metadata;
  return [
    `TOKEN=$(kubectl create token default-editor --namespace ${namespace} --audience kubeflow-lab)`,
    curlOf(item, origin)
  ].join('\n');
}

/** The same with a token of a client. */
export function clientCurl(item: ModelItem, origin: string, token: string): string {
  return [`TOKEN=${token}`, curlOf(item, origin)].join('\n');
}

/** A shell takes what stands between single quotes as it is, but for single quotes. */
function curlOf(item: ModelItem, origin: string): string {
  const body = bodyOf(item).replace(/'/g, `'\\''`);
  return [
    `curl ${addressOf(item, origin)} \\`,
    '  --header "Authorization: Bearer $TOKEN" \\',
    '  --header "Content-Type: application/json" \\',
    `  --data '${body}'`
  ].join('\n');
}

/** With nothing but Python's own library. JSON's texts are Python's, too. */
export function clientPython(item: ModelItem, origin: string, token: string): string {
  return [
    'import json',
    'from urllib.request import Request, urlopen',
    '',
    'request = Request(',
    `    ${JSON.stringify(addressOf(item, origin))},`,
    `    data=${JSON.stringify(bodyOf(item))}.encode(),`,
    `    headers={"Authorization": "Bearer ${token}", "Content-Type": "application/json"},`,
    ')',
    'print(json.load(urlopen(request))["predictions"])'
  ].join('\n');
}

const bodyOf = (item: ModelItem) => `{"instances": ${rowsOf(item)}}`;

function addressOf({ object: { metadata } }: ModelItem, origin: string): string {
  const { namespace = '', name } = metadata;
  return `${origin}${modelPath(namespace, name)}/v1/models/${name}:predict`;
}
