import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { TrainingJobItem } from '@kubeflow-lab/schema';
import { lookOf } from '../components/phase';
import { IPlatform, ITrainingJobs } from '../tokens';
import { EndedJobs } from './ended';

const id = 'kubeflow-lab:notifications';

/** Tells a person when a training job of theirs has ended. */
export const notificationsPlugin: JupyterFrontEndPlugin<void> = {
  id,
  description: 'Notifies when a training job that the person started has ended.',
  autoStart: true,
  requires: [IPlatform, ITrainingJobs],
  optional: [ISettingRegistry],
  activate: async (
    _app: JupyterFrontEnd,
    platform: IPlatform,
    jobs: ITrainingJobs,
    registry: ISettingRegistry | null
  ): Promise<void> => {
    const ended = new EndedJobs();
    const settings = registry ? await registry.load(id) : null;
    jobs.stateChanged.connect(() => {
      const news = ended.take(jobs.jobs);
      if (news.length > 0 && settings?.composite['notifyOnEnd'] !== false) {
        void tell(news, platform);
      }
    });
  }
};

async function tell(jobs: readonly TrainingJobItem[], platform: IPlatform): Promise<void> {
  const { user } = await platform.client.session();
  for (const job of jobs) {
    if (job.object.metadata.annotations?.['lab.kubeflow.org/created-by'] === user) {
      notify(job, platform);
    }
  }
}

function notify({ object, summary }: TrainingJobItem, { trans, actions }: IPlatform): void {
  const { name, namespace = '' } = object.metadata;
  const { word } = lookOf(summary.phase, trans);
  const text = trans.__('Training job %1: %2. %3', name, word, summary.message);
  Notification.emit(text, summary.phase === 'Succeeded' ? 'success' : 'error', {
    autoClose: summary.phase === 'Succeeded' ? 10_000 : false,
    actions: [
      {
        label: trans.__('Show'),
        caption: trans.__('Open the training job'),
        callback: () => actions?.open({ namespace, name })
      }
    ]
  });
}
