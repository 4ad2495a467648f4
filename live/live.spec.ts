import type { Feed, Topic } from './feed.js';
import { Live } from './live.js';
import { eventually } from './testing/eventually.js';
import { StreamFixture } from './testing/fixture.js';
import { problem, sample } from './testing/samples.js';

const things = { resource: 'things', namespace: 'team-a' };
const log = { resource: 'logs' as const, kind: 'things', namespace: 'team-a', name: 'digits' };

describe('Live', () => {
  let fixture: StreamFixture;
  let live: Live;
  const open: { dispose(): void }[] = [];

  beforeEach(async () => {
    fixture = new StreamFixture();
    const url = `${await fixture.listen()}api`;
    const endpoint = () => ({ url, headers: { 'X-XSRFToken': 'x' } });
    live = new Live({ endpoint, openWorker: null });
  });

  afterEach(async () => {
    open.splice(0).forEach(subscription => subscription.dispose());
    await fixture.close();
  });

  function follow(topic: Topic) {
    const seen: { feed: Feed | null } = { feed: null };
    const subscription = live.subscribe(topic, feed => (seen.feed = feed));
    open.push(subscription);
    return { seen, subscription };
  }

  const isLive = (seen: { feed: Feed | null }) =>
    eventually(() => expect(seen.feed?.state).toBe('live'));

  it('follows objects from the snapshot on', async () => {
    fixture.store('things', sample('digits'));
    const { seen } = follow(things);
    await isLive(seen);
    fixture.store('things', sample('digits', 'Succeeded'));
    await eventually(() => expect(seen.feed?.items['uid-digits'].summary.phase).toBe('Succeeded'));
    fixture.remove('uid-digits');
    await eventually(() => expect(seen.feed?.items).toEqual({}));
  });

  it('bears events that overtake the answer that names their subscription', async () => {
    fixture.answerDelay = 150;
    fixture.store('things', sample('digits'));
    const { seen } = follow(things);
    await eventually(() => expect(Object.keys(seen.feed?.items ?? {})).toEqual(['uid-digits']));
  });

  it('asks once for what several follow, and gives the later ones what is known', async () => {
    fixture.store('things', sample('digits'));
    const first = follow(things);
    await isLive(first.seen);
    const second = follow(things);
    expect(second.seen.feed?.items['uid-digits']).toBeDefined();
    expect(fixture.subscriptions).toEqual([things]);
    expect(fixture.streams).toBe(1);
  });

  it('keeps a topic for a while after its last follower, and not longer', async () => {
    fixture.store('things', sample('digits'));
    follow({ resource: 'settings' });
    const first = follow(things);
    await isLive(first.seen);
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    try {
      first.subscription.dispose();
      jest.advanceTimersByTime(5000);
      const second = follow(things);
      expect(second.seen.feed?.items['uid-digits']).toBeDefined();
      jest.advanceTimersByTime(60_000);
      expect(live.feed(things).state).toBe('live');
      second.subscription.dispose();
      jest.advanceTimersByTime(60_000);
      expect(live.feed(things).state).toBe('connecting');
    } finally {
      jest.useRealTimers();
    }
    await eventually(() => expect(fixture.subscriptions).not.toContainEqual(things));
  });

  it('comes back after a lost connection, and resumes a log behind its last line', async () => {
    fixture.store('things', sample('digits'));
    fixture.print('team-a', 'digits', ['digits-0', 'one'], ['digits-0', 'two']);
    const list = follow(things);
    const lines = follow(log);
    await eventually(() => expect(lines.seen.feed?.lines).toHaveLength(2));
    fixture.cut();
    await eventually(() => expect(list.seen.feed?.offline).toBe(true));
    expect(list.seen.feed?.items['uid-digits']).toBeDefined();
    fixture.print('team-a', 'digits', ['digits-0', 'three']);
    await eventually(() => expect(list.seen.feed?.offline).toBe(false));
    await eventually(() =>
      expect(lines.seen.feed?.lines.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
    );
    expect(fixture.subscriptions).toContainEqual({ ...log, after: 2 });
  });

  it('says why it is refused, and asks again when told to', async () => {
    const detail = 'You may not see the things of team-a.';
    fixture.refused.set('things', problem(403, detail));
    const { seen } = follow(things);
    await eventually(() =>
      expect(seen.feed).toMatchObject({ state: 'failed', problem: { detail } })
    );
    fixture.refused.clear();
    live.retry();
    await eventually(() => expect(seen.feed).toMatchObject({ state: 'live', problem: null }));
  });

  it('takes up again by itself what failed on the side of the server', async () => {
    fixture.store('things', sample('digits'));
    const { seen } = follow(things);
    await isLive(seen);
    fixture.fail('things', problem(503, 'Wait.'));
    await eventually(() => expect(seen.feed?.state).toBe('failed'));
    await isLive(seen);
  });

  it('sends its headers with every request', async () => {
    const { seen } = follow(things);
    await isLive(seen);
    expect(fixture.requests.map(({ headers }) => headers)).toEqual(
      fixture.requests.map(() => expect.objectContaining({ 'x-xsrftoken': 'x' }))
    );
  });

  it('ends a complete log', async () => {
    fixture.print('team-a', 'digits', ['digits-0', 'one']);
    const { seen } = follow(log);
    await eventually(() => expect(seen.feed?.lines).toHaveLength(1));
    fixture.endLog('team-a', 'digits');
    await eventually(() => expect(seen.feed?.state).toBe('ended'));
  });

  it('shows at once what an answer told', async () => {
    const { seen } = follow(things);
    await isLive(seen);
    live.tell(things, { type: 'changed', item: sample('new') });
    expect(Object.keys(live.feed(things).items)).toEqual(['uid-new']);
    expect(seen.feed).toBe(live.feed(things));
  });

  it('begins anew when somebody else signs in', async () => {
    fixture.store('things', sample('digits'));
    const { seen } = follow(things);
    await isLive(seen);
    live.restart();
    expect(seen.feed).toMatchObject({ loaded: false, items: {} });
    await isLive(seen);
    expect(live.status()).toEqual({ state: 'open' });
  });

  it('hurries when the device is online again', async () => {
    fixture.refused.set('things', problem(403, 'No.'));
    const { seen } = follow(things);
    await eventually(() => expect(seen.feed?.state).toBe('failed'));
    fixture.refused.clear();
    window.dispatchEvent(new Event('online'));
    await isLive(seen);
  });
});
