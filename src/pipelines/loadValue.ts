import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { runInNotebook } from '../cells/edit';
import type { IPlatform } from '../tokens';

/** A value that a step of a run has stored. */
export interface StoredValue {
  run: string;
  step: string;
  name: string;
}

/** Loads a stored value into the kernel of a notebook. */
export type LoadValue = (value: StoredValue, notebook: string | null) => Promise<void>;

/** Python that loads a stored value under its own name. */
export function loadingCode({ run, step, name }: StoredValue): string {
  const literal = (text: string) => JSON.stringify(text);
  return [
    'import kubeflow_lab',
    '',
    `${name} = kubeflow_lab.pipeline_run(${literal(run)}).value(${literal(step)}, ${literal(name)})`,
    name
  ].join('\n');
}

/**
 * Loads values by a cell of the notebook that made them, so that it says where they are from. Where that is not open, it is
 * opened; for a run that no notebook made, the notebook in front is taken.
 */
export function valueLoader(
  notebooks: INotebookTracker,
  platform: IPlatform,
  show: (panel: NotebookPanel) => void
): LoadValue {
  return async (value, notebook) => {
    const find = () => notebooks.find(({ context }) => context.path === notebook);
    if (notebook !== null && !find()) {
      await platform.actions?.openNotebook(notebook);
    }
    const panel = find() ?? notebooks.currentWidget;
    if (panel) {
      show(panel);
      await panel.context.ready;
      await panel.sessionContext.ready;
      await runInNotebook(panel, loadingCode(value), { skip: true });
    }
  };
}
