/** What becomes of an event stream over a real connection whose client takes little or nothing. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import type { Response } from 'express';

import type { Caller } from '../identity/authenticator.js';
import { EventStream } from './event-stream.js';
import type { Pieces } from './event-stream.js';

const PATIENCE_MS = 1_000;
const BITE = 256 * 1024;
const BITE_MS = 100;
/** More than the system keeps for a connection. */
const LIST = [Buffer.alloc(32 * 2 ** 20, '[')];

let http: Server;
let client: Socket;
/** Resolves to true when the server ends the connection. */
let ended: Promise<boolean>;

/** A client that has asked for a stream on which a list is sent, if there is one, and has read nothing yet. */
async function open(list: Pieces | null, onBite: (length: number) => void): Promise<void> {
  ended = new Promise(resolve => {
    http = createServer((_request, response) => {
      const stream = new EventStream({} as Caller, expressLike(response), PATIENCE_MS);
      response.once('close', () => {
        stream.close();
        resolve(true);
      });
      stream.sendList(() => list);
    });
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  client = connect({
    port: (http.address() as AddressInfo).port,
    onread: {
      buffer: Buffer.alloc(BITE),
      callback: length => {
        onBite(length);
        return true;
      }
    }
  });
  client.pause();
  client.on('error', () => {});
  await once(client, 'connect');
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
}

const expressLike = (response: object) =>
  Object.assign(response, {
    status: () => response,
    set() {}
  }) as unknown as Response;

afterEach(async () => {
  client.destroy();
  http.closeAllConnections();
  await new Promise(resolve => http.close(resolve));
});

it('ends where the client takes nothing of a list', async () => {
  await open(LIST, () => {});
  expect(await ended).toBe(true);
}, 30_000);

it('goes on where the client takes a list slowly', async () => {
  let taken = 0;
  const begun = Date.now();
  const all = new Promise<boolean>(resolve => {
    void open(LIST, length => {
      taken += length;
      if (taken > LIST[0].length) {
        resolve(false);
      } else if (Date.now() - begun < 3 * PATIENCE_MS) {
        client.pause();
        setTimeout(() => client.resume(), BITE_MS);
      }
    }).then(() => client.resume());
  });
  expect(await Promise.race([all, ended])).toBe(false);
}, 30_000);

it('goes on where nothing is to be sent', async () => {
  let bites = 0;
  const several = new Promise<boolean>(resolve => {
    void open(null, () => {
      bites += 1;
      if (bites > 6) {
        resolve(false);
      }
    }).then(() => client.resume());
  });
  expect(await Promise.race([several, ended])).toBe(false);
}, 30_000);
