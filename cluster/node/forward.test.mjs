import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';

import { ClearError } from '../errors.mjs';
import { checkPort, forward, parseTarget } from './forward.mjs';

/**
 * Sends a text over loopback and gives back everything that is answered.
 * @param {number} port
 * @param {string} text
 */
async function ask(port, text) {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.setEncoding('utf8');
  let answer = '';
  socket.on('data', chunk => (answer += chunk));
  socket.end(text);
  await once(socket, 'close');
  return answer;
}

/** A server that answers what it got, when the other side has said everything. */
async function echo() {
  const server = createServer({ allowHalfOpen: true }, socket => socket.pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(address && typeof address === 'object');
  return { server, target: { host: '127.0.0.1', port: address.port } };
}

test('bytes go both ways, and the target may change between connections', async () => {
  const { server, target } = await echo();
  /** @type {{ host: string, port: number } | undefined} */
  let current;
  const listener = await forward(0, () => current);
  try {
    assert.match(await ask(listener.port, 'GET / HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 503 .*starting/s);
    current = target;
    assert.equal(await ask(listener.port, 'héllo'.repeat(50_000)), 'héllo'.repeat(50_000));
  } finally {
    await listener.close();
    server.close();
  }
});

test('an address where nothing listens yet is answered, not cut', async () => {
  const { server, target } = await echo();
  server.close();
  const listener = await forward(0, () => target);
  try {
    assert.match(await ask(listener.port, 'GET / HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 503/);
  } finally {
    await listener.close();
  }
});

test('a port in use is named, with the option that chooses another', async () => {
  const { server, target } = await echo();
  try {
    await assert.rejects(checkPort(target.port), error => {
      assert(error instanceof ClearError);
      assert.match(error.message, new RegExp(`^Port ${target.port} .* --port`));
      return true;
    });
  } finally {
    server.close();
  }
});

test('targets are addresses with ports', () => {
  assert.deepEqual(parseTarget('198.18.1.2:80'), { host: '198.18.1.2', port: 80 });
  for (const text of ['', '1.2.3.4', '1.2.3.4:0', '1.2.3.4:70000', 'host:80']) {
    assert.throws(() => parseTarget(text), ClearError);
  }
});
