import { Fixture } from '../testing/fixture';
import { jobItem, succeeded } from '../testing/jobs';
import { eventually } from '../testing/eventually';
import type { Feed } from './feed';
import { Live } from './live';

const jobs = { resource: 'tfjobs' as const, namespace: 'team-a' };
const log = {
  resource: 'logs' as const,
  kind: 'tfjobs' as const,
  namespace: 'team-a',
  name: 'digits'
};

describe('Live', () => {
  let fixture: Fixture;
  let live: Live;
  const open: { dispose(): void }[] = [];

  beforeEach(async () => {
    fixture = new Fixture();
    const url = `${await fixture.listen()}api`;
    live = new Live(() => ({ url, headers: { 'X-XSRFToken': 'x' } }), null);
  });

  afterEach(async () => {
    open.splice(0).forEach(subscription => subscription.dispose());
    await fixture.close();
  });

  function follow(topic: typeof jobs | typeof log) {
    const seen: { feed: Feed | null } = { feed: null };
    const subscription = live.subscribe(topic, feed => (seen.feed = feed));
    open.push(subscription);
    return { seen, subscription };
  }

  it('follows jobs from the snapshot on', async () => {
    fixture.put(jobItem('digits'));
    const { seen } = follow(jobs);
    await eventually(() => expect(seen.feed?.state).toBe('live'));
    fixture.put(succeeded('digits'));
    await eventually(() => expect(seen.feed?.items['uid-digits'].summary.phase).toBe('Succeeded'));
    fixture.remove('uid-digits');
    await eventually(() => expect(seen.feed?.items).toEqual({}));
  });

  it('bears events that overtake the answer that names their subscription', async () => {
    fixture.answerDelay = 150;
    fixture.put(jobItem('digits'));
    const { seen } = follow(jobs);
    await eventually(() => expect(Object.keys(seen.feed?.items ?? {})).toEqual(['uid-digits']));
  });

  it('asks once for what several follow, and gives the later ones what is known', async () => {
    fixture.put(jobItem('digits'));
    const first = follow(jobs);
    await eventually(() => expect(first.seen.feed?.state).toBe('live'));
    const second = follow(jobs);
    expect(second.seen.feed?.items['uid-digits']).toBeDefined();
    expect(fixture.subscriptions).toEqual([jobs]);
    expect(fixture.streams).toBe(1);
  });

  it('comes back after a lost connection, and resumes a log behind its last line', async () => {
    fixture.put(jobItem('digits'));
    fixture.print('team-a', 'digits', ['digits-chief-0', 'one'], ['digits-chief-0', 'two']);
    const list = follow(jobs);
    const lines = follow(log);
    await eventually(() => expect(lines.seen.feed?.lines).toHaveLength(2));
    fixture.cut();
    await eventually(() => expect(list.seen.feed?.offline).toBe(true));
    expect(list.seen.feed?.items['uid-digits']).toBeDefined();
    fixture.print('team-a', 'digits', ['digits-chief-0', 'three']);
    await eventually(() => expect(list.seen.feed?.offline).toBe(false));
    await eventually(() =>
      expect(lines.seen.feed?.lines.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
    );
    expect(fixture.subscriptions).toContainEqual({ ...log, after: 2 });
  });

  it('says why it is refused, and asks again when told to', async () => {
    const detail = 'You may not see the jobs of team-a.';
    fixture.refuseJobs = { type: 'about:blank', title: 'Forbidden', status: 403, detail };
    const { seen } = follow(jobs);
    await eventually(() =>
      expect(seen.feed).toMatchObject({ state: 'failed', problem: { detail } })
    );
    fixture.refuseJobs = null;
    live.retry();
    await eventually(() => expect(seen.feed).toMatchObject({ state: 'live', problem: null }));
  });

  it('takes up again by itself what failed on the side of the server', async () => {
    fixture.put(jobItem('digits'));
    const { seen } = follow(jobs);
    await eventually(() => expect(seen.feed?.state).toBe('live'));
    fixture.fail({ type: 'about:blank', title: 'Unavailable', status: 503, detail: 'Wait.' });
    await eventually(() => expect(seen.feed?.state).toBe('failed'));
    await eventually(() => expect(seen.feed?.state).toBe('live'));
  });

  it('sends its headers with every request', async () => {
    const { seen } = follow(jobs);
    await eventually(() => expect(seen.feed?.state).toBe('live'));
    expect(fixture.requests.map(({ headers }) => headers)).toEqual(
      fixture.requests.map(() => expect.objectContaining({ 'x-xsrftoken': 'x' }))
    );
  });

  it('ends a complete log', async () => {
    fixture.print('team-a', 'digits', ['digits-chief-0', 'one']);
    const { seen } = follow(log);
    await eventually(() => expect(seen.feed?.lines).toHaveLength(1));
    fixture.endLog('team-a', 'digits');
    await eventually(() => expect(seen.feed?.state).toBe('ended'));
  });
});
