import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { load } from '../../app/load.js';
import { notebook, problem, settings } from '../../testing/fixtures.js';
import { Harness, type Answers } from '../../testing/harness.js';

jest.mock('../../app/load.js');

const ALICE = { resource: 'notebooks', namespace: 'alice' } as const;
const GIT = 'https://git.example.org/team/course.git';
const OPEN = 'POST /api/namespaces/alice/notebooks/digits/actions/open';
const CREATE = 'POST /api/namespaces/alice/notebooks';
const START = 'POST /api/namespaces/alice/notebooks/digits/actions/start';

const done = { done: true, message: '', path: 'course/week 1.ipynb' };
const running = { phase: 'Running', url: '/connect/alice/digits' } as const;

const tell = (harness: Harness, name: string, summary: object): void =>
  harness.live(ALICE, { type: 'snapshot', items: [notebook('alice', name, summary)] });

/** The page of a link, with one server in the project, or none. */
async function show(query: object, summary: object | null, answers: Answers = {}) {
  const harness = new Harness(answers);
  await harness.open(`/open?${new URLSearchParams({ git: GIT, ...query }).toString()}`);
  harness.live({ resource: 'settings' }, { type: 'snapshot', settings: settings() });
  const items = summary === null ? [] : [notebook('alice', 'digits', summary)];
  harness.live(ALICE, { type: 'snapshot', items });
  // What is asked of the cluster is answered.
  await act(async () => {});
  return harness;
}

const posts = (harness: Harness): string[] =>
  harness.requests.map(({ name }) => name).filter(name => !name.startsWith('GET'));

const agree = async (): Promise<void> => {
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Fetch and open' });
  await waitFor(() => expect(button.disabled).toBe(false));
  await userEvent.click(button);
};

const select = () => screen.getByLabelText<HTMLSelectElement>('Notebook server');

beforeEach(() => jest.mocked(load).mockClear());

describe('a link to a repository', () => {
  it('says what it asks for, and does nothing by itself', async () => {
    const harness = await show({ branch: 'v1', path: 'week 1.ipynb' }, running);
    for (const text of [GIT, 'git.example.org', 'v1', 'week 1.ipynb', '~/course']) {
      expect(screen.getByText(text)).toBeTruthy();
    }
    expect(screen.getByText(/The server digits fetches the repository/)).toBeTruthy();
    expect(posts(harness)).toEqual([]);
  });

  it('is opened in a server that runs, as soon as that is done', async () => {
    const answers = { [OPEN]: { status: 200, body: { ...done, done: false, message: 'Cloning' } } };
    const harness = await show({ path: 'week 1.ipynb' }, running, answers);
    await agree();
    await screen.findByText('Cloning');
    harness.answer(OPEN, 200, done);
    await waitFor(() => expect(load).toHaveBeenCalled(), { timeout: 5000 });
    const path = 'lab%2Ftree%2Fcourse%2Fweek%201.ipynb';
    expect(load).toHaveBeenCalledWith(`/connect/alice/digits?path=${path}`);
    expect(harness.sent(OPEN)[0]).toEqual({ git: GIT, path: 'week 1.ipynb' });
    expect(posts(harness).filter(name => name !== OPEN)).toEqual([]);
  });

  it('starts a server that is stopped, and waits for it', async () => {
    const stopped = notebook('alice', 'digits', { phase: 'Stopped' });
    const answers = {
      [START]: { status: 200, body: stopped },
      [OPEN]: { status: 200, body: done }
    };
    const harness = await show({}, { phase: 'Stopped' }, answers);
    expect(screen.getByText(/The server digits is started/)).toBeTruthy();
    await agree();
    tell(harness, 'digits', { phase: 'Starting', message: 'Waiting for a node.' });
    await screen.findByText('Waiting for a node.');
    expect(harness.sent(OPEN)).toEqual([]);
    tell(harness, 'digits', running);
    await waitFor(() => expect(load).toHaveBeenCalled());
  });

  it('makes a server where there is none, of the name that it gives', async () => {
    const made = OPEN.replace('digits', 'course');
    const answers = {
      [CREATE]: { status: 201, body: notebook('alice', 'course') },
      [made]: { status: 200, body: done }
    };
    const harness = await show({ server: 'course' }, null, answers);
    await screen.findByText(/A server course is made with 0.5 CPU and 1Gi of memory/);
    await agree();
    tell(harness, 'course', { ...running, url: '/connect/alice/course' });
    await waitFor(() => expect(load).toHaveBeenCalled());
    expect(harness.sent(CREATE)).toMatchObject([
      { name: 'course', image: 'localhost/kubeflow-lab-jupyter:0.1.0' }
    ]);
  });

  it('says why it could not be fetched, and tries again', async () => {
    const refusal = { status: 422, body: problem(422, 'There is no repository.') };
    const harness = await show({}, running, { [OPEN]: refusal });
    await agree();
    expect((await screen.findByRole('alert')).textContent).toBe('There is no repository.');
    harness.answer(OPEN, 200, done);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(load).toHaveBeenCalled());
  });

  it('says why a server could not be made, and asks anew', async () => {
    const refusal = { status: 422, body: problem(422, 'The quota is used up.') };
    await show({}, null, { [CREATE]: refusal });
    await agree();
    expect((await screen.findByRole('alert')).textContent).toBe('The quota is used up.');
    expect(screen.getByRole('button', { name: 'Fetch and open' })).toBeTruthy();
  });

  it('offers no server that is about to go, and none of another type', async () => {
    const harness = await show({ server: 'digits' }, { phase: 'Deleting' });
    expect([...select().options].map(({ value }) => value)).toEqual(['']);
    const other = notebook('alice', 'code', running);
    other.object.metadata.annotations = { 'notebooks.kubeflow.org/server-type': 'group-one' };
    harness.live(ALICE, { type: 'snapshot', items: [other] });
    expect([...select().options].map(({ value }) => value)).toEqual(['']);
  });

  it.each([
    { git: 'javascript:alert(1)' },
    { git: 'http://git.example.org/a' },
    { git: 'https://ada:secret@git.example.org/a' },
    { git: '' },
    { branch: '--upload-pack=x' },
    { path: '../../.bashrc' }
  ])('is refused with %p', async query => {
    await show(query, running);
    expect((await screen.findByRole('alert')).textContent).toMatch(/^This link cannot be opened\./);
    expect(screen.queryByRole('button', { name: 'Fetch and open' })).toBeNull();
  });
});
