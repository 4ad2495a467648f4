import type { TranslationBundle } from '@jupyterlab/translation';
import { modelPath } from '@kubeflow-lab/resources';
import type { InferenceServiceSummary, Item } from '@kubeflow-lab/schema';
import * as React from 'react';

import { CopyButton } from '../components';
import type { IPlatform } from '../tokens';

/** How programs ask the model, ready to be copied. */
export function Snippets(props: {
  item: Item<InferenceServiceSummary>;
  platform: IPlatform;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { item, platform, trans } = props;
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
  const ways: [string, string][] = [
    [trans.__('Python, in a notebook of the project'), pythonSnippet(item)],
    ...(origin === null
      ? []
      : [[trans.__('curl, with a token'), curlSnippet(item, origin)] as [string, string]])
  ];
  return (
    <details className="kfl-Model-section kfl-Model-snippets">
      <summary>{trans.__('Ask it from a program')}</summary>
      {ways.map(([title, text]) => (
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
    </details>
  );
}

/** The sample's first row, or one to be replaced. */
function rowsOf({ summary: { sample } }: Item<InferenceServiceSummary>): string {
  const [first = [0]] = Array.isArray(sample) ? (sample as unknown[]) : [];
  return JSON.stringify([first]);
}

/** `null`, `true` and `false` have other names in Python, so the rows are read as JSON where they hold one. */
export function pythonSnippet(item: Item<InferenceServiceSummary>): string {
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

/** A shell takes what stands between single quotes as it is, but for single quotes. */
export function curlSnippet(item: Item<InferenceServiceSummary>, origin: string): string {
  const { namespace = '', name } = item.object.metadata;
  const body = `{"instances": ${rowsOf(item)}}`.replace(/'/g, `'\\''`);
  return [
    `TOKEN=$(kubectl create token default-editor --namespace ${namespace} --audience kubeflow-lab)`,
    `curl ${origin}${modelPath(namespace, name)}/v1/models/${name}:predict \\`,
    '  --header "Authorization: Bearer $TOKEN" \\',
    `  --data '${body}'`
  ].join('\n');
}
