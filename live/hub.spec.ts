import type { FromHub, ToHub } from './hub.js';
import { keyOf } from './feed.js';
import { HubService } from './service.js';
import { FakeServer, settle } from './testing/fake-server.js';
import { problem, sample } from './testing/samples.js';

const TOPIC = { resource: 'things', namespace: 'team-a' };
const KEY = keyOf(TOPIC);
const LOG = { resource: 'logs' as const, kind: 'things', namespace: 'team-a', name: 'a' };
const item = sample('a');

/** A page: what it was told, and a way to speak. */
class Page {
  readonly told: FromHub[] = [];
  private readonly take: (message: ToHub) => void;

  constructor(service: HubService) {
    this.take = service.connect(message => this.told.push(message));
    this.say({ type: 'hello', endpoint: { url: '', headers: {} }, lock: null });
  }

  say(message: ToHub): void {
    this.take(message);
  }

  events() {
    return this.told.flatMap(message => (message.type === 'feed' ? [message.event] : []));
  }
}

async function setUp() {
  const server = new FakeServer();
  const service = new HubService({ send: server.send, sessions: true });
  const first = new Page(service);
  first.say({ type: 'subscribe', topic: TOPIC });
  await settle();
  server.last.emit('hello', { stream: 's' });
  await settle();
  server.last.emit('snapshot', { subscription: `s ${KEY}`, items: [item] });
  await settle();
  return { server, service, first };
}

describe('the hub', () => {
  it('says welcome, and how the connection stands', async () => {
    const { service } = await setUp();
    expect(new Page(service).told).toEqual([
      { type: 'welcome' },
      { type: 'status', status: { state: 'open' } }
    ]);
  });

  it('shares one subscription, and tells a newcomer what is known', async () => {
    const { server, service } = await setUp();
    const second = new Page(service);
    second.say({ type: 'subscribe', topic: TOPIC });
    await settle();
    expect(server.subscribed).toHaveLength(1);
    expect(second.events()).toMatchObject([
      { type: 'replace', feed: { state: 'live', items: { 'uid-a': item } } }
    ]);
  });

  it('tells every page of a change', async () => {
    const { server, service, first } = await setUp();
    const second = new Page(service);
    second.say({ type: 'subscribe', topic: TOPIC });
    server.last.emit('changed', { subscription: `s ${KEY}`, item });
    await settle();
    expect(first.events().at(-1)).toEqual({ type: 'changed', item });
    expect(second.events().at(-1)).toEqual({ type: 'changed', item });
  });

  it('forgets a page that is gone, and no other', async () => {
    const { server, service, first } = await setUp();
    const second = new Page(service);
    second.say({ type: 'subscribe', topic: TOPIC });
    first.say({ type: 'bye' });
    expect(server.unsubscribed).toEqual([]);
    const before = first.told.length;
    server.last.emit('changed', { subscription: `s ${KEY}`, item });
    await settle();
    expect(first.told).toHaveLength(before);
    expect(second.events().at(-1)).toEqual({ type: 'changed', item });
  });

  it('unsubscribes when the last page that wanted it is gone', async () => {
    const { server, service, first } = await setUp();
    const other = new Page(service);
    other.say({ type: 'subscribe', topic: { resource: 'settings' } });
    await settle();
    first.say({ type: 'unsubscribe', topic: TOPIC });
    await settle();
    expect(server.unsubscribed).toEqual([`s ${KEY}`]);
  });

  it('forgets everything when nobody is signed in any more', async () => {
    const { server, service, first } = await setUp();
    server.last.fail(problem(401, 'Not signed in.'));
    await settle();
    expect(first.events().at(-1)).toMatchObject({ type: 'replace', feed: { items: {} } });
    expect(first.told).toContainEqual({ type: 'status', status: { state: 'signed-out' } });
    const second = new Page(service);
    second.say({ type: 'subscribe', topic: TOPIC });
    expect(second.events()).toEqual([]);
  });

  it('begins with a new stream, and with nothing known, after a sign-in', async () => {
    const { server, first } = await setUp();
    first.say({ type: 'restart' });
    await settle();
    expect(server.streams).toHaveLength(2);
    expect(first.events().at(-1)).toMatchObject({ type: 'replace', feed: { items: {} } });
  });

  it('reads a log from its beginning when it is asked for again', async () => {
    const { server, first } = await setUp();
    first.say({ type: 'subscribe', topic: LOG });
    await settle();
    const subscription = `s ${keyOf(LOG)}`;
    const line = { sequence: 7, replica: 'a-0', time: '', text: 'one' };
    server.last.emit('snapshot', { subscription, lines: [line] });
    server.last.emit('end', { subscription });
    await settle();
    first.say({ type: 'again', topic: LOG });
    await settle();
    expect(first.events().at(-1)).toMatchObject({
      type: 'replace',
      feed: { state: 'connecting', lines: [] }
    });
    expect(server.subscribed.filter(one => one === subscription)).toHaveLength(2);
  });
});
