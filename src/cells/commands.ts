import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Cell } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { pipelinesIcon } from '../icons';
import type { NotebookPipeline } from '../pipelines/notebook/model';
import type { IPlatform } from '../tokens';
import { askForRole } from './dialog';
import { tagsOf, writeCells } from './edit';
import { roleOf, withRole, type CellRole } from './role';
import { editSettings } from './settings';

export const SET_STEP = 'kubeflow-lab:set-step';
export const STEP_SETTINGS = 'kubeflow-lab:step-settings';

/** The commands that say what the chosen cells are in the pipeline, and what their step needs; undone like any edit. */
export function addCellCommands(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  pipeline: NotebookPipeline,
  platform: IPlatform
): void {
  const { trans } = platform;
  app.commands.addCommand(STEP_SETTINGS, {
    label: trans.__('Step Settings…'),
    caption: trans.__('What the step of this cell gets and finds, when it runs and where'),
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: () => pipeline.activeStep !== null,
    execute: async () => {
      const { activeStep } = pipeline;
      if (activeStep) {
        await editSettings(pipeline, activeStep, platform);
      }
    }
  });
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
      const role = await askForRole(
        roleOf(tagsOf(active.model)),
        chosenCells(panel).length,
        steps,
        trans
      );
      if (role) {
        setRole(panel, role);
      }
    }
  });
}

function chosenCells({ content }: NotebookPanel): Cell[] {
  return content.widgets.filter(
    cell => cell.model.type === 'code' && content.isSelectedOrActive(cell)
  );
}

/** Gives all chosen code cells a role, in one edit. */
function setRole(panel: NotebookPanel, role: CellRole): void {
  writeCells(
    panel,
    chosenCells(panel).map(({ model }) => ({
      model,
      cell: { tags: withRole(tagsOf(model), role) }
    }))
  );
}
