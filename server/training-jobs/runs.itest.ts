/**
 * Jobs that the training operator truly runs, all at once. Of each, whatever was shown at any moment is held against
 * what its pods did.
 */
import { TFJOB_KIND } from '@kubeflow-lab/resources';
import type { TrainingJob } from '@kubeflow-lab/resources';

import { eventually } from '../../kube/testing/cluster.js';
import { PARAMETER_SERVER, TREES_TOGETHER } from '../testing/training-jobs/frameworks.js';
import { admin } from '../testing/listening.js';
import {
  ALLREDUCE,
  DOES_AS_TOLD,
  GLOO,
  LASTS,
  TELLS_TO_FAIL_ONCE
} from '../testing/training-jobs/programs.js';
import { JobsProject, PYTORCH, python } from '../testing/training-jobs/project.js';
import type { Role } from '../testing/training-jobs/project.js';
import { trainingJobResource } from './resource.js';

const MPI = 'localhost/kubeflow-lab-mpi:0.1.0';
const XGBOOST = 'localhost/kubeflow-lab-xgboost:0.1.0';
const TENSORFLOW = 'localhost/kubeflow-lab-tensorflow:0.1.0';

let project: JobsProject;

beforeAll(async () => {
  project = await JobsProject.begin([
    'tfjobs',
    'pytorchjobs',
    'mpijobs',
    'xgboostjobs',
    'paddlejobs',
    'mxjobs'
  ]);
  await Promise.all(Object.values(JOBS).map(begin => begin()));
});

afterAll(() => project?.end());

afterEach(() => {
  const name = expect.getState().currentTestName?.split(' ')[0] ?? '';
  expect(project.witness.contradictions(name)).toEqual([]);
});

const lasting = (role: string, spec?: object) =>
  ({ [role]: { command: python(LASTS), ...spec } }) as Record<string, Role>;

/** By name: begins the job. */
const JOBS: Record<string, () => Promise<unknown>> = {
  'parameter-server': () =>
    project.fromCell('tfjobs', 'parameter-server', {
      image: TENSORFLOW,
      source: PARAMETER_SERVER,
      counts: { Chief: 1, PS: 1, Worker: 2, Evaluator: 1 },
      shared: true
    }),
  trees: () =>
    project.fromCell('xgboostjobs', 'trees', {
      image: XGBOOST,
      source: TREES_TOGETHER,
      counts: { Master: 1, Worker: 2 }
    }),
  gloo: () =>
    project.fromCell('pytorchjobs', 'gloo', {
      image: PYTORCH,
      source: GLOO,
      counts: { Master: 1, Worker: 1 }
    }),
  elastic: () =>
    project.written(
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
    project.fromCell('mpijobs', 'mpi', {
      image: MPI,
      source: ALLREDUCE,
      counts: { Launcher: 1, Worker: 2 }
    }),
  paddle: () =>
    project.written('PaddleJob', 'paddle', {
      Master: { command: python('print("accuracy=0.5")') },
      Worker: { command: python('pass') }
    }),
  mx: () =>
    project.written(
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
    project.written('TFJob', 'chief-fails', {
      Chief: { command: python('raise SystemExit(3)') },
      ...lasting('Worker')
    }),
  restarts: () =>
    project.written('PyTorchJob', 'restarts', {
      Master: { command: python(TELLS_TO_FAIL_ONCE) },
      Worker: { command: python(DOES_AS_TOLD), restartPolicy: 'ExitCode' }
    }),
  'never-fits': () =>
    project.written('TFJob', 'never-fits', lasting('Chief', { requests: { cpu: '999' } })),
  'no-image': () =>
    project.written('TFJob', 'no-image', lasting('Chief', { image: 'localhost/no-such-image:1' })),
  deleted: () => project.written('TFJob', 'deleted', lasting('Chief')),
  paused: () =>
    project.written('TFJob', 'paused', lasting('Chief'), { runPolicy: { suspend: true } })
};

const order = (name: string, ...phases: string[]) =>
  project.witness.phases(name).filter(phase => phases.includes(phase));

it('gloo: a cell in two replicas of a PyTorchJob sums over both', async () => {
  const { metrics, replicas } = await project.shown('gloo', 'Succeeded');
  expect(metrics).toEqual({ sum: 3 });
  expect(replicas.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
});

it('elastic: torchrun finds its nodes by the variables of the operator', async () => {
  await project.shown('elastic', 'Succeeded');
  const lines = await project.log('pytorchjobs', 'elastic');
  expect(lines.filter(line => line === 'sum=3.0')).toHaveLength(2);
});

it('mpi: mpirun runs a cell in all workers of an MPIJob', async () => {
  const { metrics } = await project.shown('mpi', 'Succeeded');
  expect(metrics).toEqual({ size: 2, sum: 3 });
});

it('trees: three replicas of an XGBoostJob have one model, which none would have had alone', async () => {
  const { metrics } = await project.shown('trees', 'Succeeded');
  expect(metrics.accuracy).toBeGreaterThan(0.9);
  const lines = await project.log('xgboostjobs', 'trees');
  const said = (word: string) =>
    lines.filter(line => line.startsWith(`${word} `)).map(line => line.slice(word.length + 1));
  expect(said('replicas')).toEqual(['3', '3', '3']);
  const [together] = said('together');
  expect(said('together')).toEqual([together, together, together]);
  expect(new Set([together, ...said('alone')]).size).toBe(4);
});

it('parameter-server: workers train what the evaluator judges', async () => {
  const { metrics, replicas } = await project.shown('parameter-server', 'Succeeded');
  expect(metrics.accuracy).toBeGreaterThan(0.7);
  expect(replicas.find(({ role }) => role === 'evaluator')).toMatchObject({ exitCode: 0 });
  const lines = await project.log('tfjobs', 'parameter-server');
  expect(lines.filter(line => /^epoch=[123] accuracy=/.test(line))).toHaveLength(3);
  expect(lines.find(line => line.startsWith('weights of'))).toContain('/job:ps/');
});

it.each([
  ['paddle', 0.5],
  ['mx', 0.25]
])('%s: a job that has no form is followed to its end', async (name, accuracy) => {
  const { metrics } = await project.shown(name, 'Succeeded');
  expect(metrics).toEqual({ accuracy });
});

it('chief-fails and the job with it, whatever its worker does', async () => {
  const { replicas, reason } = await project.shown('chief-fails', 'Failed');
  expect(reason).toBe('Crash');
  expect(replicas.find(({ role }) => role === 'chief')).toMatchObject({ exitCode: 3 });
});

it('restarts a worker that ends with a code for that, and then goes on', async () => {
  await project.shown('restarts', 'Succeeded');
  const failed = project.witness
    .of('restarts')
    .some(({ replicas }) => replicas.some(one => one.role === 'worker' && one.exitCode === 138));
  expect(failed).toBe(true);
});

it('never-fits is said to wait for a place, and never to run', async () => {
  const { message } = await project.shown('never-fits', 'Pending', 'Unschedulable');
  expect(message).toContain('999');
  expect(order('never-fits', 'Starting', 'Running')).toEqual([]);
});

it('no-image is told of, and never said to run', async () => {
  const { message } = await project.shown('no-image', 'Pending', 'ImagePull');
  expect(message).toContain('localhost/no-such-image:1');
  expect(order('no-image', 'Running', 'Succeeded')).toEqual([]);
});

it('deleted in the middle: it ends with its pods', async () => {
  await project.shown('deleted', 'Running');
  await project.send('DELETE', 'tfjobs/deleted');
  await eventually(async () => {
    const { items } = (await project.send('GET', 'tfjobs')) as { items: { object: TrainingJob }[] };
    return items.every(({ object }) => object.metadata?.name !== 'deleted');
  });
});

it('paused until it is resumed, and again', async () => {
  const key = { namespace: project.namespace, name: 'paused' };
  const suspend = (value: boolean) =>
    admin.mergePatch(trainingJobResource(TFJOB_KIND), key, {
      spec: { runPolicy: { suspend: value } }
    });
  const { replicas } = await project.shown('paused', 'Queued');
  expect(replicas).toMatchObject([{ phase: 'Queued' }]);
  await suspend(false);
  await project.shown('paused', 'Running');
  await suspend(true);
  await eventually(async () => project.witness.of('paused').at(-1)?.phase === 'Queued', 60);
  expect(order('paused', 'Queued', 'Running')).toEqual(['Queued', 'Running', 'Queued']);
});
