/**
 * Jobs that the training operator truly runs, all at once. Of each, whatever was shown at any moment is held against
 * what its pods did.
 */
import { PERSISTENT_VOLUME_CLAIM, SERVICE_ACCOUNT } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import { FOLLOWED_JOB_KINDS, TRAINING_JOB_KINDS } from '@kubeflow-lab/resources';
import type { TrainingJob } from '@kubeflow-lab/resources';
import type { LogLine, Plural, TrainingJobSummary } from '@kubeflow-lab/schema';

import {
  createNamespace,
  deleteNamespace,
  eventually,
  uniqueName
} from '../../kube/testing/cluster.js';
import { admin, grant, startListening } from '../testing/listening.js';
import type { ListeningServer } from '../testing/listening.js';
import { trainingJobResource } from './resource.js';
import { PARAMETER_SERVER, TREES_TOGETHER } from '../testing/training-jobs/frameworks.js';
import {
  ALLREDUCE,
  DOES_AS_TOLD,
  GLOO,
  LASTS,
  TELLS_TO_FAIL_ONCE
} from '../testing/training-jobs/programs.js';
import { Witness } from '../testing/training-jobs/witness.js';

const PYTORCH = 'localhost/kubeflow-lab-pytorch:0.1.0';
const MPI = 'localhost/kubeflow-lab-mpi:0.1.0';
const XGBOOST = 'localhost/kubeflow-lab-xgboost:0.1.0';
const TENSORFLOW = 'localhost/kubeflow-lab-tensorflow:0.1.0';

const ada = uniqueName('ada');
let server: ListeningServer;
let cookie: string;
let project: string;
let witness: Witness;

beforeAll(async () => {
  project = await createNamespace(admin, { 'app.kubernetes.io/part-of': 'kubeflow-profile' });
  await admin.create(SERVICE_ACCOUNT, {
    metadata: { namespace: project, name: 'default-editor' }
  });
  await admin.create(PERSISTENT_VOLUME_CLAIM, {
    metadata: { namespace: project, name: 'shared' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
  });
  const verbs = ['*'];
  await grant(project, ada, [{ apiGroups: ['*'], resources: ['*'], verbs }]);
  server = await startListening({ people: [ada] });
  cookie = await server.signIn(ada);
  witness = await Witness.begin(admin, {
    origin: server.origin,
    cookie,
    namespace: project,
    plurals: ['tfjobs', 'pytorchjobs', 'mpijobs', 'xgboostjobs', 'paddlejobs', 'mxjobs']
  });
  await Promise.all(Object.values(JOBS).map(begin => begin()));
});

afterAll(async () => {
  witness?.end();
  await deleteNamespace(admin, project);
  await server?.close();
});

async function send(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${server.origin}/api/namespaces/${project}/${path}`, {
    method,
    headers: { Cookie: cookie, 'X-Kubeflow-Lab': '1', 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body)
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  }
  return text === '' ? null : JSON.parse(text);
}

interface Cell {
  image: string;
  source: string;
  /** How many replicas of each role. */
  counts: Record<string, number>;
  /** Whether they have the project's shared folder. */
  shared?: boolean;
}

/** A job from a cell. */
const fromCell = (plural: Plural, name: string, { image, source, counts, shared = false }: Cell) =>
  send('POST', plural, {
    name,
    image,
    replicas: Object.entries(counts).map(([role, count]) => ({ role, count })),
    code: { cells: [{ id: 'cell', source }], modules: [], parameters: {} },
    resources: {},
    env: [],
    volumes: shared ? [{ claim: 'shared', path: '/home/jovyan/shared' }] : []
  });

interface Role {
  command: string[];
  replicas?: number;
  restartPolicy?: string;
  image?: string;
  requests?: object;
}

const python = (program: string) => ['python', '-c', program];

/** A job as somebody wrote it. */
function written(kind: string, name: string, roles: Record<string, Role>, spec: object = {}) {
  const row = [...TRAINING_JOB_KINDS, ...FOLLOWED_JOB_KINDS].find(one => one.kind === kind)!;
  const specs = Object.entries(roles).map(([role, each]) => {
    const { command, replicas = 1, restartPolicy = 'Never', image = PYTORCH, requests } = each;
    const container = { name: row.container, image, command, resources: { requests } };
    const pod = { terminationGracePeriodSeconds: 1, containers: [container] };
    return [role, { replicas, restartPolicy, template: { spec: pod } }];
  });
  return send('POST', row.plural, {
    apiVersion: 'kubeflow.org/v1',
    kind,
    metadata: { name },
    spec: { [row.replicaSpecs]: Object.fromEntries(specs), ...spec }
  });
}

const lasting = (role: string, spec?: object) =>
  ({ [role]: { command: python(LASTS), ...spec } }) as Record<string, Role>;

/** By name: begins the job. */
const JOBS: Record<string, () => Promise<unknown>> = {
  'parameter-server': () =>
    fromCell('tfjobs', 'parameter-server', {
      image: TENSORFLOW,
      source: PARAMETER_SERVER,
      counts: { Chief: 1, PS: 1, Worker: 2, Evaluator: 1 },
      shared: true
    }),
  trees: () =>
    fromCell('xgboostjobs', 'trees', {
      image: XGBOOST,
      source: TREES_TOGETHER,
      counts: { Master: 1, Worker: 2 }
    }),
  gloo: () =>
    fromCell('pytorchjobs', 'gloo', {
      image: PYTORCH,
      source: GLOO,
      counts: { Master: 1, Worker: 1 }
    }),
  elastic: () =>
    written(
      'PyTorchJob',
      'elastic',
      {
        Worker: {
          replicas: 2,
          command: ['python', '-m', 'torch.distributed.run', '--no_python', ...python(GLOO)]
        }
      },
      {
        nprocPerNode: '1',
        elasticPolicy: { minReplicas: 1, maxReplicas: 2, rdzvBackend: 'c10d', maxRestarts: 2 }
      }
    ),
  mpi: () =>
    fromCell('mpijobs', 'mpi', {
      image: MPI,
      source: ALLREDUCE,
      counts: { Launcher: 1, Worker: 2 }
    }),
  paddle: () =>
    written('PaddleJob', 'paddle', {
      Master: { command: python('print("accuracy=0.5")') },
      Worker: { command: python('pass') }
    }),
  mx: () =>
    written(
      'MXJob',
      'mx',
      {
        Scheduler: { command: python('print("accuracy=0.25")') },
        Server: { command: python('pass') },
        Worker: { command: python('pass') }
      },
      { jobMode: 'MXTrain' }
    ),
  'chief-fails': () =>
    written('TFJob', 'chief-fails', {
      Chief: { command: python('raise SystemExit(3)') },
      ...lasting('Worker')
    }),
  restarts: () =>
    written('PyTorchJob', 'restarts', {
      Master: { command: python(TELLS_TO_FAIL_ONCE) },
      Worker: { command: python(DOES_AS_TOLD), restartPolicy: 'ExitCode' }
    }),
  'never-fits': () =>
    written('TFJob', 'never-fits', lasting('Chief', { requests: { cpu: '999' } })),
  'no-image': () =>
    written('TFJob', 'no-image', lasting('Chief', { image: 'localhost/no-such-image:1' })),
  deleted: () => written('TFJob', 'deleted', lasting('Chief')),
  paused: () => written('TFJob', 'paused', lasting('Chief'), { runPolicy: { suspend: true } })
};

/** The state of a job as soon as it is in that phase, for that reason if one is given. */
const shown = (name: string, phase: string, reason?: string): Promise<TrainingJobSummary> =>
  eventually(
    async () =>
      witness
        .of(name)
        .find(one => one.phase === phase && (reason === undefined || one.reason === reason)),
    120
  );

async function log(plural: Plural, name: string): Promise<string[]> {
  const { lines } = (await send('GET', `${plural}/${name}/logs`)) as { lines: LogLine[] };
  return lines.map(({ text }) => text);
}

const order = (name: string, ...phases: string[]) =>
  witness.phases(name).filter(phase => phases.includes(phase));

afterEach(() => {
  const name = expect.getState().currentTestName?.split(' ')[0] ?? '';
  expect(witness.contradictions(name)).toEqual([]);
});

const RESOURCES = Object.fromEntries(
  TRAINING_JOB_KINDS.map(row => [row.kind, trainingJobResource(row)])
) as Record<string, Kind<TrainingJob>>;

it('gloo: a cell in two replicas of a PyTorchJob sums over both', async () => {
  const { metrics, replicas } = await shown('gloo', 'Succeeded');
  expect(metrics).toEqual({ sum: 3 });
  expect(replicas.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
});

it('elastic: torchrun finds its nodes by the variables of the operator', async () => {
  await shown('elastic', 'Succeeded');
  const lines = await log('pytorchjobs', 'elastic');
  expect(lines.filter(line => line === 'sum=3.0')).toHaveLength(2);
});

it('mpi: mpirun runs a cell in all workers of an MPIJob', async () => {
  const { metrics } = await shown('mpi', 'Succeeded');
  expect(metrics).toEqual({ size: 2, sum: 3 });
});

it('trees: three replicas of an XGBoostJob have one model, which none would have had alone', async () => {
  const { metrics } = await shown('trees', 'Succeeded');
  expect(metrics.accuracy).toBeGreaterThan(0.9);
  const lines = await log('xgboostjobs', 'trees');
  const said = (word: string) =>
    lines.filter(line => line.startsWith(`${word} `)).map(line => line.slice(word.length + 1));
  expect(said('replicas')).toEqual(['3', '3', '3']);
  const [together] = said('together');
  expect(said('together')).toEqual([together, together, together]);
  expect(new Set([together, ...said('alone')]).size).toBe(4);
});

it('parameter-server: workers train what the evaluator judges', async () => {
  const { metrics, replicas } = await shown('parameter-server', 'Succeeded');
  expect(metrics.accuracy).toBeGreaterThan(0.7);
  expect(replicas.find(({ role }) => role === 'evaluator')).toMatchObject({ exitCode: 0 });
  const lines = await log('tfjobs', 'parameter-server');
  expect(lines.filter(line => /^epoch=[123] accuracy=/.test(line))).toHaveLength(3);
  expect(lines.find(line => line.startsWith('weights of'))).toContain('/job:ps/');
});

it.each([
  ['paddle', 0.5],
  ['mx', 0.25]
])('%s: a job that has no form is followed to its end', async (name, accuracy) => {
  const { metrics } = await shown(name, 'Succeeded');
  expect(metrics).toEqual({ accuracy });
});

it('chief-fails and the job with it, whatever its worker does', async () => {
  const { replicas, reason } = await shown('chief-fails', 'Failed');
  expect(reason).toBe('Crash');
  expect(replicas.find(({ role }) => role === 'chief')).toMatchObject({ exitCode: 3 });
});

it('restarts a worker that ends with a code for that, and then goes on', async () => {
  await shown('restarts', 'Succeeded');
  const failed = witness
    .of('restarts')
    .some(({ replicas }) => replicas.some(one => one.role === 'worker' && one.exitCode === 138));
  expect(failed).toBe(true);
});

it('never-fits is said to wait for a place, and never to run', async () => {
  const { message } = await shown('never-fits', 'Pending', 'Unschedulable');
  expect(message).toContain('999');
  expect(order('never-fits', 'Starting', 'Running')).toEqual([]);
});

it('no-image is told of, and never said to run', async () => {
  const { message } = await shown('no-image', 'Pending', 'ImagePull');
  expect(message).toContain('localhost/no-such-image:1');
  expect(order('no-image', 'Running', 'Succeeded')).toEqual([]);
});

it('deleted in the middle: it ends with its pods', async () => {
  await shown('deleted', 'Running');
  await send('DELETE', 'tfjobs/deleted');
  await eventually(async () => {
    const { items } = (await send('GET', 'tfjobs')) as { items: { object: TrainingJob }[] };
    return items.every(({ object }) => object.metadata?.name !== 'deleted');
  });
});

it('paused until it is resumed, and again', async () => {
  const key = { namespace: project, name: 'paused' };
  const suspend = (value: boolean) =>
    admin.mergePatch(RESOURCES.TFJob, key, { spec: { runPolicy: { suspend: value } } });
  const { replicas } = await shown('paused', 'Queued');
  expect(replicas).toMatchObject([{ phase: 'Queued' }]);
  await suspend(false);
  await shown('paused', 'Running');
  await suspend(true);
  await eventually(async () => witness.of('paused').at(-1)?.phase === 'Queued', 60);
  expect(order('paused', 'Queued', 'Running')).toEqual(['Queued', 'Running', 'Queued']);
});
