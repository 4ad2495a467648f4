import type { JupyterFrontEnd } from '@jupyterlab/application';
import { type INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { STARTER } from './starter';

/** Puts the starter cell below the current cell of the notebook in front; false where there is none. */
export function insertStarter(app: JupyterFrontEnd, notebooks: INotebookTracker | null): boolean {
  const panel = notebooks?.currentWidget;
  if (!panel?.content.model) {
    return false;
  }
  NotebookActions.insertBelow(panel.content);
  NotebookActions.changeCellType(panel.content, 'code');
  panel.content.activeCell?.model.sharedModel.setSource(STARTER);
  app.shell.activateById(panel.id);
  return true;
}
