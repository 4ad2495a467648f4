import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import { ProblemError } from '../problem';
import type { IObjectActions, IPlatform, ObjectRef } from '../tokens';
import { CommandIDs } from './commands';

/** The actions on any object, asked for by panels, tabs and cards. */
export class ObjectActions implements IObjectActions {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _platform: IPlatform
  ) {}

  open({ plural, namespace, name }: ObjectRef): void {
    void this._app.commands.execute(CommandIDs.open, { plural, namespace, name });
  }

  async delete(object: ObjectRef): Promise<boolean> {
    const { trans, client, kinds } = this._platform;
    const kind = kinds.get(object.plural);
    const { button } = await showDialog({
      title: trans.__('Delete the %1 %2?', kind?.noun.one ?? object.plural, object.name),
      body: trans.__('%1 It is removed from %2.', kind?.deletion ?? '', object.namespace).trim(),
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
      await client.delete(object);
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
