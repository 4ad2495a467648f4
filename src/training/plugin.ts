import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IPanels, IPlatform } from '../tokens';
import { CommandIDs } from './commands';
import { insertStarter } from './insert';
// The panel stands in the side bar from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { trainingPanel } from './panel';

/** The Training panel. */
export const trainingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:training',
  description: 'Shows the training jobs of the project in the side bar.',
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
    const command = CommandIDs.insertStarter;
    app.commands.addCommand(command, {
      label: trans.__('Insert a Training Cell'),
      caption: trans.__('Put a cell that starts a training job below the current one'),
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => {
        if (!insertStarter(app, notebooks)) {
          Notification.info(
            trans.__('Open a notebook first; the cell is put below its current one.')
          );
        }
      }
    });
    palette?.addItem({ command, category: trans.__('Kubeflow Lab') });
    panels.add(trainingPanel(trans, () => void app.commands.execute(command)));
  }
};
