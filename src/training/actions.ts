import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import { ProblemError } from '../problem';
import type { IJobActions, IPlatform, JobName } from '../tokens';
import { CommandIDs } from './commands';

/** The actions on a job, asked for by panel, tab and cards. */
export class JobActions implements IJobActions {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _platform: IPlatform
  ) {}

  open({ namespace, name }: JobName): void {
    void this._app.commands.execute(CommandIDs.openJob, { namespace, name });
  }

  async delete({ namespace, name }: JobName): Promise<boolean> {
    const { trans, client } = this._platform;
    const { button } = await showDialog({
      title: trans.__('Delete the training job %1?', name),
      body: trans.__(
        'Its replicas are stopped, and they and their logs are removed from %1. Files that it wrote to volumes stay.',
        namespace
      ),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.warnButton({ label: trans.__('Delete') })
      ],
      defaultButton: 0
    });
    if (!button.accept) {
      return false;
    }
    try {
      await client.deleteJob(namespace, name);
      return true;
    } catch (error) {
      Notification.error(ProblemError.from(error).message);
      return false;
    }
  }

  async openNotebook(path: string): Promise<void> {
    const { trans } = this._platform;
    try {
      await this._app.serviceManager.contents.get(path, { content: false });
    } catch (error) {
      console.info(`Kubeflow Lab: ${path} cannot be opened.`, error);
      Notification.warning(
        trans.__(
          'The notebook %1 is not on this server. It may have been moved, or lie on another one.',
          path
        )
      );
      return;
    }
    await this._app.commands.execute('docmanager:open', { path });
  }
}
