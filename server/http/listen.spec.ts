import { Agent, request } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';

import express from 'express';

import { bodyWithin, closeGracefully, httpServer } from './listen.js';

let server: Server;
let port: number;
let arrived: () => void;
let release: () => void;
let held: Promise<void>;

async function listen(): Promise<void> {
  const gate = new Promise<void>(resolve => (release = resolve));
  held = new Promise(resolve => (arrived = resolve));
  const app = express();
  app.get('/held', async (_request, response) => {
    arrived();
    await gate;
    response.send('done');
  });
  app.post('/body', bodyWithin(50), express.json(), (_request, response) => {
    response.send('read');
  });
  server = httpServer(app, 100);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
}

beforeEach(listen);
afterEach(() => {
  release();
  server.closeAllConnections();
  server.close();
});

/** Sends a beginning and nothing more; answers all that comes back until the server ends the connection. */
function slowly(beginning: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(beginning));
    socket.on('data', data => (text += String(data)));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);

it('sends a client away that never ends the head of its request', async () => {
  expect(await slowly('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toMatch(/^HTTP\/1.1 408 /);
});

it('sends a client away whose body does not come, and reads one that does', async () => {
  const head = 'POST /body HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  const text = await slowly(`${head}Content-Length: 100\r\n\r\n{"a":`);
  expect(text).toMatch(/^HTTP\/1.1 408 /);
  expect(text).toContain('The request took too long to come.');
  const answer = await fetch(`http://127.0.0.1:${port}/body`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}'
  });
  expect(await answer.text()).toBe('read');
});

it('keeps an idle connection for longer than the gateways that send requests on it', async () => {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const agent = new Agent({ keepAlive: true });
    request({ port, host: '127.0.0.1', path: '/nothing', agent }, resolve)
      .on('error', reject)
      .end();
  });
  answer.resume();
  const [, seconds] = /^timeout=(\d+)$/.exec(String(answer.headers['keep-alive'])) ?? [];
  // Envoy's is an hour, the longest of those that the docs name.
  expect(Number(seconds)).toBeGreaterThan(3600);
});

it('lets a request end that is under way when it stops, and takes no other', async () => {
  const answer = get('/held');
  await held;
  const closed = closeGracefully(server);
  await expect(get('/held')).rejects.toThrow();
  release();
  expect(await (await answer).text()).toBe('done');
  await closed;
});

it('ends a request that does not end by itself', async () => {
  const answer = get('/held').catch(() => 'cut');
  await held;
  await closeGracefully(server, 50);
  expect(await answer).toBe('cut');
});
