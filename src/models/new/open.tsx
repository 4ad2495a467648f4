import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { RunOutput } from '@kubeflow-lab/schema';

import { FormDialog } from '../../components';
import type { IPlatform } from '../../tokens';
import { NewModel } from './newModel';
import type { ModelNotebook } from './notebook';

/** Opens the form that serves a model; resolves when it is closed. */
export async function openNewModel(
  platform: IPlatform,
  namespace: string,
  from: { chosen?: RunOutput; notebook?: ModelNotebook | null } = {}
): Promise<void> {
  const { trans } = platform;
  const dialog: FormDialog = new FormDialog({
    title: trans.__('New model'),
    body: ReactWidget.create(
      <NewModel
        platform={platform}
        namespace={namespace}
        chosen={from.chosen ?? null}
        notebook={from.notebook ?? null}
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
