import { FakeTransport, settle } from '../testing/fake-transport.js';
import { notebook, problem } from '../testing/fixtures.js';
import { LiveConnection, type ConnectionStatus } from './connection.js';
import type { TopicEvent } from './topic.js';

const ALICE = { resource: 'notebooks', namespace: 'alice' } as const;
const SETTINGS = { resource: 'settings' } as const;
const item = notebook('alice', 'a');

function setUp() {
  const transport = new FakeTransport();
  const statuses: ConnectionStatus['state'][] = [];
  const events: [string, TopicEvent][] = [];
  const connection = new LiveConnection(transport, {
    status: status => statuses.push(status.state),
    event: (key, event) => events.push([key, event])
  });
  return { transport, connection, statuses, events };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('LiveConnection', () => {
  it('subscribes after hello, and forwards events to the topic', async () => {
    const { transport, connection, statuses, events } = setUp();
    connection.add(ALICE);
    expect(transport.subscribed).toEqual([]);
    transport.last.emit('hello', { stream: 's1' });
    await settle();
    expect(transport.subscribed).toEqual(['s1 notebooks/alice']);
    transport.last.emit('snapshot', { subscription: 's1 notebooks/alice', items: [item] });
    expect(events).toEqual([['notebooks/alice', { type: 'snapshot', items: [item] }]]);
    expect(statuses).toEqual(['connecting', 'open']);
  });

  it('keeps an event that overtakes the answer to its subscription', async () => {
    const { transport, connection, events } = setUp();
    transport.beforeAnswer = subscription =>
      transport.last.emit('snapshot', { subscription, items: [item] });
    connection.add(ALICE);
    transport.last.emit('hello', { stream: 's1' });
    await settle();
    expect(events).toEqual([['notebooks/alice', { type: 'snapshot', items: [item] }]]);
  });

  it('opens a new stream after the end of one, and subscribes again', async () => {
    const { transport, connection, statuses } = setUp();
    connection.add(ALICE);
    transport.last.emit('hello', { stream: 's1' });
    await settle();
    transport.last.end();
    await settle();
    expect(connection.status).toMatchObject({ state: 'waiting', failures: 1 });
    await jest.advanceTimersByTimeAsync(500);
    transport.last.emit('hello', { stream: 's2' });
    await settle();
    expect(transport.subscribed).toEqual(['s1 notebooks/alice', 's2 notebooks/alice']);
    expect(statuses.slice(-2)).toEqual(['connecting', 'open']);
  });

  it('waits longer after each failure, and not at all when hurried', async () => {
    const { transport, connection } = setUp();
    transport.refusal = problem(502, 'Down.');
    connection.add(ALICE);
    await settle();
    for (let failures = 2; failures <= 6; failures += 1) {
      await jest.advanceTimersByTimeAsync(10_000);
      expect(connection.status).toMatchObject({ state: 'waiting' });
    }
    transport.refusal = null;
    connection.hurry();
    await settle();
    expect(transport.streams).toHaveLength(1);
    transport.last.emit('hello', { stream: 's' });
    expect(connection.status).toEqual({ state: 'open' });
  });

  it('gives up without a session, until it is told to begin again', async () => {
    const { transport, connection } = setUp();
    transport.refusal = problem(401, 'Not signed in.');
    connection.add(ALICE);
    await settle();
    expect(connection.status).toEqual({ state: 'signed-out' });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(connection.status).toEqual({ state: 'signed-out' });
    transport.refusal = null;
    connection.restart();
    await settle();
    transport.last.emit('hello', { stream: 's' });
    expect(connection.status).toEqual({ state: 'open' });
  });

  it('ends the stream when a subscription is refused for want of a session', async () => {
    const { transport, connection } = setUp();
    transport.subscribeRefusal = problem(401, 'Not signed in.');
    connection.add(ALICE);
    transport.last.emit('hello', { stream: 's' });
    await settle();
    expect(connection.status).toEqual({ state: 'signed-out' });
  });

  it('reports a refused topic, and leaves the others alone', async () => {
    const { transport, connection, events } = setUp();
    connection.add(SETTINGS);
    transport.last.emit('hello', { stream: 's' });
    await settle();
    const refusal = problem(403, 'You may not see this.');
    transport.subscribeRefusal = refusal;
    connection.add(ALICE);
    await settle();
    expect(events).toEqual([['notebooks/alice', { type: 'error', problem: refusal }]]);
    expect(connection.status).toEqual({ state: 'open' });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(events).toHaveLength(1);
  });

  it('asks again by itself for a topic that the server cannot give yet', async () => {
    const { transport, connection } = setUp();
    transport.subscribeRefusal = problem(503, 'Not yet.');
    connection.add(ALICE);
    transport.last.emit('hello', { stream: 's' });
    await settle();
    transport.subscribeRefusal = null;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(transport.subscribed).toEqual(['s notebooks/alice']);
  });

  it('unsubscribes, and closes the stream after the last topic', async () => {
    const { transport, connection } = setUp();
    connection.add(ALICE);
    connection.add(SETTINGS);
    transport.last.emit('hello', { stream: 's' });
    await settle();
    connection.remove('settings');
    expect(transport.unsubscribed).toEqual(['s settings']);
    expect(connection.status).toEqual({ state: 'open' });
    connection.remove('notebooks/alice');
    await settle();
    expect(connection.status).toEqual({ state: 'idle' });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(transport.streams).toHaveLength(1);
  });
});
