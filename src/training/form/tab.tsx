import { Dialog, MainAreaWidget, showDialog } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TrainingJob } from '@kubeflow-lab/resources';
import type { TrainingJobItem } from '@kubeflow-lab/schema';
import { trainingIcon } from '../../icons';
import type { IObjectActions, IPlatform, ObjectRef } from '../../tokens';
import { JobForm } from './form';
import { FormModel, type FormStart } from './model';
import { openNotebooks, saveNotebook } from './notebooks';

export interface FormTabOptions {
  platform: IPlatform;
  actions: IObjectActions;
  notebooks: INotebookTracker | null;
  namespace: string;
  /** A job to begin with. */
  earlier: { ref: ObjectRef; item: TrainingJobItem } | null;
  /** What else to begin with, where there is no such job. */
  start: FormStart | null;
}

let made = 0;

/** The main-area tab in which a training job is written. It is not opened again with the page. */
export class FormTab extends MainAreaWidget<ReactWidget> {
  constructor(options: FormTabOptions) {
    const { platform, actions, notebooks, namespace, earlier, start } = options;
    const { trans } = platform;
    const model = new FormModel(
      namespace,
      earlier && { ref: earlier.ref, job: earlier.item.object as TrainingJob },
      start
    );
    const onMade = (job: ObjectRef) => {
      this.dispose();
      actions.open(job);
    };
    const content = ReactWidget.create(
      <JobForm
        {...{ model, platform, onMade }}
        notebooks={() => openNotebooks(notebooks)}
        save={path => saveNotebook(notebooks, path)}
        confirmReplacing={() => confirmReplacing(platform, earlier?.item)}
      />
    );
    super({ content });
    this._model = model;
    this.id = `kubeflow-lab-new-training-job-${(made += 1)}`;
    this.title.label = earlier
      ? trans.__('%1 again', earlier.ref.name)
      : trans.__('New training job');
    this.title.icon = trainingIcon;
    this.title.closable = true;
    this.content.addClass('kfl-FormTab');
    this.toolbar.hide();
    void learn(platform, model);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._model.dispose();
    }
    super.dispose();
  }

  private readonly _model: FormModel;
}

/** Asks for what a form's checks need; what cannot be had is not checked there, but by the cluster. */
export async function learn(
  { client }: IPlatform,
  model: Pick<FormModel, 'namespace' | 'know' | 'isDisposed'>
): Promise<void> {
  const [settings, claims, capacity, trainer] = await Promise.allSettled([
    client.settings(),
    client.claims(model.namespace),
    client.capacity(model.namespace),
    client.trainingRuntimes(model.namespace)
  ]);
  if (model.isDisposed) {
    return;
  }
  if (settings.status === 'fulfilled') {
    const { limits, images } = settings.value;
    model.know({ limits, images });
  }
  if (claims.status === 'fulfilled') {
    model.know({ claims: claims.value.items });
  }
  if (capacity.status === 'fulfilled') {
    model.know({ capacity: capacity.value });
  }
  if (trainer.status === 'fulfilled') {
    model.know({ trainer: trainer.value });
  }
}

/** Whether a job may be deleted for the new one; one that has ended has nothing to lose but its logs. */
export async function confirmReplacing(
  { trans }: IPlatform,
  item: TrainingJobItem | undefined
): Promise<boolean> {
  if (!item) {
    return true;
  }
  const { name } = item.object.metadata;
  const { finishedAt } = item.summary;
  const { button } = await showDialog({
    title: trans.__('Delete %1 and run it again?', name),
    body:
      finishedAt === null
        ? trans.__('It has not ended. Its replicas are stopped, and their logs go with it.')
        : trans.__('The logs and the state of the earlier run go. Files on volumes stay.'),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.warnButton({ label: trans.__('Delete and run again') })
    ],
    defaultButton: 0
  });
  return button.accept;
}
