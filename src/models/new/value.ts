import type { TranslationBundle } from '@jupyterlab/translation';
import { exampleRows, readStoredValue, servedFormat, valueKey } from '@kubeflow-lab/resources';
import * as React from 'react';

import { FilesClient } from '../../files/api';
import { ProblemError } from '../../problem';
import type { IPlatform } from '../../tokens';
import { className, type Output } from './outputs';

/** What is known of a chosen value. */
export type Known =
  | { state: 'loading' }
  /** `text` says what it is, `rows` are a first request. */
  | { state: 'served'; text: string; rows: unknown[] | null }
  | { state: 'refused'; sentence: string };

/** Reads what is known of a stored value in the bucket: whether it can be served, and what it takes. */
export function useStoredValue(
  platform: IPlatform,
  namespace: string,
  chosen: { output: Output } | null
): Known | null {
  const [known, setKnown] = React.useState<Known | null>(null);
  const { trans, client } = platform;
  const key = chosen && valueKey(chosen.output.uid, chosen.output.step, chosen.output.name);
  React.useEffect(() => {
    let stale = false;
    setKnown(key === null ? null : { state: 'loading' });
    if (key !== null) {
      void readKnown(new FilesClient(client), namespace, key, trans).then(
        found => stale || setKnown(found)
      );
    }
    return () => {
      stale = true;
    };
  }, [client, namespace, key, trans]);
  return known;
}

async function readKnown(
  files: FilesClient,
  namespace: string,
  key: string,
  trans: TranslationBundle
): Promise<Known> {
  const refused = (sentence: string): Known => ({ state: 'refused', sentence });
  try {
    const preview = await files.preview(namespace, `${key}/meta.json`);
    const value = preview.kind === 'text' ? readStoredValue(preview.text) : null;
    if (value === null) {
      return refused(trans.__('What is known of this value (meta.json) cannot be read.'));
    }
    const served = servedFormat(value);
    if ('problem' in served) {
      return refused(served.problem);
    }
    const { sklearn } = value.packages;
    const features = value.signature?.features;
    const facts = [
      className(value.type),
      sklearn ? trans.__('scikit-learn %1', sklearn) : trans.__('scikit-learn'),
      features ? trans._n('%1 feature', '%1 features', features, features) : ''
    ];
    return {
      state: 'served',
      text: facts.filter(Boolean).join(' · '),
      rows: exampleRows(value.signature)
    };
  } catch (error) {
    const { problem, message } = ProblemError.from(error);
    return refused(
      problem.status === 404
        ? trans.__('This value is not in the bucket any more; run the step again.')
        : message
    );
  }
}
