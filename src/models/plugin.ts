import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';

import { ProblemError } from '../problem';
import { IPanels, IPlatform } from '../tokens';
// The panel stands in the side bar from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { modelsPanel } from './panel';

const NEW_MODEL = 'kubeflow-lab:models-new';

/** The Models panel. */
export const modelsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:models',
  description: 'Shows the served models of the project in the side bar.',
  autoStart: true,
  requires: [IPlatform, IPanels],
  optional: [ICommandPalette, INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    platform: IPlatform,
    panels: IPanels,
    palette: ICommandPalette | null,
    notebooks: INotebookTracker | null
  ): void => {
    const { trans } = platform;
    app.commands.addCommand(NEW_MODEL, {
      label: trans.__('New Model…'),
      caption: trans.__('Serve what a notebook or a run has made, or a model in the bucket'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => newModel(platform, notebooks)
    });
    palette?.addItem({ command: NEW_MODEL, category: trans.__('Kubeflow Lab') });
    panels.add(modelsPanel(trans, () => void app.commands.execute(NEW_MODEL)));
  }
};

async function newModel(platform: IPlatform, notebooks: INotebookTracker | null): Promise<void> {
  try {
    const { namespace, message } = await platform.status();
    if (namespace === null) {
      Notification.warning(message);
      return;
    }
    const [{ openNewModel }, { modelNotebook }] = await Promise.all([
      import('./new/open'),
      import('./new/notebook')
    ]);
    await openNewModel(platform, namespace, { notebook: modelNotebook(notebooks) });
  } catch (error) {
    Notification.error(ProblemError.from(error).message);
  }
}
