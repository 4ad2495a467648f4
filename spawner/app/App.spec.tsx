import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { notebook, problem } from '../testing/fixtures.js';
import { Harness, SESSION } from '../testing/harness.js';
import { chooseLanguage, startLanguage } from './language.js';
import { load } from './load.js';

jest.mock('./load.js');

const NOBODY = { 'GET /api/session': { status: 401, body: problem(401, 'Not signed in.') } };
const ALICE = { resource: 'notebooks', namespace: 'alice' } as const;

beforeEach(() => localStorage.clear());

async function signIn(password: string): Promise<void> {
  await userEvent.type(screen.getByLabelText('Password'), password);
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
}

describe('signing in', () => {
  it('is where a person without a session is led, and leads back', async () => {
    const harness = new Harness({ ...NOBODY });
    await harness.open('/projects/alice/new');
    await waitFor(() => expect(location.pathname).toBe('/signin'));
    harness.answer('POST /api/session', 200, { user: 'alice' });
    harness.answer('GET /api/session', 200, SESSION);
    await userEvent.type(screen.getByLabelText('User name'), 'alice');
    await signIn('right');
    await screen.findByRole('heading', { name: 'New notebook server' });
    expect(location.pathname).toBe('/projects/alice/new');
    expect(harness.sent('POST /api/session')).toEqual([{ username: 'alice', password: 'right' }]);
    expect(harness.hub.said).toContainEqual({ type: 'restart' });
  });

  it('keeps the name, and asks for the password again, when they do not fit', async () => {
    const harness = new Harness({
      ...NOBODY,
      'POST /api/session': { status: 401, body: problem(401, 'Wrong.') }
    });
    await harness.open('/signin');
    await userEvent.type(screen.getByLabelText('User name'), 'alice');
    await signIn('wrong');
    expect((await screen.findByRole('alert')).textContent).toMatch(/do not go together/);
    expect(screen.getByLabelText<HTMLInputElement>('User name').value).toBe('alice');
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('');
    expect(document.activeElement).toBe(screen.getByLabelText('Password'));
  });

  it('shows what else the server says, such as too many attempts', async () => {
    const harness = new Harness({
      ...NOBODY,
      'POST /api/session': { status: 429, body: problem(429, 'Wait a minute.') }
    });
    await harness.open('/signin');
    await userEvent.type(screen.getByLabelText('User name'), 'alice');
    await signIn('x');
    expect((await screen.findByRole('alert')).textContent).toBe('Wait a minute.');
  });

  it('offers a provider where there is one, which leads back to where somebody wanted to go', async () => {
    const harness = new Harness({
      ...NOBODY,
      'GET /api/session/options': { status: 200, body: { oidc: { name: 'Dex' } } }
    });
    await harness.open('/signin?next=/projects/alice/new');
    const link = await screen.findByRole('link', { name: 'Sign in with Dex' });
    expect(link.getAttribute('href')).toBe('/oidc/login?next=%2Fprojects%2Falice%2Fnew');
  });

  it('does not follow an address of another site', async () => {
    const harness = new Harness();
    await harness.open('/signin?next=//evil.example/');
    await waitFor(() => expect(location.pathname).toBe('/projects/alice'));
    expect(location.host).toBe('localhost');
  });
});

describe('the session', () => {
  it('ends in every tab when the stream finds nobody signed in', async () => {
    const harness = new Harness();
    await harness.open('/projects/alice');
    harness.hub.tell({ type: 'status', status: { state: 'signed-out' } });
    await waitFor(() =>
      expect(location.pathname + location.search).toBe('/signin?next=%2Fprojects%2Falice')
    );
  });

  it('can be ended, with the header that another site cannot send', async () => {
    const harness = new Harness({ 'DELETE /api/session': { status: 204 } });
    await harness.open('/projects/alice');
    await userEvent.click(screen.getByRole('button', { name: 'Account of alice' }));
    await userEvent.click(screen.getByRole('button', { name: 'Sign out' }));
    await screen.findByRole('button', { name: 'Sign in' });
    const leaving = harness.requests.find(request => request.name === 'DELETE /api/session');
    expect(leaving?.headers.get('X-Kubeflow-Lab')).toBe('1');
  });

  it('is ended at the provider, too, where it began there', async () => {
    const harness = new Harness({
      'DELETE /api/session': { status: 200, body: { next: '/oidc/logout' } }
    });
    await harness.open('/projects/alice');
    await userEvent.click(screen.getByRole('button', { name: 'Account of alice' }));
    await userEvent.click(screen.getByRole('button', { name: 'Sign out' }));
    await waitFor(() => expect(load).toHaveBeenCalledWith('/oidc/logout'));
    harness.hub.tell({ type: 'status', status: { state: 'signed-out' } });
    expect(location.pathname).toBe('/projects/alice');
    expect(screen.queryByRole('heading', { name: 'Notebook servers' })).toBeNull();
  });

  it('that cannot be asked for says so, and can be tried again', async () => {
    const harness = new Harness({ 'GET /api/session': { status: 502 } });
    await harness.open('/projects/alice');
    expect((await screen.findByRole('alert')).textContent).toMatch(/error 502/);
    harness.answer('GET /api/session', 200, SESSION);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('heading', { name: 'Notebook servers' });
  });
});

describe('projects', () => {
  it('begins with the one looked at last', async () => {
    const harness = new Harness();
    await harness.open('/projects/team');
    await harness.open('/');
    await waitFor(() => expect(location.pathname).toBe('/projects/team'));
  });

  it('are changed in the bar', async () => {
    const harness = new Harness();
    await harness.open('/projects/alice');
    fireEvent.change(screen.getByLabelText('Project'), { target: { value: 'team' } });
    expect(location.pathname).toBe('/projects/team');
  });
});

describe('a lost connection', () => {
  it('is told after a moment, and forgotten by itself', async () => {
    jest.useFakeTimers();
    const harness = new Harness();
    await harness.open('/projects/alice');
    harness.live(ALICE, { type: 'snapshot', items: [notebook('alice', 'digits')] });
    const lost = { state: 'waiting', failures: 1, problem: problem(0, 'Gone.') } as const;
    harness.hub.tell({ type: 'status', status: lost });
    expect(screen.queryByText(/connection is lost/)).toBeNull();
    await act(() => jest.advanceTimersByTimeAsync(1500));
    expect(screen.getByText(/connection is lost/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'digits' })).toBeTruthy();
    harness.hub.tell({ type: 'status', status: { state: 'open' } });
    expect(screen.queryByText(/connection is lost/)).toBeNull();
    jest.useRealTimers();
  });
});

describe('the theme', () => {
  it('is chosen in the menu and remembered', async () => {
    const harness = new Harness();
    await harness.open('/projects/alice');
    await userEvent.click(screen.getByRole('button', { name: 'Account of alice' }));
    await userEvent.click(screen.getByLabelText('Dark'));
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(localStorage.getItem('kubeflow-lab.theme')).toBe('dark');
  });
});

describe('the language', () => {
  afterEach(() => act(() => chooseLanguage('en')));

  it('is chosen in the menu, which stays open, and remembered', async () => {
    const harness = new Harness();
    await harness.open('/projects/alice');
    await userEvent.click(screen.getByRole('button', { name: 'Account of alice' }));
    await userEvent.click(screen.getByLabelText('Deutsch'));
    await screen.findByRole('button', { name: 'Abmelden' });
    expect(document.activeElement).toBe(screen.getByLabelText('Deutsch'));
    expect(document.title).toBe('Notebook-Server in alice · Kubeflow Lab');
    expect(document.documentElement.lang).toBe('de');
    expect(document.cookie).toContain('kubeflow-lab-language=de');
    await act(startLanguage);
    expect(screen.getByRole('button', { name: 'Konto von alice' })).toBeTruthy();
  });

  it('is the first of the browser that there is', async () => {
    jest.spyOn(navigator, 'languages', 'get').mockReturnValue(['fr', 'de-AT', 'en']);
    document.cookie = 'kubeflow-lab-language=; Path=/; Max-Age=0';
    await startLanguage();
    expect(document.documentElement.lang).toBe('de');
  });
});
