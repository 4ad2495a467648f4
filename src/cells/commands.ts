import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { pipelinesIcon } from '../icons';
import type { NotebookPipeline } from '../pipelines/notebook/model';
import { askForRole } from './dialog';
import { roleOf, withRole, type CellRole } from './role';

export const SET_STEP = 'kubeflow-lab:set-step';

/** The command that says what the chosen cells are in the pipeline; undone like any edit. */
export function addCellCommands(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  pipeline: NotebookPipeline,
  trans: TranslationBundle
): void {
  app.commands.addCommand(SET_STEP, {
    label: trans.__('Set Step…'),
    icon: pipelinesIcon,
    caption: trans.__('Say what the cell is in the pipeline'),
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => notebooks.currentWidget?.content.activeCell?.model.type === 'code',
    execute: async () => {
      const panel = notebooks.currentWidget;
      const active = panel?.content.activeCell;
      if (!panel || !active) {
        return;
      }
      const steps = pipeline.graph.steps.map(({ name }) => name);
      const role = await askForRole(roleOf(tagsOf(active.model)), steps, trans);
      if (role) {
        setRole(panel, role);
      }
    }
  });
}

interface Tagged {
  getMetadata(key: string): unknown;
}

function tagsOf(cell: Tagged): string[] {
  const tags = cell.getMetadata('tags');
  return Array.isArray(tags) ? tags.filter(tag => typeof tag === 'string') : [];
}

/** Gives all chosen code cells a role, in one edit. */
function setRole({ content }: NotebookPanel, role: CellRole): void {
  const chosen = content.widgets.filter(
    cell => cell.model.type === 'code' && content.isSelectedOrActive(cell)
  );
  content.model?.sharedModel.transact(() => {
    for (const { model } of chosen) {
      const tags = withRole(tagsOf(model), role);
      if (tags.length > 0) {
        model.setMetadata('tags', tags);
      } else {
        model.deleteMetadata('tags');
      }
    }
  });
}
