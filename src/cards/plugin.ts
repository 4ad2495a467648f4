import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IPlatform } from '../tokens';
// The kernels of open notebooks are listened to from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { tellInterrupted } from './interrupted';

/** Says at its cell what goes on in the cluster when a kernel ends. */
export const interruptedPlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:interrupted-cells',
  description: 'Says at a cell whose kernel ended that what it started on the cluster goes on.',
  autoStart: true,
  requires: [INotebookTracker, IPlatform],
  activate: (_app: JupyterFrontEnd, notebooks: INotebookTracker, platform: IPlatform): void =>
    tellInterrupted(notebooks, platform)
};
