import { FakeTransport, settle } from '../testing/fake-transport.js';
import { notebook, problem } from '../testing/fixtures.js';
import { Hub } from './hub.js';
import type { FromHub, ToHub } from './protocol.js';

const TOPIC = { resource: 'notebooks', namespace: 'alice' } as const;
const KEY = 'notebooks/alice';
const item = notebook('alice', 'a');

/** A tab: what it was told, and a way to speak. */
class Tab {
  readonly told: FromHub[] = [];
  private readonly port: MessagePort;

  constructor(hub: Hub) {
    this.port = {
      postMessage: (message: FromHub) => this.told.push(message)
    } as unknown as MessagePort;
    hub.attach(this.port);
  }

  say(message: ToHub): void {
    this.port.onmessage?.({ data: message } as MessageEvent);
  }

  topics() {
    return this.told.flatMap(message => (message.type === 'topic' ? [message.event] : []));
  }
}

async function setUp() {
  const transport = new FakeTransport();
  const hub = new Hub(transport);
  const first = new Tab(hub);
  first.say({ type: 'subscribe', topic: TOPIC });
  transport.last.emit('hello', { stream: 's' });
  await settle();
  transport.last.emit('snapshot', { subscription: `s ${KEY}`, items: [item] });
  return { transport, hub, first };
}

describe('Hub', () => {
  it('shares one subscription, and tells a newcomer what is known', async () => {
    const { transport, hub } = await setUp();
    const second = new Tab(hub);
    second.say({ type: 'subscribe', topic: TOPIC });
    await settle();
    expect(transport.subscribed).toHaveLength(1);
    expect(second.topics()).toEqual([{ type: 'snapshot', items: [item], lines: [] }]);
  });

  it('tells every tab of a change', async () => {
    const { transport, hub, first } = await setUp();
    const second = new Tab(hub);
    second.say({ type: 'subscribe', topic: TOPIC });
    transport.last.emit('changed', { subscription: `s ${KEY}`, item });
    expect(first.topics().at(-1)).toEqual({ type: 'changed', item });
    expect(second.topics().at(-1)).toEqual({ type: 'changed', item });
  });

  it('unsubscribes when the last tab that wanted it is gone', async () => {
    const { transport, hub, first } = await setUp();
    const second = new Tab(hub);
    second.say({ type: 'subscribe', topic: TOPIC });
    first.say({ type: 'bye' });
    expect(transport.unsubscribed).toEqual([]);
    second.say({ type: 'unsubscribe', topic: TOPIC });
    await settle();
    expect(transport.unsubscribed).toEqual([`s ${KEY}`]);
  });

  it('forgets everything when nobody is signed in any more', async () => {
    const { transport, hub, first } = await setUp();
    transport.last.fail(problem(401, 'Not signed in.'));
    await settle();
    expect(first.told.at(-1)).toEqual({ type: 'status', status: { state: 'signed-out' } });
    const second = new Tab(hub);
    second.say({ type: 'subscribe', topic: TOPIC });
    expect(second.topics()).toEqual([]);
  });

  it('begins with a new stream after a sign-in', async () => {
    const { transport, first } = await setUp();
    first.say({ type: 'restart' });
    await settle();
    expect(transport.streams).toHaveLength(2);
  });
});
