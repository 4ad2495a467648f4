import { Dialog, ReactWidget } from '@jupyterlab/apputils';

import { FormDialog } from '../../components';
import type { IPlatform } from '../../tokens';
import type { Fields } from './form';
import { NewModel } from './newModel';
import type { ModelNotebook } from './notebook';

/** Opens the form that serves a model; resolves when it is closed. */
export async function openNewModel(
  platform: IPlatform,
  namespace: string,
  { start = {}, notebook = null }: { start?: Partial<Fields>; notebook?: ModelNotebook | null } = {}
): Promise<void> {
  const { trans } = platform;
  const dialog: FormDialog = new FormDialog({
    title: trans.__('New model'),
    body: ReactWidget.create(
      <NewModel
        platform={platform}
        namespace={namespace}
        start={start}
        notebook={notebook}
        onClose={() => dialog.reject()}
        onServed={object => {
          dialog.reject();
          platform.actions?.open(object);
        }}
      />
    ),
    buttons: [Dialog.cancelButton({ label: trans.__('Close') })],
    hasClose: true
  });
  dialog.addClass('kfl-CreateDialog');
  dialog.addClass('kfl-NewModelDialog');
  await dialog.launch();
}
