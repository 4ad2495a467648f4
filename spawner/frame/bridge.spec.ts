import { bridge } from './bridge.js';

const APP = 'https://lab.example.org';
const own = window.parent;
let frame: HTMLIFrameElement;
/** What the dashboard around the page, and the web app in it, were told. */
let toDashboard: jest.SpyInstance;
let toApp: jest.SpyInstance;
let ending: AbortController;

beforeEach(() => {
  const around = document.body.appendChild(document.createElement('iframe')).contentWindow!;
  Object.defineProperty(window, 'parent', { configurable: true, value: around });
  toDashboard = jest.spyOn(around, 'postMessage').mockReturnValue();
  frame = document.body.appendChild(document.createElement('iframe'));
  frame.dataset.origin = APP;
  toApp = jest.spyOn(frame.contentWindow!, 'postMessage').mockReturnValue();
  // Each test has a page of its own, whose listeners end with it.
  ending = new AbortController();
  const add = window.addEventListener.bind(window);
  jest
    .spyOn(window, 'addEventListener')
    .mockImplementation((type: string, listener: EventListenerOrEventListenerObject) =>
      add(type, listener, { signal: ending.signal })
    );
});
afterEach(() => {
  ending.abort();
  jest.restoreAllMocks();
  Object.defineProperty(window, 'parent', { configurable: true, value: own });
  document.body.replaceChildren();
});

/** Opens the page at a path; answers what the frame was to show. */
function open(path: string): string {
  history.replaceState(null, '', path);
  // jsdom would ask the network.
  let shown = '';
  Object.defineProperty(frame, 'src', { configurable: true, set: (src: string) => (shown = src) });
  bridge(frame);
  return shown;
}

const tell = (data: unknown, origin: string, source: Window | null): boolean =>
  dispatchEvent(new MessageEvent('message', { data, origin, source }));
const app = (data: unknown, origin = APP) => tell(data, origin, frame.contentWindow);
const dashboard = (data: unknown, origin = location.origin) => tell(data, origin, window.parent);

it.each([
  ['/jupyter/', `${APP}/`],
  ['/jupyter', `${APP}/`],
  ['/jupyter/projects/team/volumes', `${APP}/projects/team/volumes`],
  [
    '/jupyter/open?git=https%3A%2F%2Fgit.example%2Fr',
    `${APP}/open?git=https%3A%2F%2Fgit.example%2Fr`
  ],
  ['/lab//evil.example/', `${APP}//evil.example/`],
  ['/@evil.example', `${APP}/`]
])('shows at %s the page %s', (path, shown) => {
  expect(open(path)).toBe(shown);
});

it('passes on what the two say to each other, to these two only', () => {
  open('/jupyter/');
  app({ type: 'iframe-connected' });
  expect(toDashboard.mock.calls).toEqual([[{ type: 'iframe-connected' }, location.origin]]);
  dashboard({ type: 'namespace-selected', value: 'team' });
  expect(toApp.mock.calls).toEqual([[{ type: 'namespace-selected', value: 'team' }, APP]]);
});

it.each([
  ['another origin in the frame', () => app({ type: 'iframe-connected' }, 'https://evil.example')],
  [
    'another origin around it',
    () => dashboard({ type: 'namespace-selected' }, 'https://evil.example')
  ],
  ['another window', () => tell({ type: 'namespace-selected' }, location.origin, window)],
  ['no window', () => tell({ type: 'iframe-connected' }, APP, null)]
])('passes on nothing of %s', (_what, message) => {
  open('/jupyter/');
  message();
  expect(toDashboard).not.toHaveBeenCalled();
  expect(toApp).not.toHaveBeenCalled();
});

it('has the address of the web app, and lets the dashboard read it', () => {
  open('/jupyter/');
  const read: string[] = [];
  addEventListener('popstate', () => read.push(location.pathname));
  const { length } = history;
  app({ type: 'kubeflow-lab-path', value: '/projects/team/volumes' });
  app({ type: 'kubeflow-lab-path', value: '/projects/team/volumes' });
  expect(read).toEqual(['/jupyter/projects/team/volumes']);
  expect(history.length).toBe(length);
  expect(toDashboard).not.toHaveBeenCalled();
});

it.each([[undefined], [null], [7], ['//'.slice(2)], ['x']])('takes no address %j', value => {
  open('/jupyter/');
  app({ type: 'kubeflow-lab-path', value });
  expect(location.pathname).toBe('/jupyter/');
});
