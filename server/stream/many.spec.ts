import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { httpServer } from '../http/listen.js';
import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

/** Of `npm run streams`, ten thousand. */
const STREAMS = Number(process.env.STREAMS ?? 500);
/** As many as one person may have. */
const EACH = 64;
/** What a stream may cost the server, and what else may be taken meanwhile, in bytes. */
const STREAM_MAX = 32 * 1024;
const MEANWHILE = 96 * 2 ** 20;

const SECRET = 'a-secret-of-the-proxy-that-is-long-enough';
const PROOF = { 'x-kubeflow-lab-proxy': SECRET };

let harness: Harness;
let http: Server;
let origin: string;
let holder: ChildProcess | null = null;
/** How many connections are open, and what waits for the last to be gone. */
let connections = 0;
let noneLeft = () => {};

beforeAll(async () => {
  const userHeader = 'kubeflow-userid';
  const trustedProxy = { userHeader, groupsHeader: null, secret: SECRET };
  harness = await startServer(undefined, { trustedProxy });
  http = httpServer(harness.server.app);
  http.on('connection', socket => {
    connections += 1;
    socket.once('close', () => {
      connections -= 1;
      if (connections === 0) {
        noneLeft();
      }
    });
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await endHolder();
  await harness.server.stop();
  http.closeAllConnections();
  await new Promise(resolve => http.close(resolve));
});

/** Opens the streams; resolves to how many have begun, and throws where one has not. */
async function hold(): Promise<number> {
  const file = join(process.cwd(), 'server', 'testing', 'hold-streams.mjs');
  const env = { ...process.env, NODE_OPTIONS: '', PROOF: JSON.stringify(PROOF) };
  const held = fork(file, [origin, String(STREAMS), String(EACH)], { env, execArgv: [] });
  holder = held;
  const failed = once(held, 'exit').then(() => {
    throw new Error('The process that holds the streams has ended.');
  });
  const [{ begun }] = (await Promise.race([once(held, 'message'), failed])) as [{ begun: number }];
  return begun;
}

async function endHolder(): Promise<void> {
  if (holder !== null && holder.exitCode === null && holder.signalCode === null) {
    const exit = once(holder, 'exit');
    holder.kill('SIGKILL');
    await exit;
  }
  holder = null;
}

/** Each on a connection of its own, which ends with the answer. */
async function ask(path: string, user: string): Promise<IncomingMessage> {
  const headers = { ...PROOF, 'kubeflow-userid': user };
  const sent = request(origin + path, { headers, agent: false });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return answer;
}

async function openStreams(): Promise<number> {
  const metrics = await text(await ask('/metrics', ''));
  return Number(/^kubeflow_lab_streams_open (\d+)/m.exec(metrics)?.[1]);
}

it(
  'holds very many event streams, answers meanwhile, refuses one person more than theirs, and lets all go',
  async () => {
    const before = process.memoryUsage().rss;
    expect([await hold(), await openStreams()]).toEqual([STREAMS, STREAMS]);
    const taken = process.memoryUsage().rss - before;
    expect(taken).toBeLessThan(MEANWHILE + STREAMS * STREAM_MAX);

    const refused = await ask('/api/stream', 'p0');
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '60']);
    refused.resume();
    const session = await ask('/api/session', 'p0');
    expect(session.statusCode).toBe(200);
    session.resume();
    const another = await ask('/api/stream', 'somebody');
    expect(another.statusCode).toBe(200);
    another.destroy();

    const gone = new Promise<void>(resolve => (noneLeft = resolve));
    await endHolder();
    await gone;
    expect(await openStreams()).toBe(0);
  },
  (60 + STREAMS / 20) * 1000
);
