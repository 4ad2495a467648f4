import { type ConnectionStatus, StreamConnection } from './connection.js';
import { type FeedEvent, keyOf, type Topic } from './feed.js';
import { FakeServer, settle } from './testing/fake-server.js';
import { problem, sample } from './testing/samples.js';

const THINGS: Topic = { resource: 'things', namespace: 'team-a' };
const SETTINGS: Topic = { resource: 'settings' };
const KEY = keyOf(THINGS);
const item = sample('a');

function setUp({ sessions = true } = {}) {
  const server = new FakeServer();
  const statuses: ConnectionStatus['state'][] = [];
  const events: [string, FeedEvent][] = [];
  const connection = new StreamConnection({
    send: server.send,
    sessions,
    resumeAfter: () => 0,
    status: status => statuses.push(status.state),
    deliver: (key, event) => events.push([key, event])
  });
  const add = (topic: Topic) => connection.add(keyOf(topic), topic);
  const open = async (stream: string) => {
    await settle();
    server.last.emit('hello', { stream });
    await settle();
  };
  return { server, connection, add, open, statuses, events };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('StreamConnection', () => {
  it('subscribes after hello, and forwards events to the topic', async () => {
    const { server, add, open, statuses, events } = setUp();
    add(THINGS);
    await settle();
    expect(server.subscribed).toEqual([]);
    await open('s1');
    expect(server.subscribed).toEqual([`s1 ${KEY}`]);
    server.last.emit('snapshot', { subscription: `s1 ${KEY}`, items: [item] });
    await settle();
    expect(events).toEqual([[KEY, { type: 'snapshot', items: [item] }]]);
    expect(statuses).toEqual(['connecting', 'open']);
  });

  it('keeps an event that overtakes the answer to its subscription', async () => {
    const { server, add, open, events } = setUp();
    server.beforeAnswer = subscription =>
      server.last.emit('snapshot', { subscription, items: [item] });
    add(THINGS);
    await open('s1');
    expect(events).toEqual([[KEY, { type: 'snapshot', items: [item] }]]);
  });

  it('opens a new stream after the end of one, and subscribes again', async () => {
    const { server, connection, add, open, statuses, events } = setUp();
    add(THINGS);
    await open('s1');
    server.last.end();
    await settle();
    expect(connection.status).toMatchObject({ state: 'waiting', failures: 1 });
    expect(events.at(-1)).toMatchObject([KEY, { type: 'offline' }]);
    await jest.advanceTimersByTimeAsync(500);
    await open('s2');
    expect(server.subscribed).toEqual([`s1 ${KEY}`, `s2 ${KEY}`]);
    expect(statuses.slice(-2)).toEqual(['connecting', 'open']);
  });

  it('takes a stream that is silent for too long as lost', async () => {
    const { connection, add, open } = setUp();
    add(THINGS);
    await open('s1');
    await jest.advanceTimersByTimeAsync(44_000);
    expect(connection.status).toEqual({ state: 'open' });
    await jest.advanceTimersByTimeAsync(1000);
    expect(connection.status).toMatchObject({ state: 'waiting' });
  });

  it('waits longer after each failure, and not at all when told to retry', async () => {
    const { server, connection, add, open } = setUp();
    server.refusal = problem(502, 'Down.');
    add(THINGS);
    await settle();
    for (let failures = 2; failures <= 6; failures += 1) {
      await jest.advanceTimersByTimeAsync(15_000);
      expect(connection.status).toMatchObject({ state: 'waiting' });
    }
    server.refusal = null;
    connection.retry();
    await open('s');
    expect(server.streams).toHaveLength(1);
    expect(connection.status).toEqual({ state: 'open' });
  });

  it('gives up without a session, until it is told to begin again', async () => {
    const { server, connection, add, open } = setUp();
    server.refusal = problem(401, 'Not signed in.');
    add(THINGS);
    await settle();
    expect(connection.status).toEqual({ state: 'signed-out' });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(connection.status).toEqual({ state: 'signed-out' });
    server.refusal = null;
    connection.restart();
    await open('s');
    expect(connection.status).toEqual({ state: 'open' });
  });

  it('opens a new stream where the server does not know the one that it is asked about', async () => {
    const { server, add, open, events } = setUp();
    const type = 'urn:kubeflow-lab:stream-ended';
    server.subscribeRefusal = { ...problem(404, 'It has ended.'), type };
    add(THINGS);
    await open('s1');
    server.subscribeRefusal = null;
    await jest.advanceTimersByTimeAsync(500);
    await open('s2');
    expect(server.subscribed).toEqual([`s2 ${KEY}`]);
    expect(events).toEqual([
      [KEY, { type: 'offline', problem: expect.objectContaining({ type }) }]
    ]);
  });

  it('tries again after a 401 where there are no sessions', async () => {
    const { server, connection, add, open } = setUp({ sessions: false });
    server.refusal = problem(401, 'The token has expired.');
    add(THINGS);
    await settle();
    expect(connection.status).toMatchObject({ state: 'waiting' });
    server.refusal = null;
    await jest.advanceTimersByTimeAsync(500);
    await open('s');
    expect(connection.status).toEqual({ state: 'open' });
  });

  it('ends the stream when a subscription is refused for want of a session', async () => {
    const { server, connection, add, open } = setUp();
    server.subscribeRefusal = problem(401, 'Not signed in.');
    add(THINGS);
    await open('s');
    expect(connection.status).toEqual({ state: 'signed-out' });
  });

  it('reports a refused topic, and leaves the others alone', async () => {
    const { server, connection, add, open, events } = setUp();
    add(SETTINGS);
    await open('s');
    const refusal = problem(403, 'You may not see this.');
    server.subscribeRefusal = refusal;
    add(THINGS);
    await settle();
    expect(events).toEqual([[KEY, { type: 'failed', problem: refusal }]]);
    expect(connection.status).toEqual({ state: 'open' });
    await jest.advanceTimersByTimeAsync(40_000);
    expect(events).toHaveLength(1);
  });

  it('asks again for a refused topic when told to', async () => {
    const { server, connection, add, open } = setUp();
    server.subscribeRefusal = problem(403, 'You may not see this.');
    add(THINGS);
    await open('s');
    server.subscribeRefusal = null;
    connection.again(KEY);
    await settle();
    expect(server.subscribed).toEqual([`s ${KEY}`]);
  });

  it('asks again by itself for a topic that the server cannot give yet', async () => {
    const { server, add, open } = setUp();
    server.subscribeRefusal = problem(503, 'Not yet.');
    add(THINGS);
    await open('s');
    server.subscribeRefusal = null;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(server.subscribed).toEqual([`s ${KEY}`]);
  });

  it('unsubscribes, and closes the stream after the last topic', async () => {
    const { server, connection, add, open } = setUp();
    add(THINGS);
    add(SETTINGS);
    await open('s');
    connection.remove(keyOf(SETTINGS));
    expect(server.unsubscribed).toEqual([`s ${keyOf(SETTINGS)}`]);
    expect(connection.status).toEqual({ state: 'open' });
    connection.remove(KEY);
    await settle();
    expect(connection.status).toEqual({ state: 'idle' });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(server.streams).toHaveLength(1);
  });
});
