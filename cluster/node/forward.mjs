import { connect, createServer } from 'node:net';

import { ClearError, codeOf } from '../errors.mjs';

/**
 * @typedef {object} Target
 * @property {string} host
 * @property {number} port
 */

/** Both names of this machine for itself. Other machines reach nothing. */
const LOOPBACKS = ['127.0.0.1', '::1'];

/** What a browser sees that comes before anything runs behind the address. */
const NOT_YET = 'kubeflow-lab is starting; please try again in a moment.\n';
const ANSWER_NOT_YET = [
  'HTTP/1.1 503 Service Unavailable',
  'Content-Type: text/plain; charset=utf-8',
  `Content-Length: ${Buffer.byteLength(NOT_YET)}`,
  'Retry-After: 2',
  'Connection: close',
  '',
  NOT_YET
].join('\r\n');

/**
 * @param {string} text `IP:PORT`
 * @returns {Target}
 */
export function parseTarget(text) {
  const match = /^([\d.]+):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (!match?.[1] || port < 1 || port > 65535) {
    throw new ClearError(`"${text}" is not an address to forward to: write it as IP:PORT.`);
  }
  return { host: match[1], port };
}

/**
 * Forwards a loopback port of this machine to an address in the cluster.
 * @param {number} port 0 lets the system choose one
 * @param {() => Target | undefined} target asked for every connection, so that it may change
 * @returns {Promise<{ port: number, close: () => Promise<void> }>}
 */
export async function forward(port, target) {
  /** @type {import('node:net').Server[]} */
  const servers = [];
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();
  let chosen = port;
  for (const host of LOOPBACKS) {
    const server = createServer({ allowHalfOpen: true }, socket =>
      serve(socket, target(), sockets)
    );
    try {
      await listen(server, chosen, host);
    } catch (error) {
      // A machine without IPv6 has only the first address.
      if (
        host !== LOOPBACKS[0] &&
        ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error) ?? '')
      ) {
        continue;
      }
      for (const other of servers) {
        other.close();
      }
      throw codeOf(error) === 'EADDRINUSE' ? portInUse(chosen, error) : error;
    }
    servers.push(server);
    const address = server.address();
    chosen = typeof address === 'object' && address ? address.port : chosen;
  }
  return {
    port: chosen,
    close: async () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
    }
  };
}

/**
 * Fails with one sentence when a port cannot be had.
 * @param {number} port
 */
export async function checkPort(port) {
  const probe = await forward(port, () => undefined);
  await probe.close();
}

/**
 * @param {number} port
 * @param {unknown} cause
 * @returns {ClearError}
 */
function portInUse(port, cause) {
  return new ClearError(
    `Port ${port} of this machine is in use by another program: end that one, or choose another port with --port NUMBER.`,
    { cause }
  );
}

/**
 * @param {import('node:net').Server} server
 * @param {number} port
 * @param {string} host
 */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: true }, () => resolve(undefined));
  });
}

/**
 * @param {import('node:net').Socket} socket
 * @param {Target | undefined} target
 * @param {Set<import('node:net').Socket>} sockets
 */
function serve(socket, target, sockets) {
  track(socket, sockets);
  if (!target) {
    socket.end(ANSWER_NOT_YET);
    socket.resume();
    return;
  }
  const upstream = connect({ ...target, allowHalfOpen: true, noDelay: true });
  track(upstream, sockets);
  socket.setNoDelay(true);
  let connected = false;
  upstream.once('connect', () => {
    connected = true;
    socket.pipe(upstream);
    upstream.pipe(socket);
  });
  upstream.once('error', () => {
    // The address is known before anything listens there.
    if (!connected && !socket.destroyed) {
      socket.end(ANSWER_NOT_YET);
      socket.resume();
    }
  });
  // After an orderly end the pipe has ended this side, too, once everything is written.
  upstream.once('close', hadError => hadError && connected && socket.destroy());
  socket.once('close', () => upstream.destroy());
}

/**
 * @param {import('node:net').Socket} socket
 * @param {Set<import('node:net').Socket>} sockets
 */
function track(socket, sockets) {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  // A peer that goes away closes its side; 'close' follows and is handled.
  socket.on('error', () => undefined);
}
