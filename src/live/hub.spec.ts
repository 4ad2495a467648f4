import { jobItem } from '../testing/jobs';
import type { FeedEvent, Topic } from './feed';
import { type FromHub, Hub } from './hub';

const topic = { resource: 'tfjobs' as const, namespace: 'team-a' };

function setUp() {
  const followed = new Map<string, Topic>();
  let deliver: (key: string, event: FeedEvent) => void;
  const hub = new Hub(callbacks => {
    deliver = callbacks.deliver;
    return {
      add: (key, topic) => followed.set(key, topic),
      remove: key => followed.delete(key),
      retry: () => undefined
    };
  });
  const port = () => {
    const messages: FromHub[] = [];
    return { messages, send: (message: FromHub) => messages.push(message) };
  };
  return {
    hub,
    followed,
    port,
    tell: (event: FeedEvent) => deliver([...followed.keys()][0], event)
  };
}

describe('Hub', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('sends each page what it follows, under its own number', () => {
    const { hub, port, tell } = setUp();
    const [one, two] = [port(), port()];
    hub.subscribe(one, 1, topic);
    hub.subscribe(two, 7, topic);
    const event: FeedEvent = { type: 'snapshot', items: [jobItem('a')] };
    tell(event);
    expect(one.messages.at(-1)).toEqual({ type: 'feed', id: 1, event });
    expect(two.messages.at(-1)).toEqual({ type: 'feed', id: 7, event });
  });

  it('keeps a topic for a while after its last follower, and not longer', () => {
    const { hub, followed, port, tell } = setUp();
    const page = port();
    hub.subscribe(page, 1, topic);
    tell({ type: 'snapshot', items: [jobItem('a')] });
    hub.unsubscribe(page, 1);
    jest.advanceTimersByTime(5000);
    hub.subscribe(page, 2, topic);
    expect(page.messages.at(-1)).toMatchObject({
      id: 2,
      event: { type: 'replace', feed: { items: { 'uid-a': jobItem('a') } } }
    });
    jest.advanceTimersByTime(60_000);
    expect(followed.size).toBe(1);
    hub.unsubscribe(page, 2);
    jest.advanceTimersByTime(60_000);
    expect(followed.size).toBe(0);
  });

  it('forgets a page that is gone, and no other', () => {
    const { hub, followed, port, tell } = setUp();
    const [gone, here] = [port(), port()];
    hub.subscribe(gone, 1, topic);
    hub.subscribe(here, 1, topic);
    hub.drop(gone);
    jest.runAllTimers();
    tell({ type: 'end' });
    expect(gone.messages).not.toContainEqual(expect.objectContaining({ event: { type: 'end' } }));
    expect(here.messages.at(-1)).toMatchObject({ event: { type: 'end' } });
    expect(followed.size).toBe(1);
  });
});
