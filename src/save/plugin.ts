import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { saveOnRequest } from './save';

/** Saves a notebook before a magic in it reads the file. */
export const savePlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:save',
  description: 'Saves a notebook when a cell of it sends the notebook away to run.',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app: JupyterFrontEnd, notebooks: INotebookTracker): void => saveOnRequest(notebooks)
};
