import { Clipboard, Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { FileEntry } from '@kubeflow-lab/schema';
import { ProblemError } from '../problem';
import type { FilesClient } from './api';
import type { FileRef } from './tab';

const COPIED_MS = 2000;

/** What can be done with a file or a folder, from the list and from its tab. */
export class FileActions {
  constructor(
    private readonly _files: FilesClient,
    private readonly _trans: TranslationBundle,
    private readonly _onOpen: (file: FileRef) => void
  ) {}

  /** Opens a file in a tab of its own. */
  open(namespace: string, bucket: string, file: FileEntry): void {
    this._onOpen({ ...file, namespace, bucket });
  }

  /** Copies the address by which programs read a file or a folder. */
  copyPath(bucket: string, path: string): void {
    const address = `s3://${bucket}/${path}`;
    Clipboard.copyToSystem(address);
    Notification.success(this._trans.__('Copied %1', address), { autoClose: COPIED_MS });
  }

  download(namespace: string, { name, path }: { name: string; path: string }): void {
    const link = document.createElement('a');
    link.href = this._files.address(namespace, path);
    link.download = name;
    link.click();
  }

  /** Deletes after asking, by `remove`; resolves to whether it was deleted. Failures are shown to the person. */
  async delete(
    { name, path }: { name: string; path: string },
    remove: () => Promise<void>
  ): Promise<boolean> {
    const trans = this._trans;
    const folder = path.endsWith('/');
    const { button } = await showDialog({
      title: folder
        ? trans.__('Delete the folder %1?', name)
        : trans.__('Delete the file %1?', name),
      body: folder
        ? trans.__('All that is in it is removed from the bucket, for everybody in the project.')
        : trans.__('It is removed from the bucket, for everybody in the project.'),
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
      await remove();
      return true;
    } catch (error) {
      Notification.error(ProblemError.from(error).message);
      return false;
    }
  }
}
