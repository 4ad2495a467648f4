import type { RunOutput } from '@kubeflow-lab/schema';
import * as React from 'react';

import type { IPlatform } from '../tokens';

/** Leads to the run whose step has stored a model. */
export function RunLink(props: {
  origin: RunOutput;
  namespace: string;
  platform: IPlatform;
  /** In place of the names of the run and the step. */
  children?: React.ReactNode;
}): React.JSX.Element {
  const { origin, namespace, platform } = props;
  const { run, step, output } = origin;
  return (
    <button
      type="button"
      className="kfl-Link"
      onClick={() => platform.actions?.open({ plural: 'workflows', namespace, name: run })}
      title={`${run} / ${step} / ${output}`}
    >
      {props.children ?? `${run} / ${step}`}
    </button>
  );
}

/** Leads to the notebook that a model comes from. */
export function NotebookLink(props: { path: string; platform: IPlatform }): React.JSX.Element {
  const { path, platform } = props;
  return (
    <button
      type="button"
      className="kfl-Link"
      onClick={() => void platform.actions?.openNotebook(path)}
    >
      {path}
    </button>
  );
}
