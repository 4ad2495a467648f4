/**
 * TrainJobs that Kubeflow Trainer truly runs. It needs a cluster that was started with `--trainer`, so it has a command
 * of its own: `npm run test:trainer`.
 */
import type { TrainingRuntimes } from '@kubeflow-lab/schema';

import { GLOO } from '../testing/training-jobs/programs.js';
import { JobsProject } from '../testing/training-jobs/project.js';

let project: JobsProject;

beforeAll(async () => {
  project = await JobsProject.begin(['trainjobs']);
});
afterAll(() => project?.end());

const inRuntime = (name: string) => ({ kind: 'ClusterTrainingRuntime' as const, name });

it('has the two runtimes of the embedded cluster, that for PyTorch first', async () => {
  const { items, overrides } = (await project.send('GET', 'trainingruntimes')) as TrainingRuntimes;
  expect(overrides).toBe('podSpecOverrides');
  expect(items).toMatchObject([
    { name: 'kubeflow-lab-torch', framework: 'torch', processes: '1', nodes: 1 },
    { name: 'kubeflow-lab-plain', framework: 'plain' }
  ]);
});

it('sums over two nodes, which torchrun lets find each other', async () => {
  await project.fromCell('trainjobs', 'gloo', {
    image: '',
    source: GLOO,
    counts: { Node: 2 },
    shared: true
  });
  const { metrics, replicas } = await project.shown('gloo', 'Succeeded');
  expect(metrics).toEqual({ sum: 3 });
  expect(replicas.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const lines = await project.log('trainjobs', 'gloo');
  expect(lines.filter(line => line === 'sum=3.0')).toHaveLength(2);
  expect(project.witness.contradictions('gloo')).toEqual([]);
  expect(project.witness.phases('gloo')).toContain('Running');
});

it('fails with the job, once, and says with which code', async () => {
  await project.fromCell('trainjobs', 'fails', {
    image: '',
    source: 'import sys\nprint("loss=2")\nsys.exit(3)',
    counts: { Node: 1 },
    runtime: inRuntime('kubeflow-lab-plain')
  });
  const { metrics, replicas, reason } = await project.shown('fails', 'Failed');
  expect(reason).toBe('Crash');
  expect(metrics).toEqual({ loss: 2 });
  expect(replicas).toMatchObject([{ exitCode: 3, restarts: 0 }]);
  expect(project.witness.contradictions('fails')).toEqual([]);
});
