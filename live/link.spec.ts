import type { Feed } from './feed.js';
import type { FromHub, ToHub } from './hub.js';
import { Live } from './live.js';
import { HubService } from './service.js';
import { eventually } from './testing/eventually.js';
import { StreamFixture } from './testing/fixture.js';
import { sample } from './testing/samples.js';

const things = { resource: 'things', namespace: 'team-a' };

/** A shared worker of which each page gets a port, as a browser's, but in this process. */
function sharedWorker(answers = true) {
  const service = new HubService();
  const told: ToHub[] = [];
  const open = () => {
    const port = {
      onmessage: null as ((event: { data: FromHub }) => void) | null,
      postMessage(message: ToHub) {
        told.push(message);
        if (answers) {
          take(message);
        }
      }
    };
    const take = service.connect(data => port.onmessage?.({ data }));
    return { port, onerror: null as (() => void) | null };
  };
  return { open, told };
}

describe('Live with a shared worker', () => {
  let fixture: StreamFixture;
  let url: string;

  beforeEach(async () => {
    fixture = new StreamFixture();
    fixture.store('things', sample('digits'));
    url = `${await fixture.listen()}api`;
  });

  afterEach(() => fixture.close());

  function page(open: () => unknown) {
    const live = new Live({
      endpoint: () => ({ url, headers: {} }),
      openWorker: open as () => SharedWorker
    });
    const seen: { feed: Feed | null } = { feed: null };
    live.subscribe(things, feed => (seen.feed = feed));
    return seen;
  }

  const isLive = (seen: { feed: Feed | null }) =>
    eventually(() => expect(Object.keys(seen.feed?.items ?? {})).toEqual(['uid-digits']));

  it('has one stream and one subscription for all pages', async () => {
    const worker = sharedWorker();
    await Promise.all([page(worker.open), page(worker.open), page(worker.open)].map(isLive));
    expect(fixture.streams).toBe(1);
    expect(fixture.subscriptions).toEqual([things]);
  });

  it.each([
    [
      'cannot be started',
      () => {
        throw new Error('The policy of this page forbids workers.');
      }
    ],
    [
      'fails to load',
      () => {
        const worker = sharedWorker(false).open();
        setTimeout(() => worker.onerror?.(), 10);
        return worker;
      }
    ]
  ])('does its work in the page where the worker %s', async (_what, open) => {
    const info = jest.spyOn(console, 'info').mockImplementation();
    const seen = page(open);
    await isLive(seen);
    expect(fixture.streams).toBe(1);
    expect(info).toHaveBeenCalledTimes(1);
    info.mockRestore();
  });

  it('tells the worker when the page is left', async () => {
    const worker = sharedWorker();
    await isLive(page(worker.open));
    window.dispatchEvent(new Event('pagehide'));
    expect(worker.told.at(-1)).toEqual({ type: 'bye' });
  });
});
