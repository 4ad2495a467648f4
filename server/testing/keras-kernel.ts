/** A kernel with TensorFlow on the cluster: a pod like that of a notebook server, which runs cells in place of Jupyter. */
import { readFile } from 'node:fs/promises';

import { POD } from '@kubeflow-lab/kube';
import { buildNotebook } from '@kubeflow-lab/resources';
import type { Container } from '@kubeflow-lab/resources';

import { eventually } from '../../kube/testing/cluster.js';
import { admin } from './listening.js';

const NAME = 'keras-kernel';
const PROGRAM = new URL('../../kubeflow_lab/tests/keras_for_real.py', import.meta.url);
const SETTINGS = { creator: 'test', serverUrl: 'http://kubeflow-lab-server.kubeflow-lab.svc' };
const FORM = {
  name: NAME,
  image: 'localhost/kubeflow-lab-tensorflow:0.1.0',
  cpu: '100m',
  cpuLimit: '2',
  memory: '512Mi',
  memoryLimit: '2Gi',
  workspace: { mode: 'none' as const }
};

/** What the image for training lacks, and the notebook image has: by this our package reads cells and stores models. */
const PACKAGES: Container = {
  name: 'packages',
  image: 'localhost/kubeflow-lab-jupyter:0.1.0',
  imagePullPolicy: 'IfNotPresent',
  command: ['sh', '-ec', 'cd /opt/venv/lib/python3*/site-packages; cp -r "$@" /packages', 'sh'],
  args: ['boto3', 'botocore', 's3transfer', 'jmespath', 'pyflakes', 'yaml'],
  volumeMounts: [{ name: 'packages', mountPath: '/packages' }]
};

export interface KerasAnswers {
  /** Whether the service answers all rows as the object in the kernel does. */
  same: boolean;
  /** Some of the rows, and what the object says of them. */
  rows: number[][];
  answers: number[][];
}

/** Trains a network in `pvc://shared/network/9` and `…/10`, and deploys that of the latter as `keras`. */
export async function startKerasKernel(namespace: string): Promise<void> {
  const notebook = buildNotebook(FORM, { namespace, ...SETTINGS });
  const { containers = [], volumes = [], ...spec } = notebook.spec?.template?.spec ?? {};
  const [{ env = [], volumeMounts = [], ...container }] = containers;
  await admin.create(POD, {
    metadata: { namespace, name: NAME },
    spec: {
      ...spec,
      restartPolicy: 'Never',
      initContainers: [PACKAGES],
      containers: [
        {
          ...container,
          // Nothing listens.
          readinessProbe: undefined,
          command: ['python', '-c', await readFile(PROGRAM, 'utf8')],
          env: [...env, { name: 'PYTHONPATH', value: '/packages' }],
          volumeMounts: [...volumeMounts, { name: 'packages', mountPath: '/packages' }]
        }
      ],
      volumes: [...volumes, { name: 'packages', emptyDir: {} }]
    }
  });
}

/** What the kernel said at its end; throws the end of its log where it failed. */
export async function kerasAnswers(namespace: string): Promise<KerasAnswers> {
  const { exitCode, message = '' } = await eventually(async () => {
    const { status } = await admin.get(POD, { namespace, name: NAME });
    const ended = status?.containerStatuses?.[0]?.state?.terminated;
    return ended ?? Promise.reject(new Error(status?.phase));
  }, 200);
  if (exitCode !== 0) {
    throw new Error(message);
  }
  return JSON.parse(message) as KerasAnswers;
}
