/** TrainJobs in the form: what their runtime says beside what the form says. */
import { readFields, TFJOB_KIND, TRAINJOB_KIND } from '@kubeflow-lab/resources';
import type { TrainingJob } from '@kubeflow-lab/resources';
import type { TrainingRuntimeItem, TrainingRuntimes } from '@kubeflow-lab/schema';
import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { eventually } from '../testing/eventually';
import { Fixture } from '../testing/fixture';
import { noJobActions } from '../testing/jobs';
import { TestPlatform } from '../testing/platform';
import { JobForm } from './form/form';
import { FormModel } from './form/model';
import { learn } from './form/tab';
import { trainingKinds } from './kinds';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const torch: TrainingRuntimeItem = {
  ...{ kind: 'ClusterTrainingRuntime', name: 'torch', framework: 'torch', image: 'torch:1' },
  ...{ nodes: 1, processes: '1', cpu: '500m', memory: '1Gi', gpu: '' },
  ...{ cpuLimit: '1', memoryLimit: '1Gi' }
};
const runtimes: TrainingRuntimes = {
  items: [
    torch,
    { ...torch, kind: 'TrainingRuntime', name: 'mpi', framework: 'mpi' },
    { ...torch, name: 'plain', framework: 'plain', image: 'plain:1', cpu: '', memory: '' }
  ],
  overrides: 'podSpecOverrides'
};

let fixture: Fixture;
let platform: TestPlatform;
let model: FormModel;
const onMade = jest.fn();

beforeEach(async () => {
  jest.clearAllMocks();
  fixture = new Fixture();
  fixture.runtimes = runtimes;
  platform = new TestPlatform(await fixture.listen());
  trainingKinds(platform.trans, noJobActions).forEach(kind => platform.kinds.add(kind));
  model = new FormModel('team-a', null, { source: { from: 'command' }, kind: 'TrainJob' });
});
afterEach(async () => {
  model.dispose();
  await fixture.close();
});

const show = () =>
  render(
    <JobForm
      {...{ model, platform, onMade }}
      save={() => Promise.resolve()}
      confirmReplacing={() => Promise.resolve(true)}
      notebooks={() => [{ path: 'train.ipynb', cells: [{ id: 'c1', title: '1: fit' }] }]}
    />
  );
const fill = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

it('makes the job in the first runtime, in the words of the version that is there', async () => {
  await learn(platform, model);
  model.know({ claims: [{ name: 'shared', accessModes: ['ReadWriteOnce'] }] });
  show();
  fill('Name', 'net');
  fill('Node', '2');
  fill('Command', 'torchrun train.py');
  expect(screen.getByLabelText<HTMLInputElement>('Image').placeholder).toBe('torch:1');
  await userEvent.click(screen.getByRole('button', { name: 'Start' }));
  await eventually(() => expect(onMade).toHaveBeenCalled());
  const [{ object }] = fixture.list('trainjobs', 'team-a');
  expect(object).toMatchObject({
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    spec: {
      runtimeRef: { kind: 'ClusterTrainingRuntime', name: 'torch' },
      trainer: { numNodes: 2, command: ['torchrun', 'train.py'] },
      podSpecOverrides: [{ targetJobs: [{ name: 'node' }] }]
    }
  });
  expect(object).not.toHaveProperty('spec.runtimePatches');
  expect(readFields(object as TrainingJob, model.kind).fields.volumes).toEqual([
    { claim: 'shared', path: '/home/jovyan/shared' }
  ]);
});

it('keeps the amounts of the runtime where nobody has named others', async () => {
  model.setKind(TFJOB_KIND);
  model.setKind(TRAINJOB_KIND);
  await learn(platform, model);
  expect(model.job.spec?.trainer).toEqual({ numNodes: 1 });
  model.setKind(TFJOB_KIND);
  expect(model.read.fields.cpu).toBe('100m');
  model.change({ memory: '2Gi' });
  model.setKind(TRAINJOB_KIND);
  expect(model.read.fields).toMatchObject({ cpu: '', memory: '2Gi' });
});

it('says what each runtime is, and draws what it tells its nodes', async () => {
  await learn(platform, model);
  show();
  fill('Name', 'net');
  expect(
    screen.getByText('PyTorch: torchrun starts code as one process in each node.')
  ).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Node 0' }));
  const found = screen.getByRole('region', { name: 'What a replica will find' });
  expect(found.textContent).toContain('PET_MASTER_ADDRnet-node-0-0.net');
  const totals = () => document.querySelector('.kfl-Topology-totals')?.textContent;
  expect(totals()).toContain('1 replica · 0.5 CPU · 1Gi memory');
  expect(totals()).not.toContain('left open');
  expect(screen.getByLabelText<HTMLInputElement>('CPU').placeholder).toBe('500m');
  fill('Memory', '2Gi');
  // Trainer takes the amounts of the job in place of all of the runtime's.
  expect(totals()).toContain('1 replica · 2Gi memoryWhat is left open');
  fill('Runtime', 'ClusterTrainingRuntime/plain');
  expect(screen.getByText(/^Plain pods/)).toBeTruthy();
  expect(found.textContent).not.toContain('PET_');
});

it('takes no cell in a runtime for MPI, and offers only the queue of a policy', async () => {
  await learn(platform, model);
  show();
  fill('Name', 'net');
  await userEvent.click(screen.getByLabelText('A cell of a notebook'));
  fill('Runtime', 'TrainingRuntime/mpi');
  fireEvent.blur(screen.getByLabelText('Runtime'));
  expect(screen.getByLabelText('Runtime').closest('.kfl-FormField')?.textContent).toContain(
    'take an MPIJob, or give a command'
  );
  expect(screen.getByLabelText('Queue of Kueue')).toBeTruthy();
  expect(screen.queryByLabelText('Priority class')).toBeNull();
});

it('says what is missing where there is no runtime', async () => {
  fixture.runtimes = { items: [], overrides: null };
  await learn(platform, model);
  show();
  fill('Name', 'net');
  await userEvent.click(screen.getByRole('button', { name: 'Start' }));
  expect(screen.getByLabelText('Runtime').closest('.kfl-FormField')?.textContent).toContain(
    'an administrator has to add a ClusterTrainingRuntime'
  );
  expect(onMade).not.toHaveBeenCalled();
});
