import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { readPipeline, type Schedule } from '@kubeflow-lab/compiler';

import { ADDITIONS } from '../../cells/edit';
import { FormDialog } from '../../components';
import { objectOf } from '../../panels';
import type { IPlatform } from '../../tokens';
import type { NotebookPipeline } from '../notebook/model';
import { scheduleNotebook } from '../notebook/submit';
import { ScheduleView } from './view';

/** Asks when the notebook in front runs by itself, writes it into the notebook and makes the schedule on the cluster. */
export async function openSchedule(pipeline: NotebookPipeline, platform: IPlatform): Promise<void> {
  const { panel, given: parameters } = pipeline;
  const { trans } = platform;
  const additions = objectOf(panel?.context.model.getMetadata(ADDITIONS));
  if (!panel) {
    return;
  }
  const dialog: FormDialog = new FormDialog({
    title: trans.__('When %1 runs by itself', PathExt.basename(panel.context.path)),
    body: ReactWidget.create(
      <ScheduleView
        schedule={readPipeline(additions).settings.schedule}
        timezone={Intl.DateTimeFormat().resolvedOptions().timeZone}
        onSet={async schedule => {
          writeSchedule(panel, { ...additions, schedule });
          const item = await scheduleNotebook(platform, panel, { parameters });
          const { name, namespace = '' } = item.object.metadata;
          dialog.reject();
          platform.actions?.open({ plural: 'cronworkflows', namespace, name });
        }}
        onClose={() => dialog.reject()}
        trans={trans}
      />
    ),
    buttons: [Dialog.cancelButton({ label: trans.__('Cancel') })],
    hasClose: true,
    focusNodeSelector: 'select'
  });
  dialog.addClass('kfl-CreateDialog');
  dialog.addClass('kfl-NeedsDialog');
  await dialog.launch();
}

function writeSchedule(
  { context }: NotebookPanel,
  additions: Record<string, unknown> & { schedule: Schedule }
): void {
  const before = JSON.stringify(context.model.getMetadata(ADDITIONS));
  if (JSON.stringify(additions) !== before) {
    context.model.setMetadata(ADDITIONS, additions);
  }
}
