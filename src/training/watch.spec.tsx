import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ItemAction } from '../panels';
import { LogTab } from '../panels/logTab';
import { eventually } from '../testing/eventually';
import { Fixture } from '../testing/fixture';
import { jobItem, noJobActions, replica } from '../testing/jobs';
import { TestPlatform } from '../testing/platform';
import { trainingKinds } from './kinds';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

jest.mock('../charts/lineChart', () => ({
  LineChart: ({ lines }: { lines: { label: string; points: unknown[] }[] }) => (
    <p>{lines.map(({ label, points }) => `${label}: ${JSON.stringify(points)}`).join('; ')}</p>
  )
}));

let fixture: Fixture;
let platform: TestPlatform;
beforeEach(async () => {
  fixture = new Fixture();
  platform = new TestPlatform(await fixture.listen());
});
afterEach(() => fixture.close());

const kindOf = (plural: string) =>
  trainingKinds(platform.trans, noJobActions).find(kind => kind.plural === plural)!;

describe('curves', () => {
  const show = (name: string) => {
    const kind = kindOf('tfjobs');
    const Tab = kind.tabs!.find(({ id }) => id === 'curves')!.view;
    render(<Tab item={jobItem(name)} platform={platform} gone={false} />);
  };

  it('are those of the log, and grow with it', async () => {
    fixture.put(jobItem('digits'));
    fixture.print(
      'team-a',
      'digits',
      ['digits-chief-0', 'Epoch 1/4'],
      ['digits-chief-0', 'loss=3']
    );
    show('digits');
    await screen.findByText('chief-0: [[0,3]]');
    expect(screen.getByRole('progressbar')).toHaveProperty('value', 0);
    fixture.print('team-a', 'digits', ['digits-chief-0', 'Epoch 3/4 - loss: 2']);
    await screen.findByText('chief-0: [[0,3],[3,2]]');
    expect(screen.getByText(/^75 % done/)).toBeTruthy();
  });

  it('and what each node uses are there of a TrainJob, too', async () => {
    const name = 'digits-node-0-0-x7k2p';
    const item = jobItem('digits', { replicas: [{ ...replica('digits', 'node', 0), name }] });
    const { metadata } = item.object;
    const job = {
      ...item,
      object: { apiVersion: 'trainer.kubeflow.org/v1alpha1', kind: 'TrainJob', metadata }
    };
    fixture.put(job);
    fixture.print('team-a', 'digits', [name, 'loss=3']);
    const one = { cpu: 0.5, cpuLimit: null, memory: 2 ** 20, memoryLimit: null };
    const usage = { ...one, replica: name, time: '2026-10-20T09:00:15Z' };
    fixture.usage = { replicas: [usage], why: null };
    const { tabs, picture: Picture } = kindOf('trainjobs');
    const Tab = tabs!.find(({ id }) => id === 'curves')!.view;
    render(<Tab item={job} platform={platform} gone={false} />);
    render(<Picture item={job} platform={platform} gone={false} />);
    await screen.findByText('node-0: [[0,3]]');
    await screen.findByText('0.5');
  });

  it('of another job are drawn over them, and left out again', async () => {
    fixture.put(jobItem('digits'));
    fixture.put(jobItem('other'));
    fixture.print('team-a', 'digits', ['digits-chief-0', 'loss=3']);
    fixture.print('team-a', 'other', ['other-chief-0', 'loss=9']);
    show('digits');
    fireEvent.change(await screen.findByLabelText('Compare with another job'), {
      target: { value: 'other' }
    });
    await screen.findByText('digits: [[0,3]]; other: [[0,9]]');
    await userEvent.click(screen.getByRole('button', { name: 'Leave other out' }));
    await screen.findByText('chief-0: [[0,3]]');
  });

  it('say what a metric is where there is none, and why they cannot be read', async () => {
    fixture.put(jobItem('digits'));
    show('digits');
    await screen.findByText(/No metric was printed yet/);
    fixture.refusal = { type: 'about:blank', title: '', status: 403, detail: 'You may not.' };
    show('digits');
    await screen.findByText('You may not.');
  });
});

describe('actions', () => {
  const actions = (plural: string, spec: object): ItemAction[] => {
    const item = jobItem('digits');
    return kindOf(plural).actions!({
      item: { ...item, object: { ...item.object, spec } },
      platform
    });
  };
  const running = ['suspend', 'resume', 'scale'];
  const ids = (plural: string, spec: object) =>
    actions(plural, spec).flatMap(({ id }) => (running.includes(id) ? [id] : []));

  it('are those that the job has now', () => {
    const elastic = { elasticPolicy: {}, pytorchReplicaSpecs: { Worker: { replicas: 2 } } };
    expect(ids('tfjobs', {})).toEqual(['suspend']);
    expect(ids('tfjobs', { runPolicy: { suspend: true } })).toEqual(['resume']);
    expect(ids('pytorchjobs', elastic)).toEqual(['suspend', 'scale']);
  });

  it('are done by the server', async () => {
    const act = jest.spyOn(platform.client, 'act').mockResolvedValue(jobItem('digits'));
    await actions('tfjobs', {})[0].run();
    const ref = { plural: 'tfjobs', namespace: 'team-a', name: 'digits' };
    expect(act).toHaveBeenCalledWith(ref, 'suspend', {});
  });
});

it('shows and saves the log of before the last restart', async () => {
  const item = jobItem('digits', {
    replicas: [replica('digits', 'worker', 0, 'Running', { restarts: 1 })]
  });
  fixture.put(item);
  fixture.earlier.set('digits', [
    {
      sequence: 1,
      replica: 'digits-worker-0',
      time: '2026-01-01T00:00:00Z',
      text: 'it \u001b[31mbroke'
    }
  ]);
  const object = { plural: 'tfjobs' as const, namespace: 'team-a', name: 'digits' };
  const kind = kindOf('tfjobs');
  render(<LogTab {...{ platform, kind, object, item }} part={null} onPart={() => undefined} />);
  await userEvent.click(screen.getByLabelText('Before the last restart'));
  await screen.findByText('it broke');
  const saved: Blob[] = [];
  URL.createObjectURL = blob => `blob:${saved.push(blob as Blob)}`;
  URL.revokeObjectURL = () => undefined;
  jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  await userEvent.click(screen.getByRole('button', { name: 'Download' }));
  await eventually(() => expect(saved).toHaveLength(1));
  const text = await new Promise(resolve => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsText(saved[0]);
  });
  expect(text).toBe('2026-01-01T00:00:00Z digits-worker-0 it broke\n');
});
