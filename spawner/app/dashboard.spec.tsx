import { act, screen } from '@testing-library/react';

import { settings } from '../testing/fixtures.js';
import { Harness } from '../testing/harness.js';
import { pathOf, pathTold } from './dashboard.js';
import { navigate } from './navigation.js';

const DASHBOARD = 'https://kubeflow.example.org';
const OTHER = 'https://other.example.org';
const own = window.parent;
let parent: Window;
let posted: jest.SpyInstance;

/** Puts this window into a frame, as far as scripts can tell. */
beforeEach(() => {
  localStorage.clear();
  const frame = document.body.appendChild(document.createElement('iframe'));
  parent = frame.contentWindow!;
  posted = jest.spyOn(parent, 'postMessage').mockReturnValue();
  Object.defineProperty(window, 'parent', { configurable: true, value: parent });
});
afterEach(() => {
  Object.defineProperty(window, 'parent', { configurable: true, value: own });
  document.querySelector('iframe')?.remove();
});

async function openFramed(path: string, dashboards = [DASHBOARD]): Promise<Harness> {
  const harness = new Harness();
  await harness.open(path);
  tellDashboards(harness, dashboards);
  return harness;
}

function tellDashboards(harness: Harness, dashboards: string[]): void {
  const known = { ...settings(), dashboards };
  harness.live({ resource: 'settings' }, { type: 'snapshot', settings: known });
}

function tell(data: unknown, origin = DASHBOARD, source: Window | null = parent): void {
  act(() => void dispatchEvent(new MessageEvent('message', { data, origin, source })));
}
const select = (value: unknown) => ({ type: 'namespace-selected', value });
const switcher = () => screen.queryByLabelText('Project');

describe('inside a dashboard', () => {
  it('follows the project that is selected there', async () => {
    await openFramed('/projects/alice');
    expect(posted.mock.calls).toEqual([[{ type: 'iframe-connected' }, DASHBOARD]]);
    tell({ type: 'parent-connected', value: null });
    tell(select('team'));
    expect(location.pathname).toBe('/projects/team');
    tell({ type: 'all-namespaces', value: ['alice', 'team'] });
    expect(location.pathname).toBe('/servers');
    tell(select('alice'));
    expect(location.pathname).toBe('/projects/alice');
  });

  it('leaves the choice of a project to it, once it has answered', async () => {
    await openFramed('/projects/alice');
    expect(switcher()).not.toBeNull();
    tell({ type: 'parent-connected', value: null });
    expect(switcher()).toBeNull();
  });

  it('is told at which page it is, as soon as it has answered', async () => {
    await openFramed('/projects/alice');
    posted.mockClear();
    tell({ type: 'parent-connected', value: null });
    act(() => navigate('/projects/alice/notebooks/digits'));
    expect(posted.mock.calls).toEqual([
      [{ type: 'kubeflow-lab-path', value: '/' }, DASHBOARD],
      [{ type: 'kubeflow-lab-path', value: '/projects/alice/notebooks/digits' }, DASHBOARD]
    ]);
  });

  it('adds nothing to the history', async () => {
    await openFramed('/projects/alice');
    const { length } = history;
    tell(select('team'));
    expect(history.length).toBe(length);
  });

  it('connects once, however often other settings change', async () => {
    const harness = await openFramed('/projects/alice');
    tellDashboards(harness, [DASHBOARD]);
    expect(posted).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['of another origin', () => tell(select('team'), OTHER)],
    ['of a page without an origin', () => tell(select('team'), 'null')],
    ['of another window', () => tell(select('team'), DASHBOARD, window)],
    ['of no window', () => tell(select('team'), DASHBOARD, null)],
    ['without a type', () => tell('namespace-selected')],
    ['without content', () => tell(null)]
  ])('does not obey a message %s', async (_what, message) => {
    await openFramed('/projects/alice');
    message();
    expect(location.pathname).toBe('/projects/alice');
    expect(switcher()).not.toBeNull();
  });

  it('obeys nobody, and speaks to nobody, where the installation names no dashboard', async () => {
    await openFramed('/projects/alice', []);
    tell(select('team'));
    tell(select('team'), '');
    expect(location.pathname).toBe('/projects/alice');
    expect(posted).not.toHaveBeenCalled();
  });
});

it('obeys no window of a known origin while it is in no frame', async () => {
  Object.defineProperty(window, 'parent', { configurable: true, value: own });
  await openFramed('/projects/alice');
  tell(select('team'), DASHBOARD, window);
  expect(location.pathname).toBe('/projects/alice');
});

describe('pathOf', () => {
  it.each([
    [select('team'), '/projects/alice', '/projects/team'],
    [select('team'), '/', '/projects/team'],
    [select('alice'), '/projects/alice/notebooks/digits/logs', null],
    [select('alice'), '/projects/alice/new', null],
    [select('team'), '/projects/alice/volumes', '/projects/team/volumes'],
    [select('team'), '/projects/alice/volumes/data', '/projects/team/volumes'],
    [select('team'), '/projects/alice/notebooks/digits/volumes', '/projects/team'],
    [select('../../oidc/logout'), '/', '/projects/..%2F..%2Foidc%2Flogout'],
    [select('//evil.example'), '/', '/projects/%2F%2Fevil.example'],
    [select(''), '/servers', null],
    [select(null), '/servers', null],
    [select({ namespace: 'team' }), '/servers', null],
    [{ type: 'all-namespaces', value: [] }, '/projects/alice/volumes', '/servers'],
    [{ type: 'all-namespaces' }, '/servers', null],
    [{ type: 'parent-connected', value: null }, '/projects/alice', null],
    [{}, '/projects/alice', null]
  ])('of %j at %s is %j', (message, path, next) => {
    expect(pathOf(message, path)).toBe(next);
  });
});

describe('pathTold', () => {
  it.each([
    ['/', '/'],
    ['/servers', '/'],
    ['/projects/team', '/'],
    ['/projects/team/volumes', '/projects/team/volumes'],
    ['/projects/team/notebooks/digits/logs', '/projects/team/notebooks/digits/logs']
  ])('of %s is %s', (path, told) => {
    expect(pathTold(path)).toBe(told);
  });
});
