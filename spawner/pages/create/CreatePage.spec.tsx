import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { capacity, manyOptions, notebook, problem, settings } from '../../testing/fixtures.js';
import { Harness, type Answers } from '../../testing/harness.js';

const ALICE = { resource: 'notebooks', namespace: 'alice' } as const;
const CREATE = 'POST /api/namespaces/alice/notebooks';
const CLAIMS = 'GET /api/namespaces/alice/persistentvolumeclaims';

async function show(answers: Answers = {}): Promise<Harness> {
  const harness = new Harness(answers);
  await harness.open('/projects/alice/new');
  fill(harness);
  return harness;
}

function fill(harness: Harness): void {
  harness.live({ resource: 'settings' }, { type: 'snapshot', settings: settings() });
  harness.live(ALICE, { type: 'snapshot', items: [notebook('alice', 'notebook')] });
}

const field = (label: string): HTMLInputElement => screen.getByLabelText(label);
const create = (): Promise<void> =>
  userEvent.click(screen.getByRole('button', { name: 'Create server' }));

async function type(label: string, text: string): Promise<void> {
  await userEvent.clear(field(label));
  await userEvent.type(field(label), text);
}

/** The sentence below a control, found as a screen reader finds it. */
function errorOf(label: string): string | null {
  const control = field(label);
  if (control.getAttribute('aria-invalid') !== 'true') {
    return null;
  }
  const ids = control.getAttribute('aria-describedby')?.split(' ') ?? [];
  return document.getElementById(ids[0])?.textContent ?? null;
}

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

describe('the form', () => {
  it('is sent as it stands, with a free name suggested', async () => {
    const made = notebook('alice', 'notebook-2', { phase: 'Pending', message: 'Being created.' });
    const harness = await show({ [CREATE]: { status: 201, body: made } });
    expect(field('Name').value).toBe('notebook-2');
    await create();
    await waitFor(() => expect(location.pathname).toBe('/projects/alice'));
    expect(harness.sent(CREATE)).toEqual([
      {
        name: 'notebook-2',
        image: 'localhost/kubeflow-lab-jupyter:0.1.0',
        cpu: '0.5',
        memory: '1Gi',
        workspace: { mode: 'new', size: '5Gi' }
      }
    ]);
    expect(screen.getByRole('link', { name: 'notebook-2' })).toBeTruthy();
    expect(screen.getByText('notebook-2 is being created.')).toBeTruthy();
  });

  it('takes another image, a preset and no volume', async () => {
    const made = notebook('alice', 'mine');
    const harness = await show({ [CREATE]: { status: 201, body: made } });
    await type('Name', 'mine');
    fireEvent.change(field('Image'), { target: { value: 'custom:' } });
    await type('Name of the image', 'registry.example/mine:1');
    await userEvent.click(screen.getByRole('button', { name: '2Gi' }));
    await userEvent.click(screen.getByLabelText(/^None/));
    await create();
    await waitFor(() => expect(location.pathname).toBe('/projects/alice'));
    expect(harness.sent(CREATE)).toEqual([
      {
        name: 'mine',
        image: 'registry.example/mine:1',
        cpu: '0.5',
        memory: '2Gi',
        workspace: { mode: 'none' }
      }
    ]);
  });

  it('checks the name while it is typed', async () => {
    await show();
    await type('Name', 'Bad Name');
    expect(errorOf('Name')).toMatch(/lower-case letters/);
    await type('Name', 'notebook');
    expect(errorOf('Name')).toMatch(/"notebook" exists already/);
    await type('Name', 'fine');
    expect(errorOf('Name')).toBeNull();
  });

  it('is not sent while something is wrong, and leads to it', async () => {
    const harness = await show();
    await type('Memory', '100Gi');
    await create();
    expect(errorOf('Memory')).toMatch(/No node of the cluster has 100Gi/);
    expect(document.activeElement).toBe(field('Memory'));
    expect(harness.sent(CREATE)).toEqual([]);
  });

  it('shows what the server refuses at the field, and keeps what was typed', async () => {
    const refusal = problem(422, 'No.', {
      errors: [{ path: 'workspace.storageClass', message: 'There is no storage class "fast".' }]
    });
    await show({ [CREATE]: { status: 422, body: refusal } });
    await type('Name', 'mine');
    await create();
    await waitFor(() => expect(errorOf('Storage class')).toBe('There is no storage class "fast".'));
    expect(field('Name').value).toBe('mine');
    expect(document.activeElement).toBe(field('Storage class'));
  });

  it('shows a refusal that belongs to no field', async () => {
    await show({ [CREATE]: { status: 403, body: problem(403, 'The quota is used up.') } });
    await create();
    expect((await screen.findByRole('alert')).textContent).toBe('The quota is used up.');
  });

  it('comes back after a reload, and is forgotten once it was sent', async () => {
    const made = notebook('alice', 'mine');
    const harness = await show({ [CREATE]: { status: 201, body: made } });
    await type('Name', 'mine');
    await type('CPU (cores)', '1.5');
    await harness.reload();
    fill(harness);
    expect(field('Name').value).toBe('mine');
    expect(field('CPU (cores)').value).toBe('1.5');
    await create();
    await waitFor(() => expect(location.pathname).toBe('/projects/alice'));
    expect(sessionStorage.length).toBe(0);
  });

  it('keeps what was typed while a new sign-in is needed', async () => {
    const harness = await show({ [CREATE]: { status: 401, body: problem(401, 'Signed out.') } });
    await type('Name', 'mine');
    await create();
    await screen.findByRole('alert');
    await harness.reload();
    fill(harness);
    expect(field('Name').value).toBe('mine');
  });

  it.each([
    {
      what: 'storage class',
      label: 'Storage class',
      typed: { name: 'mine', storageClass: 'gold' },
      other: 'silver'
    },
    {
      what: 'volume',
      label: 'Volume',
      typed: { name: 'mine', workspace: 'existing', claim: 'gold' },
      other: 'silver'
    }
  ])('shows a $what that was chosen and is gone, so that another can be chosen', async row => {
    const { label, typed, other } = row;
    sessionStorage.setItem('kubeflow-lab.draft.alice', JSON.stringify(typed));
    await show({
      [CLAIMS]: {
        status: 200,
        body: { items: [{ name: 'silver', size: '5Gi', phase: 'Bound', usedBy: [] }] }
      },
      'GET /api/storageclasses': {
        status: 200,
        body: { items: [{ name: 'silver', default: false }] }
      }
    });
    await screen.findByRole('option', { name: 'gold (does not exist)' });
    expect(field(label).value).toBe('gold');
    fireEvent.change(field(label), { target: { value: other } });
    expect(field(label).value).toBe('silver');
    expect(screen.queryByRole('option', { name: /^gold/ })).toBeNull();
  });

  it('begins the home folder and a data volume with snapshots', async () => {
    const snapshot = (name: string, more: object = {}) => ({
      name,
      volume: 'data',
      phase: 'Ready',
      problem: null,
      size: '7Gi',
      storageClasses: ['gold'],
      createdAt: null,
      ...more
    });
    const items = [snapshot('before'), snapshot('later', { phase: 'Pending' })];
    const harness = await show({
      'GET /api/namespaces/alice/volumesnapshots': {
        status: 200,
        body: { items, storageClasses: ['gold'], why: null }
      },
      'GET /api/storageclasses': { status: 200, body: { items: [{ name: 'gold' }] } },
      [CREATE]: { status: 201, body: notebook('alice', 'old') }
    });
    await type('Name', 'old');
    const begins = await screen.findByLabelText<HTMLSelectElement>('What it begins with');
    expect([...begins.options].map(option => option.value)).toEqual(['', 'before']);
    fireEvent.change(begins, { target: { value: 'before' } });
    await userEvent.click(screen.getByRole('button', { name: 'Add a volume' }));
    fireEvent.change(field('Data volume 1: what it begins with'), { target: { value: 'before' } });
    await type('Data volume 1: name', 'd');
    await type('Data volume 1: where it is mounted', '/d');
    await create();
    const volume = { mode: 'new', size: '7Gi', storageClass: 'gold', snapshot: 'before' };
    await waitFor(() =>
      expect(harness.sent(CREATE)).toMatchObject([
        { name: 'old', workspace: volume, dataVolumes: [{ ...volume, claim: 'd', mount: '/d' }] }
      ])
    );
  });

  it('offers the volume that a deleted server left', async () => {
    const items = [{ name: 'old-workspace', size: '5Gi', phase: 'Bound', usedBy: [] }];
    const made = notebook('alice', 'old');
    const harness = await show({
      [CLAIMS]: { status: 200, body: { items } },
      [CREATE]: { status: 201, body: made }
    });
    await type('Name', 'old');
    await create();
    await userEvent.click(await screen.findByRole('button', { name: 'Use it' }));
    await create();
    await waitFor(() => expect(location.pathname).toBe('/projects/alice'));
    expect(harness.sent(CREATE)).toMatchObject([
      { name: 'old', workspace: { mode: 'existing', claim: 'old-workspace' } }
    ]);
  });
});

it('takes one variable away and leaves the others as they are', async () => {
  await show();
  const add = await screen.findByRole('button', { name: 'Add a variable' });
  ['FIRST', 'SECOND', 'THIRD'].forEach((name, index) => {
    fireEvent.click(add);
    fireEvent.change(field(`Variable ${index + 1}: name`), { target: { value: name } });
  });
  fireEvent.click(screen.getByRole('button', { name: 'Remove variable 2' }));
  expect(field('Variable 2: name').value).toBe('THIRD');
  expect(screen.queryByLabelText('Variable 3: name')).toBeNull();
});

describe('what an administrator offers', () => {
  const OPTIONS = 'GET /api/namespaces/alice/notebook-options';

  it('is chosen and sent', async () => {
    const made = notebook('alice', 'mine');
    const harness = await show({
      [OPTIONS]: { status: 200, body: manyOptions() },
      [CREATE]: { status: 201, body: made }
    });
    await userEvent.click(await screen.findByRole('button', { name: /^GPU/ }));
    await type('Name', 'mine');
    expect(screen.getByText('3 of 8 are free now.')).toBeTruthy();
    expect(field('Memory').closest('fieldset')?.disabled).toBe(true);
    await userEvent.click(screen.getByLabelText(/company’s proxy/));
    fireEvent.change(field('Where it runs'), { target: { value: 'fast disks' } });
    await userEvent.click(screen.getByRole('button', { name: 'Add a variable' }));
    await type('Variable 1: name', 'DEBUG');
    await type('Variable 1: value', '1');
    await userEvent.click(screen.getByRole('button', { name: 'Add a volume' }));
    await type('Data volume 1: name', 'mine-data');
    await type('Data volume 1: where it is mounted', '/data');
    await create();
    await waitFor(() => expect(location.pathname).toBe('/projects/alice'));
    expect(harness.sent(CREATE)).toMatchObject([
      {
        name: 'mine',
        cpu: '2',
        memory: '2Gi',
        gpu: { vendor: 'nvidia.com/gpu', count: 1 },
        shm: true,
        configurations: ['proxy'],
        affinity: 'fast disks',
        env: [{ name: 'DEBUG', value: '1' }],
        dataVolumes: [{ mode: 'new', claim: 'mine-data', mount: '/data', size: '5Gi' }]
      }
    ]);
  });

  it('is said to be unknown where it cannot be loaded, and the form works all the same', async () => {
    await show({ [OPTIONS]: { status: 503, body: problem(503, 'Not now.') } });
    expect(await screen.findByText(/is not all known. Not now./)).toBeTruthy();
    expect(field('CPU (cores)').value).toBe('0.5');
  });
});

describe('what the cluster says before', () => {
  const DRY_RUN = `${CREATE}?dryRun=true`;

  it('is that it takes the form', async () => {
    const harness = await show();
    await screen.findByText('The cluster takes this.');
    expect(harness.sent(DRY_RUN)).toMatchObject([{ name: 'notebook-2' }]);
  });

  it('is why it would refuse, or have it wait', async () => {
    const harness = await show({
      [DRY_RUN]: { status: 403, body: problem(403, 'The quota is used up.') },
      'GET /api/namespaces/alice/capacity': { status: 200, body: capacity(0.25) }
    });
    expect(await screen.findByText(/would refuse this. The quota is used up./)).toBeTruthy();
    harness.answer(DRY_RUN, 200, { objects: [] });
    await userEvent.click(screen.getByRole('button', { name: '2Gi' }));
    expect(await screen.findByText(/no node has so much free at the moment/)).toBeTruthy();
  });

  it('is not asked while something is known to be wrong', async () => {
    const harness = await show();
    await type('Name', 'Bad Name');
    expect(screen.getByText('The cluster is asked once all fields are right.')).toBeTruthy();
    expect(harness.sent(DRY_RUN)).toEqual([]);
  });
});
