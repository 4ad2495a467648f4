import { InputDialog } from '@jupyterlab/apputils';
import type { TensorboardItem } from '@kubeflow-lab/schema';
import type { ItemAction } from '../panels';
import { ProblemError } from '../problem';
import type { IPlatform, ObjectRef } from '../tokens';

/** What a Service may be called. */
const NAME_MAX = 63;

/** Opens a TensorBoard over the folder to which a job writes its event files. */
export function tensorboardAction(job: ObjectRef, platform: IPlatform): ItemAction {
  const { trans } = platform;
  return {
    id: 'tensorboard',
    label: trans.__('Open TensorBoard…'),
    enabled: true,
    run: async () => {
      const { button, value } = await InputDialog.getText({
        title: trans.__('Open TensorBoard'),
        label: trans.__('Folder of the event files: pvc://VOLUME/FOLDER or s3://BUCKET/FOLDER'),
        text: `pvc://shared/logs/${job.name}`,
        okLabel: trans.__('Open')
      });
      if (button.accept && value) {
        const url = await boardFor(platform, job.namespace, value.trim());
        window.open(url, '_blank', 'noopener');
      }
    }
  };
}

/** The address of the TensorBoard over a folder, which is made where there is none, and started where it is stopped. */
export async function boardFor(
  { client, trans }: IPlatform,
  namespace: string,
  logspath: string
): Promise<string> {
  const name = boardName(logspath);
  const [board, { origin }] = await Promise.all([
    client
      .create<TensorboardItem>('tensorboards', namespace, { name, logspath })
      .catch((error: unknown) => {
        if (error instanceof ProblemError && error.problem.status === 409) {
          return client.item<TensorboardItem>({ plural: 'tensorboards', namespace, name });
        }
        throw error;
      }),
    client.settings()
  ]);
  if (board.summary.logspath !== logspath) {
    throw new Error(
      trans.__('The TensorBoard "%1" shows another folder: %2.', name, board.summary.logspath)
    );
  }
  if (board.summary.phase === 'Stopped') {
    await client.act({ plural: 'tensorboards', namespace, name }, 'start');
  }
  return new URL(`/connect/tensorboard/${namespace}/${name}`, origin).href;
}

/** A name that says which folder it is: the same for the same folder. Of a long path its end, which differs most. */
export function boardName(logspath: string): string {
  const words = logspath
    .replace(/^[a-z0-9]+:\/\//, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  const name = words.slice(-NAME_MAX).replace(/^[^a-z]+|-+$/g, '');
  return name === '' ? 'logs' : name;
}
