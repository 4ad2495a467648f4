import { diffLines, readFields } from '@kubeflow-lab/resources';
import type { TrainingJob } from '@kubeflow-lab/resources';
import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import fc from 'fast-check';
import { eventually } from '../testing/eventually';
import { Fixture } from '../testing/fixture';
import { jobItem, noJobActions } from '../testing/jobs';
import { TestPlatform } from '../testing/platform';
import { JobForm } from './form/form';
import { FormModel } from './form/model';
import type { OpenNotebook } from './form/notebooks';
import { titleOf } from './form/notebooks';
import { trainingKinds } from './kinds';
import { BOX, drawTopology } from './topology/layout';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const topology = (
  roles: [string, number][],
  links: [string, string][] = [],
  all: string[] = []
) => ({
  roles: roles.map(([role, count]) => ({ role, count })),
  links: links.map(([from, to]) => ({ from, to, label: 'x', sentence: '' })),
  collective: all.length > 0 ? { roles: all, label: '', sentence: '' } : null,
  totals: { replicas: 0, cpu: 0, memory: 0, gpu: 0, unlimited: false }
});

describe('the drawing of a topology', () => {
  it('puts replicas that talk with each other into rows next to each other', () => {
    const { boxes, lines, frame } = drawTopology(
      topology(
        [
          ['Chief', 1],
          ['Worker', 2],
          ['PS', 1]
        ],
        [
          ['Chief', 'PS'],
          ['Worker', 'PS']
        ]
      ),
      600
    );
    const y = (role: string) => boxes.find(box => box.role === role)!.y;
    expect(y('Chief')).toBeLessThan(y('PS'));
    expect(y('PS')).toBeLessThan(y('Worker'));
    expect(lines.map(({ arrows }) => arrows.map(({ down }) => down))).toEqual([[true], [false]]);
    expect(frame).toBeNull();
  });

  it('keeps every replica in some box, and boxes apart and within the width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 100, max: 1500 }),
        (count, width) => {
          const roles: [string, number][] = [
            ['Master', 1],
            ...(count > 0 ? [['Worker', count] as [string, number]] : [])
          ];
          const drawn = drawTopology(
            topology(roles, [['Worker', 'Master']], ['Master', 'Worker']),
            width
          );
          const workers = drawn.boxes.filter(({ role }) => role === 'Worker');
          expect(workers.reduce((sum, box) => sum + box.count, 0)).toBe(count);
          for (const box of drawn.boxes) {
            expect(box.x).toBeGreaterThanOrEqual(0);
            expect(box.x + box.width).toBeLessThanOrEqual(drawn.width);
            expect(drawn.frame!.x).toBeLessThan(box.x);
          }
          workers.slice(1).forEach((box, index) => {
            expect(box.x - workers[index].x).toBeGreaterThan(BOX.width);
          });
        }
      )
    );
  });
});

it('shows what has changed in a text, as few lines as there are', () => {
  const marks = { same: ' ', removed: '-', added: '+' };
  const shown = diffLines('a\nb\nc', 'a\nx\nc\nd').map(({ kind, text }) => marks[kind] + text);
  expect(shown).toEqual([' a', '-b', '+x', ' c', '+d']);
  const line = fc.constantFrom('a', 'b', 'c');
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), fc.array(line, { minLength: 1 }), (a, b) => {
      const lines = diffLines(a.join('\n'), b.join('\n'));
      const without = (kind: string) =>
        lines.filter(one => one.kind !== kind).map(({ text }) => text);
      expect([without('added'), without('removed')]).toEqual([a, b]);
    })
  );
});

it('names a cell by what it does', () => {
  expect(titleOf('%%tfjob --name a\n\nimport tensorflow')).toBe('import tensorflow');
  expect(titleOf('x'.repeat(80))).toHaveLength(60);
});

describe('the form', () => {
  let fixture: Fixture;
  let platform: TestPlatform;
  let model: FormModel;
  const onMade = jest.fn();
  const confirmReplacing = jest.fn(() => Promise.resolve(true));
  const save = jest.fn(() => Promise.resolve());
  const notebooks: OpenNotebook[] = [
    { path: 'train.ipynb', cells: [{ id: 'c1', title: '1: fit' }] }
  ];

  beforeEach(async () => {
    jest.clearAllMocks();
    fixture = new Fixture();
    platform = new TestPlatform(await fixture.listen());
    trainingKinds(platform.trans, noJobActions).forEach(kind => platform.kinds.add(kind));
    model = new FormModel('team-a');
    model.know({
      images: { tensorflow: ['tensorflow:1'], xgboost: ['xgboost:1'] },
      limits: { cpu: '4', memory: '8Gi', gpu: '0', nodes: 1 },
      claims: [{ name: 'shared', accessModes: ['ReadWriteOnce'] }]
    });
  });

  afterEach(async () => {
    model.dispose();
    await fixture.close();
  });

  const show = () =>
    render(
      <JobForm
        {...{ model, platform, save, confirmReplacing, onMade }}
        notebooks={() => notebooks}
      />
    );
  const fill = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });

  it('makes the job that it shows', async () => {
    show();
    fill('Name', 'digits');
    fill('Command', 'python -c "print(1)"');
    fill('Worker', '2');
    fill('Memory', '1Gi');
    await userEvent.click(screen.getByRole('button', { name: 'Start' }));
    await eventually(() =>
      expect(onMade).toHaveBeenCalledWith({ plural: 'tfjobs', namespace: 'team-a', name: 'digits' })
    );
    const [{ object }] = fixture.list('tfjobs', 'team-a');
    expect(readFields(object as TrainingJob, model.kind).fields).toMatchObject({
      image: 'tensorflow:1',
      command: ['python', '-c', 'print(1)'],
      memory: '1Gi',
      volumes: [{ claim: 'shared', path: '/home/jovyan/shared' }]
    });
  });

  it('says at the field what is wrong, once somebody has been there, and puts it right', async () => {
    show();
    expect(screen.queryByText('Give a training job a name.')).toBeNull();
    fill('Name', 'My Digits');
    fireEvent.blur(screen.getByLabelText('Name'));
    expect(screen.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true');
    await userEvent.click(screen.getByRole('button', { name: 'Call it my-digits' }));
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('my-digits');
    expect(screen.getByLabelText('Name').getAttribute('aria-invalid')).toBe('false');
  });

  it('holds what is asked for against what is free, and offers as much', async () => {
    model.know({ capacity: fixture.capacity });
    show();
    fill('Worker', '1');
    fill('CPU', '2');
    const left = screen.getByRole('table', { name: 'Asked for, of what is left now' });
    expect(left.textContent).toContain('4 of 3.5');
    await userEvent.click(screen.getByRole('button', { name: 'Ask for 1750m each' }));
    expect(screen.getByLabelText<HTMLInputElement>('CPU').value).toBe('1750m');
  });

  it('writes how the job is run, and says what is wrong with it', () => {
    show();
    fill('Queue of Kueue', 'team');
    fill('Delete it after (s)', '1h');
    expect(model.job.metadata?.labels).toEqual({ 'kueue.x-k8s.io/queue-name': 'team' });
    fireEvent.blur(screen.getByLabelText('Delete it after (s)'));
    expect(screen.getAllByText(/^Give the time until it is deleted/)).not.toHaveLength(0);
  });

  it('sends nothing while something is wrong, and goes to it', async () => {
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Start' }));
    expect(screen.getAllByText('Give a training job a name.')).not.toHaveLength(0);
    await eventually(() => expect(document.activeElement).toBe(screen.getByLabelText('Name')));
    expect(fixture.list('tfjobs', 'team-a')).toHaveLength(0);
  });

  it('draws who talks to whom, with the variables of the chosen replica', async () => {
    show();
    fill('Name', 'digits');
    fill('Worker', '1');
    const drawing = screen.getByRole('group', { name: /^Replicas of digits/ });
    const boxes = within(drawing).getAllByRole('button');
    expect(boxes.map(box => box.getAttribute('aria-label'))).toEqual(['Chief 0', 'Worker 0']);
    expect(drawing.textContent).toContain('all-reduce');
    boxes[0].focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(boxes[1]);
    const found = screen.getByRole('region', { name: 'What a replica will find' });
    expect(found.textContent).toContain('digits-worker-0:2222');
    expect(found.textContent).toContain('"type": "worker"');
    expect(found.textContent).toContain('digits-chief-0.team-a.svc:2222');
  });

  it('follows the YAML, and the YAML the form', async () => {
    show();
    fill('Name', 'digits');
    await userEvent.click(screen.getByRole('tab', { name: 'YAML' }));
    const area = screen.getByLabelText<HTMLTextAreaElement>('Job in YAML');
    await eventually(() => expect(area.value).toContain('name: digits'));
    const typed = area.value
      .replace('kind: TFJob', 'kind: XGBoostJob')
      .replace('tfReplicaSpecs', 'xgbReplicaSpecs')
      .replace('Chief:', 'Master:')
      .replace('cleanPodPolicy: None', 'backoffLimit: 3');
    fireEvent.change(area, { target: { value: typed } });
    await eventually(() => expect(screen.getByLabelText('Master')).toBeTruthy());
    fill('Worker', '2');
    await eventually(() => expect(area.value).toContain('Worker:'));
    expect(area.value).toContain('backoffLimit: 3');
    fireEvent.change(area, { target: { value: 'kind: [' } });
    await eventually(() => expect(screen.getAllByRole('alert')[0].textContent).toContain('Line 1'));
    expect(model.job.kind).toBe('XGBoostJob');
  });

  it('keeps what both kinds can say, and says what the cluster lacks', async () => {
    const problem = { type: 'urn:kubeflow-lab:not-installed', title: '', status: 503, detail: 'x' };
    fixture.refused.set('jaxjobs', problem);
    show();
    fill('Name', 'digits');
    fill('Kind', 'XGBoostJob');
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('digits');
    expect(screen.getByLabelText<HTMLInputElement>('Image').value).toBe('xgboost:1');
    fill('Kind', 'JAXJob');
    await eventually(() =>
      expect(screen.getByLabelText('Kind').parentElement?.textContent).toContain('has to install')
    );
  });

  it('sends a cell to the Jupyter server, saved', async () => {
    show();
    fill('Name', 'digits');
    await userEvent.click(screen.getByLabelText('A cell of a notebook'));
    const train = jest
      .spyOn(platform.client, 'train')
      .mockResolvedValue({ object: jobItem('digits').object });
    await userEvent.click(screen.getByRole('button', { name: 'Start' }));
    await eventually(() => expect(onMade).toHaveBeenCalled());
    expect(save).toHaveBeenCalledWith('train.ipynb');
    expect(train.mock.calls[0][0]).toMatchObject({
      plural: 'tfjobs',
      path: 'train.ipynb',
      cell: 'c1',
      form: { name: 'digits', manifest: { kind: 'TFJob', metadata: { name: 'digits' } } }
    });
  });

  it('begins with code, and with values that win over those in it', async () => {
    const source = { from: 'cell' as const, path: 'train.ipynb', cell: 'c1' };
    const fields = { name: 'digits-final', image: 'lab:1' };
    const parameters = [{ name: 'lr', value: '0.1' }];
    model = new FormModel('team-a', null, { kind: 'XGBoostJob', source, fields, parameters });
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Add a parameter' }));
    fill('Parameter 2', 'lr');
    fireEvent.blur(screen.getByLabelText('Parameter 2'));
    expect(screen.getAllByText('lr is named twice.')).not.toHaveLength(0);
    fill('Parameter 2', 'units');
    fill('Value 2', '64');
    const train = jest
      .spyOn(platform.client, 'train')
      .mockResolvedValue({ object: jobItem('digits-final').object });
    await userEvent.click(screen.getByRole('button', { name: 'Start' }));
    await eventually(() => expect(train).toHaveBeenCalled());
    expect(train.mock.calls[0][0]).toMatchObject({
      plural: 'xgboostjobs',
      cell: 'c1',
      parameters: { lr: '0.1', units: '64' },
      form: { name: 'digits-final', image: 'lab:1' }
    });
    await userEvent.click(screen.getByLabelText('A command'));
    expect(screen.queryByLabelText('Parameter 1')).toBeNull();
  });

  it('begins with an earlier job, shows what differs, and asks before it takes its place', async () => {
    const earlier = model.job;
    earlier.metadata = { name: 'digits' };
    fixture.put({
      ...jobItem('digits'),
      object: { ...jobItem('digits').object, spec: earlier.spec }
    });
    const ref = { plural: 'tfjobs' as const, namespace: 'team-a', name: 'digits' };
    model = new FormModel('team-a', { ref, job: earlier });
    show();
    await userEvent.click(screen.getByRole('tab', { name: 'Changes' }));
    await eventually(() => expect(screen.getByText('Nothing differs from digits.')).toBeTruthy());
    fill('Memory', '2Gi');
    await eventually(() =>
      expect(document.querySelector('.kfl-Form-diff')?.textContent).toMatch(/\+ +memory: 2Gi/)
    );
    const act = jest
      .spyOn(platform.client, 'act')
      .mockResolvedValue({ object: jobItem('digits').object });
    await userEvent.click(screen.getByRole('button', { name: 'Delete and run again' }));
    await eventually(() => expect(onMade).toHaveBeenCalled());
    expect(confirmReplacing).toHaveBeenCalled();
    expect(act).toHaveBeenCalledWith(ref, 'rerun', { manifest: model.job });
    fill('Name', 'other');
    expect(screen.getByRole('button', { name: 'Start' })).toBeTruthy();
  });
});
