import { fireEvent, screen, waitFor } from '@testing-library/react';

import { ago, events, logLines, notebook, problem, manyOptions } from '../../testing/fixtures.js';
import { Harness, type Answers } from '../../testing/harness.js';

const ALICE = { resource: 'notebooks', namespace: 'alice' } as const;
const LOGS = { resource: 'logs', kind: 'notebooks', namespace: 'alice', name: 'digits' } as const;
const EVENTS = 'GET /api/namespaces/alice/notebooks/digits/events';

async function show(tab: string, answers: Answers = {}): Promise<Harness> {
  const harness = new Harness(answers);
  await harness.open(`/projects/alice/notebooks/digits${tab}`);
  harness.live(ALICE, { type: 'snapshot', items: [notebook('alice', 'digits')] });
  return harness;
}

describe('the details of a server', () => {
  it('begin with an overview', async () => {
    await show('');
    expect(screen.getByRole('heading', { name: 'digits' })).toBeTruthy();
    expect(screen.getByText('localhost/kubeflow-lab-jupyter:0.1.0')).toBeTruthy();
    expect(screen.getByText('digits-workspace')).toBeTruthy();
  });

  it.each([
    ['a time', { stopsAt: ago(-80) }, /^at .*\d\d.\d\d.* unless it is used before/],
    ['no time', {}, /^only when somebody stops it$/],
    [
      'no answer',
      { activityProblem: 'It is not known: its pod is not ready.' },
      /not known: its pod/
    ]
  ])('say when it stops: %s', async (_what, summary, text) => {
    const harness = await show('');
    const item = notebook('alice', 'digits', { lastActivity: ago(40.5), ...summary });
    harness.live(ALICE, { type: 'snapshot', items: [item] });
    expect(screen.getByText('Last used').nextSibling?.textContent).toMatch(/^(39|40) minutes ago/);
    expect(screen.getByText('Stops').nextSibling?.textContent).toMatch(text);
  });

  it('have events, newest first, asked for again when the server changes', async () => {
    const items = [...events()].reverse();
    const harness = await show('/events', { [EVENTS]: { status: 200, body: { items } } });
    await screen.findByText('FailedScheduling');
    const reasons = screen
      .getAllByRole('listitem')
      .map(each => each.querySelector('strong')?.textContent);
    expect(reasons).toEqual(['Pulled', 'FailedScheduling', 'SuccessfulCreate']);
    const before = harness.sent(EVENTS).length;
    harness.live(ALICE, { type: 'snapshot', items: [notebook('alice', 'digits')] });
    await waitFor(() => expect(harness.sent(EVENTS).length).toBe(before + 1));
  });

  it('have a log that grows, with nothing in it taken for markup', async () => {
    const harness = await show('/logs');
    harness.live(LOGS, { type: 'snapshot', lines: logLines(3) });
    const log = screen.getByRole('log');
    expect(log.textContent?.trimEnd().split('\n')).toHaveLength(3);
    const text = '<img src=x onerror=alert(1)>';
    harness.live(LOGS, { type: 'lines', lines: [{ ...logLines(1, 4)[0], text }] });
    expect(log.textContent).toContain(text);
    expect(log.querySelector('img')).toBeNull();
    harness.live(LOGS, { type: 'end' });
    expect(screen.getByText(/4 lines · this log is complete/)).toBeTruthy();
  });

  it('have a new log after a start', async () => {
    const harness = await show('/logs');
    const stopped = notebook('alice', 'digits', { phase: 'Stopped' });
    harness.live(ALICE, { type: 'snapshot', items: [stopped] });
    harness.live(LOGS, { type: 'snapshot', lines: logLines(3) });
    expect(harness.hub.said).not.toContainEqual({ type: 'again', topic: LOGS });
    harness.live(ALICE, {
      type: 'snapshot',
      items: [notebook('alice', 'digits', { phase: 'Starting' })]
    });
    expect(harness.hub.said).toContainEqual({ type: 'again', topic: LOGS });
  });

  it('have the object as YAML', async () => {
    await show('/yaml');
    const text = (await screen.findByRole('region', { name: 'The object as YAML' })).textContent;
    expect(text).toMatch(/^apiVersion: kubeflow.org\/v1\nkind: Notebook\n/);
  });

  it('lead on with tabs, and back', async () => {
    await show('');
    fireEvent.click(screen.getByRole('link', { name: 'Logs' }));
    expect(location.pathname).toBe('/projects/alice/notebooks/digits/logs');
    expect(screen.getByRole('link', { name: 'Logs' }).getAttribute('aria-current')).toBe('page');
    fireEvent.click(screen.getByRole('link', { name: 'Notebook servers' }));
    expect(location.pathname).toBe('/projects/alice');
  });

  it('say when there is no such server', async () => {
    const harness = await show('');
    harness.live(ALICE, { type: 'snapshot', items: [] });
    expect(screen.getByText('There is no server digits in this project')).toBeTruthy();
  });
});

describe('the log', () => {
  it('is narrowed to lines with some words', async () => {
    const harness = await show('/logs');
    harness.live(LOGS, { type: 'snapshot', lines: logLines(8) });
    fireEvent.change(screen.getByLabelText('Search the log'), { target: { value: 'warning' } });
    await screen.findByText('2 of 8 lines');
    expect(screen.getByRole('log').textContent?.trimEnd().split('\n')).toHaveLength(2);
    fireEvent.change(screen.getByLabelText('Search the log'), { target: { value: 'nowhere' } });
    await screen.findByText('No line has these words.');
  });

  it('of before the last restart can be had', async () => {
    const path = 'GET /api/namespaces/alice/notebooks/digits/logs?tail=20000&previous=true';
    const lines = [{ ...logLines(1)[0], text: 'Killed.' }];
    const harness = await show('/logs', { [path]: { status: 200, body: { lines } } });
    harness.live(LOGS, { type: 'snapshot', lines: logLines(3) });
    fireEvent.click(screen.getByLabelText('Before the last restart'));
    await waitFor(() => expect(screen.getByRole('log').textContent).toBe('Killed.\n'));
  });

  it('is downloaded as far as the server has it', async () => {
    const path = 'GET /api/namespaces/alice/notebooks/digits/logs?tail=20000&previous=false';
    const blobs: Blob[] = [];
    URL.createObjectURL = blob => `blob:${blobs.push(blob as Blob)}`;
    URL.revokeObjectURL = () => undefined;
    const clicked: string[] = [];
    HTMLAnchorElement.prototype.click = function click() {
      clicked.push(this.download);
    };
    const harness = await show('/logs', { [path]: { status: 200, body: { lines: logLines(9) } } });
    harness.live(LOGS, { type: 'snapshot', lines: logLines(3) });
    fireEvent.click(screen.getByRole('button', { name: 'Download' }));
    await waitFor(() => expect(clicked).toEqual(['digits.log']));
    expect(blobs).toHaveLength(1);
    expect(blobs[0].size).toBeGreaterThan(500);
  });
});

it('conditions stand in the order in which they came, the last first', async () => {
  await show('/conditions');
  const types = screen.getAllByRole('listitem').map(each => each.querySelector('strong'));
  expect(types.map(each => each?.textContent)).toEqual(['Idle', 'Running']);
});

it('volumes stand with where they are mounted and how large they are', async () => {
  const items = [{ name: 'digits-workspace', size: '5Gi', usedBy: ['digits-0', 'net-0'] }];
  await show('/volumes', {
    'GET /api/namespaces/alice/persistentvolumeclaims': { status: 200, body: { items } }
  });
  await screen.findByText('net-0');
  const [, line] = screen.getAllByRole('row');
  expect(line.textContent).toBe('digits-workspaceVolume/home/jovyan5Ginet-0');
});

describe('a restart', () => {
  const restart = 'POST /api/namespaces/alice/notebooks/digits/actions/restart';

  it('comes after a question', async () => {
    const harness = await show('', {
      [restart]: { status: 200, body: notebook('alice', 'digits') }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Restart digits' }));
    expect(screen.getByText(/^Its kernels end, and what they hold in memory is lost/)).toBeTruthy();
    expect(harness.sent(restart)).toHaveLength(0);
    fireEvent.click(screen.getByRole('button', { name: 'Restart 1 server' }));
    await screen.findAllByText('1 server is being restarted.');
    expect(harness.sent(restart)).toHaveLength(1);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is none where the server is stopped', async () => {
    const harness = await show('');
    const item = notebook('alice', 'digits', { phase: 'Stopped' });
    harness.live(ALICE, { type: 'snapshot', items: [item] });
    expect(screen.getByRole('button', { name: 'Restart digits' }).title).toBe(
      'This server is stopped.'
    );
  });
});

describe('another size', () => {
  const edit = 'POST /api/namespaces/alice/notebooks/digits/actions/edit';
  const restart = 'POST /api/namespaces/alice/notebooks/digits/actions/restart';

  it('is tried first, says what restarts, and is then written', async () => {
    const item = notebook('alice', 'digits');
    const harness = await show('', {
      [edit]: { status: 200, body: item },
      [restart]: { status: 200, body: item }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Change size or image of digits' }));
    fireEvent.change(screen.getByLabelText('Memory'), { target: { value: '4Gi' } });
    fireEvent.click(screen.getByRole('button', { name: 'Show what changes' }));
    await screen.findByText(/The server runs on as it is until it restarts/);
    fireEvent.click(screen.getByLabelText('Restart it now'));
    fireEvent.click(screen.getByRole('button', { name: 'Apply' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    const sent = harness.sent(edit) as { dryRun: boolean; object: { spec: unknown } }[];
    expect(sent.map(({ dryRun }) => dryRun)).toEqual([true, false]);
    expect(JSON.stringify(sent[1].object.spec)).toContain('"memory":"4Gi"');
    expect(harness.sent(restart)).toHaveLength(1);
  });

  it('is one with other GPUs, of which it says how many are free', async () => {
    const item = notebook('alice', 'digits');
    const harness = await show('', {
      'GET /api/namespaces/alice/notebook-options': { status: 200, body: manyOptions() },
      [edit]: { status: 200, body: item }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Change size or image of digits' }));
    const gpus = await screen.findByLabelText('GPUs');
    expect(screen.getByText('3 of 8 are free now.')).toBeTruthy();
    fireEvent.change(gpus, { target: { value: '2' } });
    fireEvent.click(screen.getByRole('button', { name: 'Show what changes' }));
    expect((await screen.findByText('2 × nvidia.com/gpu')).tagName).toBe('INS');
    expect(JSON.stringify(harness.sent(edit))).toContain('"nvidia.com/gpu":"2"');
  });

  it('that the cluster refuses is not written', async () => {
    const harness = await show('', {
      [edit]: { status: 422, body: problem(422, 'Memory must be a quantity.') }
    });
    fireEvent.click(screen.getByRole('button', { name: 'Change size or image of digits' }));
    fireEvent.change(screen.getByLabelText('Memory'), { target: { value: 'much' } });
    fireEvent.click(screen.getByRole('button', { name: 'Show what changes' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Memory must be a quantity.');
    expect(screen.queryByRole('button', { name: 'Apply' })).toBeNull();
    expect(harness.sent(edit)).toHaveLength(1);
  });
});

it('a clone begins with what the server has, with another name and a home of its own', async () => {
  await show('');
  fireEvent.click(screen.getByRole('button', { name: 'Make a server like digits' }));
  const name = await screen.findByLabelText<HTMLInputElement>('Name');
  expect(name.value).toBe('digits-copy');
  expect(screen.getByLabelText<HTMLInputElement>('CPU (cores)').value).toBe('0.5');
  expect(screen.getByLabelText<HTMLSelectElement>('Image').value).toBe(
    'localhost/kubeflow-lab-jupyter:0.1.0'
  );
});
