import type { TranslationBundle } from '@jupyterlab/translation';
import type { DataModels } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../problem';
import type { IPlatform } from '../tokens';

interface FromDataProps {
  platform: IPlatform;
  namespace: string;
  run: string;
  step: string;
  onModel: (name: string) => void;
  trans: TranslationBundle;
}

/** Finds the stored versions of models that were made from the values of a step; asked for, because all are read. */
export function FromData(props: FromDataProps): React.JSX.Element {
  const { platform, namespace, run, step, onModel, trans } = props;
  const [items, setItems] = React.useState<DataModels['items'] | null>(null);
  const [busy, setBusy] = React.useState(false);
  const [problem, setProblem] = React.useState<string | null>(null);
  const find = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const object = { plural: 'workflows', namespace, name: run } as const;
      const found = await platform.client.act<DataModels>(object, 'models', { step });
      setItems(found.items);
    } catch (error) {
      setProblem(ProblemError.from(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="kfl-Step-fact kfl-Step-models">
      {items === null && (
        <button
          type="button"
          className="kfl-Button"
          disabled={busy}
          title={trans.__('Looks for the hashes of these values in all stored models')}
          onClick={() => void find()}
        >
          {trans.__('Find models made from this data')}
        </button>
      )}
      {problem !== null && <span role="alert">{problem}</span>}
      {items !== null && (
        <span role="status">
          {items.length === 0
            ? trans.__('No stored version of a model names these values.')
            : trans.__('Made from this data:')}
        </span>
      )}
      {versionsIn(items ?? []).map(({ model, version, values }) => (
        <button
          key={`${model}/${version}`}
          type="button"
          className="kfl-Link"
          title={trans.__('Made from the same data as %1 of this step', values.join(', '))}
          onClick={() => onModel(model)}
        >
          {trans.__('%1, version %2', model, version)}
        </button>
      ))}
    </div>
  );
}

/** Each version once, with the values of the step that it was made from. */
function versionsIn(items: DataModels['items']) {
  const versions = new Map<string, { model: string; version: string; values: string[] }>();
  for (const { value, model, version } of items) {
    const key = `${model}/${version}`;
    const values = versions.get(key)?.values ?? [];
    versions.set(key, { model, version, values: [...values, value] });
  }
  return [...versions.values()];
}
