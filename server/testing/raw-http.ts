/** Requests as they are written, to a socket of the machine: neither host nor path is put right on the way. */
import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawRequest {
  socketPath: string;
  method?: string;
  path: string;
  headers: Record<string, string | string[]>;
  body?: string | Buffer;
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

function begin({ socketPath, method = 'GET', path, headers, body }: RawRequest): ClientRequest {
  return httpRequest({ socketPath, method, path, headers, agent: false }).end(body);
}

export async function send(request: RawRequest): Promise<RawAnswer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    begin(request).once('response', resolve).once('error', reject);
  });
  answer.setEncoding('utf8');
  let text = '';
  for await (const chunk of answer) {
    text += String(chunk);
  }
  return { status: answer.statusCode ?? 0, headers: answer.headers, text };
}

/** Asks for a web socket; answers the open connection, or the status with which it was refused. */
export function upgrade(request: RawRequest): Promise<Socket | number> {
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...request.headers
  };
  return new Promise((resolve, reject) => {
    begin({ ...request, headers })
      .once('upgrade', (_answer, socket) => resolve(socket as Socket))
      .once('response', answer => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
      .once('error', reject);
  });
}

const PAUSE_MS = 50;

/** Resolves when something takes connections at `socketPath`, or `given` says that nothing will. */
export async function reachable(socketPath: string, given: () => boolean): Promise<void> {
  while (!given() && !(await connects(socketPath))) {
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
}

function connects(socketPath: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(socketPath)
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .once('error', () => resolve(false));
  });
}
