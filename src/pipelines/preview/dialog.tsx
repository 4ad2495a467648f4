import { Dialog, Notification, ReactWidget } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { Workflow } from '@kubeflow-lab/resources';

import { FormDialog } from '../../components';
import { ProblemError } from '../../problem';
import type { IPlatform } from '../../tokens';
import type { NotebookPipeline } from '../notebook/model';
import { planNotebook, submitNotebook } from '../notebook/submit';
import { pipelineFor } from './forms';
import { PreviewView } from './view';

/** Shows what the notebook in front would run, as the server answers it. What the server refuses is told. */
export async function openPreview(pipeline: NotebookPipeline, platform: IPlatform): Promise<void> {
  const { panel, given: parameters, run, compilation } = pipeline;
  const { trans } = platform;
  if (!panel) {
    return;
  }
  const told = async <T,>(made: Promise<T>): Promise<T | undefined> => {
    try {
      return await made;
    } catch (error) {
      Notification.error(ProblemError.from(error).message);
      return undefined;
    }
  };
  const workflow = await told(planNotebook(platform, panel, { parameters }));
  if (!workflow) {
    return;
  }
  const { path } = panel.context;
  const dialog: FormDialog = new FormDialog({
    title: trans.__('What would run: %1', PathExt.basename(path)),
    body: ReactWidget.create(
      <PreviewView
        workflow={workflow}
        name={PathExt.basename(path, PathExt.extname(path))}
        formFor={target => pipelineFor(target, compilation, workflow as Workflow, path)}
        earlier={run}
        onRun={() => {
          dialog.reject();
          void told(submitNotebook(platform, panel, { parameters }));
        }}
        onClose={() => dialog.reject()}
        trans={trans}
      />
    ),
    buttons: [Dialog.cancelButton({ label: trans.__('Close') })],
    hasClose: true
  });
  dialog.addClass('kfl-CreateDialog');
  dialog.addClass('kfl-PreviewDialog');
  await dialog.launch();
}
