import { act, screen, waitFor, within } from '@testing-library/react';
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
  screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement;
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
    expect(row('digits').textContent).toMatch(/1 hour agostops at .*\d\d.\d\d.* unless used/);
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

  it('is held back, and keeps the volume unless told otherwise', async () => {
    const harness = await ask({ ...claim(['digits-0']), [`DELETE ${path}keep`]: { status: 202 } });
    await userEvent.click(screen.getByRole('button', { name: 'Delete server' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getAllByText('digits will be deleted in 10 s.')).toHaveLength(2);
    expect(within(row('digits')).getByText('It is deleted in a moment.')).toBeTruthy();
    expect(harness.sent(`DELETE ${path}keep`)).toHaveLength(0);
    await userEvent.click(screen.getByRole('button', { name: 'Delete now' }));
    expect(harness.sent(`DELETE ${path}keep`)).toHaveLength(1);
    expect(await screen.findAllByText('digits is being deleted.')).toHaveLength(2);
  });

  it('can be undone as long as it is held back', async () => {
    const harness = await ask(claim([]));
    await userEvent.click(screen.getByRole('button', { name: 'Delete server' }));
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(screen.queryByText('It is deleted in a moment.')).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('main')));
    dispatchEvent(new Event('pagehide'));
    expect(harness.sent(`DELETE ${path}keep`)).toHaveLength(0);
  });

  it('is sent at once when the page is left', async () => {
    const harness = await ask({ ...claim([]), [`DELETE ${path}keep`]: { status: 202 } });
    await userEvent.click(screen.getByRole('button', { name: 'Delete server' }));
    await act(async () => void dispatchEvent(new Event('pagehide')));
    expect(harness.sent(`DELETE ${path}keep`)).toHaveLength(1);
  });

  it('deletes the volume on request, and says why where it fails', async () => {
    await ask({
      ...claim([]),
      [`DELETE ${path}delete`]: { status: 403, body: problem(403, 'You may not delete this.') }
    });
    await userEvent.click(screen.getByLabelText(/Delete the volume/));
    await userEvent.click(screen.getByRole('button', { name: 'Delete server and volume' }));
    await userEvent.click(screen.getByRole('button', { name: 'Delete now' }));
    const done = within(await screen.findByRole('region', { name: 'Just done' }));
    const name = await done.findByText('digits');
    expect(name.parentElement?.textContent).toBe('digits: You may not delete this.');
  });

  it('does not offer to delete a volume that something else uses', async () => {
    await ask(claim(['digits-0', 'training-chief-0']));
    expect(screen.getByLabelText<HTMLInputElement>(/Delete the volume/).disabled).toBe(true);
    expect(screen.getByText('Not possible: training-chief-0 uses it too.')).toBeTruthy();
  });
});

describe('use', () => {
  const path = 'GET /api/namespaces/alice/notebook-use';

  it('stands below what is asked for', async () => {
    const items = [{ name: 'digits', cpu: 0.25, memory: 300 * 2 ** 20 }];
    await show([notebook('alice', 'digits')], {
      [path]: { status: 200, body: { items, why: null } }
    });
    expect(await screen.findByText('0.25 used')).toBeTruthy();
    expect(screen.getByText('300Mi used')).toBeTruthy();
  });

  it('is not known where nothing measures it, and says why', async () => {
    await show([notebook('alice', 'digits')], {
      [path]: { status: 200, body: { items: [], why: 'There is no metrics-server.' } }
    });
    const cells = await screen.findAllByTitle('There is no metrics-server.');
    expect(cells.map(cell => cell.textContent)).toEqual(['not known', 'not known']);
  });
});

it('shows a Notebook with odd fields like any other', async () => {
  const odd = notebook('alice', 'odd', {
    phase: 'Unknown',
    message: '',
    image: '',
    cpu: '',
    memory: 'much',
    volume: null,
    createdAt: '',
    lastActivity: 'yesterday'
  });
  odd.object.metadata.annotations = undefined;
  odd.object.spec = { template: { spec: { containers: [null, { resources: 'none' }] } } };
  odd.object.status = { conditions: [null, { type: 7 }] };
  await show([odd, notebook('alice', 'digits')]);
  for (const column of ['State', 'Image', 'CPU', 'Memory', 'Last used', 'Age']) {
    await userEvent.click(screen.getByRole('button', { name: column }));
  }
  expect(within(row('odd')).getByText('Unknown')).toBeTruthy();
  expect(row('digits')).toBeTruthy();
});

it('draws only the part of a long list that is seen, and says how long it is', async () => {
  // jsdom lays nothing out.
  jest.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(84);
  jest.spyOn(window, 'scrollTo').mockReturnValue();
  await show(manyOf('alice', 2000));
  expect(screen.getAllByRole('rowheader').length).toBeLessThan(100);
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('2001');
  expect(row('notebook-1').getAttribute('aria-rowindex')).toBe('2');
  jest.restoreAllMocks();
});

describe('all projects', () => {
  const ALL = { resource: 'notebooks' } as const;

  it('are one list, in which each may be done what its project allows', async () => {
    const harness = new Harness();
    await harness.open('/servers');
    const items = [notebook('alice', 'digits'), notebook('team', 'shared-one')];
    harness.live(ALL, { type: 'snapshot', items });
    expect(shownNames()).toEqual(['digits', 'shared-one']);
    expect(within(row('shared-one')).getByRole('link', { name: 'team' })).toBeTruthy();
    const box = screen.getByLabelText<HTMLInputElement>('Select shared-one');
    expect(box.disabled).toBe(true);
    expect(screen.getByLabelText<HTMLInputElement>('Select digits').disabled).toBe(false);
    expect(screen.getByLabelText<HTMLSelectElement>('Project').value).toBe('*');
  });

  it('are all of them, however many, with the use of those that have servers', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `p${index + 1}`);
    const answers: Answers = {
      'GET /api/session': {
        status: 200,
        body: { user: 'alice', projects: names.map(name => ({ namespace: name, role: 'owner' })) }
      }
    };
    const busy = names.slice(0, 150);
    for (const name of busy) {
      const items = [{ name: `of-${name}`, cpu: 0.25, memory: 2 ** 20 }];
      const path = `GET /api/namespaces/${name}/notebook-use`;
      answers[path] = { status: 200, body: { items, why: null } };
    }
    // jsdom lays nothing out.
    jest.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(84);
    jest.spyOn(window, 'scrollTo').mockReturnValue();
    const harness = new Harness(answers);
    await harness.open('/servers');
    const items = busy.map(name => notebook(name, `of-${name}`));
    harness.live(ALL, { type: 'snapshot', items });
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('151');
    const said = harness.hub.said.filter(message => message.type === 'subscribe');
    expect(said).toContainEqual({ type: 'subscribe', topic: ALL });
    expect(said.length).toBeLessThan(5);
    await waitFor(() => expect(within(row('of-p1')).getByText('0.25 used')).toBeTruthy());
    harness.live(ALL, { type: 'changed', item: notebook('p300', 'a-new-one') });
    expect(shownNames()[0]).toBe('a-new-one');
    jest.restoreAllMocks();
  });

  it('show a server that was just stopped as what the answer says', async () => {
    const item = notebook('alice', 'digits');
    const stopping = notebook('alice', 'digits', { phase: 'Stopping', message: 'Stopping.' });
    stopping.object.metadata.uid = item.object.metadata.uid;
    const harness = new Harness({
      'POST /api/namespaces/alice/notebooks/digits/actions/stop': { status: 200, body: stopping }
    });
    await harness.open('/servers');
    harness.live(ALL, { type: 'snapshot', items: [item] });
    await userEvent.click(screen.getByRole('button', { name: 'Stop digits' }));
    expect(await within(row('digits')).findByText('Stopping')).toBeTruthy();
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
