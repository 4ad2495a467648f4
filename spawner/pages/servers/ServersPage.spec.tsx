import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { ago, everyState, manyOf, notebook, problem, settings } from '../../testing/fixtures.js';
import { Harness, type Answers } from '../../testing/harness.js';

const ALICE = { resource: 'notebooks', namespace: 'alice' } as const;

async function show(items: NotebookItem[], answers: Answers = {}): Promise<Harness> {
  const harness = new Harness(answers);
  await harness.open('/projects/alice');
  harness.live(ALICE, { type: 'snapshot', items });
  return harness;
}

const row = (name: string): HTMLElement =>
  screen.getByRole('row', { name: new RegExp(`^${name} `) });
const shownNames = (): (string | null)[] =>
  screen.getAllByRole('rowheader').map(header => header.textContent);

describe('the list', () => {
  it('shows every server with its state in words, and its sentence', async () => {
    await show(everyState('alice'));
    for (const { object, summary } of everyState('alice')) {
      const line = within(row(object.metadata.name));
      expect(line.getByText(summary.phase)).toBeTruthy();
      expect(line.getByText(summary.message)).toBeTruthy();
    }
  });

  it('connects to what is ready, in a new tab, and says why not otherwise', async () => {
    await show(everyState('alice'));
    const link = screen.getByRole('link', { name: /Connect to digits/ });
    expect(link.getAttribute('href')).toBe('/connect/alice/digits');
    expect(link.getAttribute('target')).toBe('_blank');
    expect(link.getAttribute('rel')).toBe('noopener');
    const button = screen.getByRole('button', { name: 'Connect to experiments' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toBe('This server is stopped. Start it to connect.');
  });

  it('follows what the stream says, and tells it to screen readers', async () => {
    const item = notebook('alice', 'etl', { phase: 'Starting', message: 'Starting.' });
    const harness = await show([item]);
    const ready = { ...item, summary: { ...notebook('alice', 'etl').summary, message: 'Ready.' } };
    harness.live(ALICE, { type: 'changed', item: ready });
    expect(within(row('etl')).getByText('Running')).toBeTruthy();
    expect(screen.getByText('etl: Running. Ready.')).toBeTruthy();
    harness.live(ALICE, { type: 'removed', uid: item.object.metadata.uid ?? '' });
    expect(screen.getByText('No notebook servers yet')).toBeTruthy();
  });

  it('is sorted by a column, and filtered by words', async () => {
    await show(manyOf('alice', 12));
    expect(shownNames().slice(0, 2)).toEqual(['notebook-1', 'notebook-2']);
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(shownNames()[0]).toBe('notebook-12');
    const header = screen.getByRole('columnheader', { name: 'Name' });
    expect(header.getAttribute('aria-sort')).toBe('descending');
    await userEvent.type(screen.getByRole('searchbox'), 'failed');
    await waitFor(() => expect(shownNames()).toEqual(['notebook-10', 'notebook-5']));
    expect(screen.getByText('2 of 12')).toBeTruthy();
    await userEvent.type(screen.getByRole('searchbox'), ' nothing');
    await userEvent.click(await screen.findByRole('button', { name: 'Show all servers' }));
    await waitFor(() => expect(shownNames()).toHaveLength(12));
  });

  it('says what can be done where it is empty', async () => {
    await show([]);
    const link = screen.getByRole('link', { name: 'Create a notebook server' });
    expect(link.getAttribute('href')).toBe('/projects/alice/new');
  });

  it('that cannot be had says why, and is asked for again', async () => {
    const harness = new Harness();
    await harness.open('/projects/alice');
    expect(screen.getByText('Loading the notebook servers …')).toBeTruthy();
    harness.live(ALICE, { type: 'failed', problem: problem(403, 'You may not see this project.') });
    expect(screen.getByRole('alert').textContent).toMatch('You may not see this project.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(harness.hub.said).toContainEqual({ type: 'again', topic: ALICE });
  });

  it('mentions add-ons that are not ready', async () => {
    const harness = await show([]);
    const addons = [
      { name: 'TensorFlow image', state: 'installing' as const, message: 'Layer 3 of 5.' },
      { name: 'Gateway', state: 'ready' as const, message: '' }
    ];
    harness.live({ resource: 'settings' }, { type: 'snapshot', settings: settings(addons) });
    const list = screen.getByRole('list', { name: 'Being installed' });
    expect(list.textContent).toBe('TensorFlow image: being installed. Layer 3 of 5.');
  });
});

describe('stopping', () => {
  const stop = 'POST /api/namespaces/alice/notebooks/digits/actions/stop';

  it('shows what the server answers', async () => {
    const item = notebook('alice', 'digits');
    const stopping = notebook('alice', 'digits', { phase: 'Stopping', message: 'Stopping.' });
    stopping.object.metadata.uid = item.object.metadata.uid;
    await show([item], { [stop]: { status: 200, body: stopping } });
    await userEvent.click(screen.getByRole('button', { name: 'Stop digits' }));
    expect(await within(row('digits')).findByText('Stopping')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Start digits' })).toBeTruthy();
  });

  it('that fails says so in the row', async () => {
    await show([notebook('alice', 'digits'), notebook('alice', 'other')], {
      [stop]: { status: 503, body: problem(503, 'The Kubernetes API does not answer.') }
    });
    await userEvent.click(screen.getByRole('button', { name: 'Stop digits' }));
    const alert = await within(row('digits')).findByRole('alert');
    expect(alert.textContent).toBe('The Kubernetes API does not answer.');
    await userEvent.click(within(alert).getByRole('button', { name: 'Close this message' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});

describe('a server that nobody uses', () => {
  const keep = 'POST /api/namespaces/alice/notebooks/digits/actions/keep';
  const soon = { lastActivity: ago(112), stopsAt: ago(-8), stopsSoon: true };

  it('says when it stops, long before', async () => {
    await show([notebook('alice', 'digits', { ...soon, stopsSoon: false })]);
    expect(row('digits').textContent).toMatch(
      /Last used 1 hour ago; stops at .*\d\d.\d\d.* unless used\./
    );
    expect(screen.queryByRole('button', { name: 'Keep digits running' })).toBeNull();
  });

  it('says nothing of it where nobody stops it', async () => {
    await show([notebook('alice', 'digits', { lastActivity: ago(40) })]);
    expect(row('digits').textContent).not.toMatch(/stops/i);
  });

  it('is kept running by who may', async () => {
    const item = notebook('alice', 'digits', soon);
    const kept = notebook('alice', 'digits', { ...soon, stopsAt: ago(-120), stopsSoon: false });
    kept.object.metadata.uid = item.object.metadata.uid;
    await show([item], { [keep]: { status: 200, body: kept } });
    expect(row('digits').textContent).toMatch(/Nobody is using it: it stops at .*\d\d.\d\d/);
    await userEvent.click(screen.getByRole('button', { name: 'Keep digits running' }));
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: 'Keep digits running' })).toBeNull()
    );
  });

  it('is not kept by who may only look', async () => {
    const harness = new Harness();
    await harness.open('/projects/team');
    const item = notebook('team', 'digits', soon);
    harness.live({ resource: 'notebooks', namespace: 'team' }, { type: 'snapshot', items: [item] });
    expect(row('digits').textContent).toMatch(/Nobody is using it/);
    expect(screen.queryByRole('button', { name: 'Keep digits running' })).toBeNull();
  });
});

describe('deleting', () => {
  const claims = 'GET /api/namespaces/alice/persistentvolumeclaims';
  const path = '/api/namespaces/alice/notebooks/digits?volume=';
  const claim = (usedBy: string[]): Answers => ({
    [claims]: {
      status: 200,
      body: { items: [{ name: 'digits-workspace', size: '5Gi', phase: 'Bound', usedBy }] }
    }
  });

  async function ask(answers: Answers): Promise<Harness> {
    const harness = await show([notebook('alice', 'digits')], answers);
    await userEvent.click(screen.getByRole('button', { name: 'Delete digits' }));
    await screen.findAllByText('digits-workspace (5Gi)');
    return harness;
  }

  it('keeps the volume unless told otherwise', async () => {
    const harness = await ask({ ...claim(['digits-0']), [`DELETE ${path}keep`]: { status: 202 } });
    await userEvent.click(screen.getByRole('button', { name: 'Delete server' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(harness.sent(`DELETE ${path}keep`)).toHaveLength(1);
    expect(screen.getByText('digits is being deleted.')).toBeTruthy();
  });

  it('deletes the volume on request, and keeps the dialog open when it fails', async () => {
    const harness = await ask({
      ...claim([]),
      [`DELETE ${path}delete`]: { status: 403, body: problem(403, 'You may not delete this.') }
    });
    await userEvent.click(screen.getByLabelText(/Delete the volume/));
    await userEvent.click(screen.getByRole('button', { name: 'Delete server and volume' }));
    expect((await screen.findByRole('alert')).textContent).toBe('You may not delete this.');
    harness.answer(`DELETE ${path}delete`, 202);
    await userEvent.click(screen.getByRole('button', { name: 'Delete server and volume' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('does not offer to delete a volume that something else uses', async () => {
    await ask(claim(['digits-0', 'training-chief-0']));
    expect(screen.getByLabelText<HTMLInputElement>(/Delete the volume/).disabled).toBe(true);
    expect(screen.getByText('Not possible: training-chief-0 uses it too.')).toBeTruthy();
  });
});

describe('a viewer', () => {
  it('sees everything and can change nothing', async () => {
    const harness = new Harness();
    await harness.open('/projects/team');
    const topic = { resource: 'notebooks', namespace: 'team' } as const;
    harness.live(topic, { type: 'snapshot', items: [notebook('team', 'digits')] });
    for (const button of within(row('digits')).getAllByRole('button')) {
      expect(button.getAttribute('aria-disabled')).toBe('true');
    }
    expect(screen.queryByRole('link', { name: 'New server' })).toBeNull();
  });
});
