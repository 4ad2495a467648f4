import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILauncher } from '@jupyterlab/launcher';
import type { Contents } from '@jupyterlab/services';
import { trainingIcon } from '../icons';
import { IPlatform } from '../tokens';
import { CommandIDs } from './commands';
import { EXAMPLE } from './starter';

/** A launcher card for the example, where it lies in the home folder. */
export const examplePlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:example',
  description: 'Offers the example of distributed training in the launcher.',
  autoStart: true,
  requires: [IPlatform, ILauncher],
  activate: (app: JupyterFrontEnd, platform: IPlatform, launcher: ILauncher): void => {
    const { trans } = platform;
    app.commands.addCommand(CommandIDs.openExample, {
      label: trans.__('Distributed TensorFlow (example)'),
      caption: trans.__('Open a notebook that trains a model in two replicas'),
      icon: trainingIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => app.commands.execute('docmanager:open', { path: EXAMPLE })
    });
    const offer = async () => {
      if (await exists(app.serviceManager.contents, EXAMPLE)) {
        launcher.add({
          command: CommandIDs.openExample,
          category: trans.__('Kubeflow Lab'),
          rank: 1
        });
      }
    };
    offer().catch(error => console.warn('Kubeflow Lab: the home folder cannot be read.', error));
  }
};

/** Whether a file is there, by the listings of its folders: asking for the file itself would log an error. */
async function exists(contents: Contents.IManager, path: string): Promise<boolean> {
  const folders = path.split('/');
  for (const [depth, name] of folders.entries()) {
    const folder = folders.slice(0, depth).join('/');
    const { content } = await contents.get(folder, { type: 'directory', content: true });
    if (!(content as Contents.IModel[]).some(entry => entry.name === name)) {
      return false;
    }
  }
  return true;
}
