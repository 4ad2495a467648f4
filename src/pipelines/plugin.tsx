import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';

// Cells are marked, and their toolbar has its button, from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { SET_STEP, addCellCommands } from '../cells/commands';
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { markCells } from '../cells/marks';
import { IPanels, IPlatform } from '../tokens';
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
    const onCell = (id: string) => void showCell(notebooks, id);
    addCellCommands(app, notebooks, pipeline, trans);
    palette?.addItem({ command: SET_STEP, category: trans.__('Kubeflow Lab') });
    markCells(pipeline, trans);
    const top = () => <NotebookSection {...{ pipeline, platform, onCell, trans }} />;
    panels.add(pipelinesPanel(trans, top));
  }
};

async function showCell(notebooks: INotebookTracker, id: string): Promise<void> {
  const content = notebooks.currentWidget?.content;
  const index = content?.widgets.findIndex(cell => cell.model.id === id) ?? -1;
  if (content && index >= 0) {
    content.activeCellIndex = index;
    await content.scrollToItem(index, 'smart');
  }
}
