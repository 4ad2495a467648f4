import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';

// Cells are marked, and their toolbar has its button, from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { SET_STEP, STEP_SETTINGS, addCellCommands } from '../cells/commands';
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { markCells } from '../cells/marks';
import { IPanels, IPlatform } from '../tokens';
import { CommandIDs } from './commands';
import { valueLoader } from './loadValue';
// The notebook in front is followed from the start: its cells have marks, and their toolbar needs to know their step.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { pipelineActions } from './notebook/actions';
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { NotebookPipeline } from './notebook/model';
// The panel stands in the side bar from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { NotebookSection } from './notebook/section';
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { pipelinesPanel } from './panel';

/** The Pipelines panel, and what is drawn on the cells of a notebook. */
export const pipelinesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:pipelines',
  description:
    'Draws the notebook in front as a pipeline, runs it, and shows the runs of the project.',
  autoStart: true,
  requires: [IPlatform, IPanels],
  optional: [INotebookTracker, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    platform: IPlatform,
    panels: IPanels,
    notebooks: INotebookTracker | null,
    palette: ICommandPalette | null
  ): void => {
    const { trans } = platform;
    if (notebooks === null) {
      panels.add(pipelinesPanel(trans));
      return;
    }
    const pipeline = new NotebookPipeline(notebooks, platform, panels.connection);
    addCellCommands(app, notebooks, pipeline, platform);
    for (const command of [SET_STEP, STEP_SETTINGS]) {
      palette?.addItem({ command, category: trans.__('Kubeflow Lab') });
    }
    const preview = async () => (await import('./preview/dialog')).openPreview(pipeline, platform);
    app.commands.addCommand(CommandIDs.runWith, {
      label: trans.__('Run a Pipeline with…'),
      caption: trans.__('Open a notebook and show what its pipeline would run with some values'),
      describedBy: {
        args: {
          type: 'object',
          properties: { path: { type: 'string' }, parameters: { type: 'object' } }
        }
      },
      execute: async ({ path, parameters }) => {
        const { fillPipeline } = await import('./runWith');
        const values = parameters as Record<string, string>;
        await fillPipeline(pipeline, platform, String(path), values);
        await preview();
      }
    });
    const schedule = async () =>
      (await import('./schedule/dialog')).openSchedule(pipeline, platform);
    const actions = pipelineActions(notebooks, pipeline, platform, {
      preview: () => void preview(),
      schedule: () => void schedule()
    });
    markCells(pipeline, trans, actions.mendingOf);
    const top = () => <NotebookSection {...{ pipeline, platform, actions, trans }} />;
    const loadValue = valueLoader(notebooks, platform, ({ id }) => app.shell.activateById(id));
    panels.add(pipelinesPanel(trans, { top, loadValue }));
  }
};
