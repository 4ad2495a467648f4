import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import express from 'express';
import request from 'supertest';

import { GatewayCounters, mountCounters } from './counters.js';

let gateway: Server;
let counters: GatewayCounters;
let now: number;
let asked: (string | undefined)[];
let status: number;

beforeEach(async () => {
  [now, asked, status] = [0, [], 200];
  gateway = createServer((incoming, response) => {
    asked.push(incoming.headers.authorization);
    response
      .writeHead(status)
      .end('traefik_service_requests_total{code="200"} 3\nother{a="b"} 1\n');
  });
  await new Promise<void>(resolve => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  counters = new GatewayCounters(`http://127.0.0.1:${port}/metrics`, () => now);
});
afterEach(() => new Promise(resolve => gateway.close(resolve)));

it('reads the counters of Services, once for all who ask within a second', async () => {
  const [first] = await Promise.all([counters.read(), counters.read()]);
  expect(first).toEqual([
    { name: 'traefik_service_requests_total', labels: { code: '200' }, value: 3 }
  ]);
  now = 999;
  await counters.read();
  expect(asked).toHaveLength(1);
  now = 1000;
  await counters.read();
  expect(asked).toHaveLength(2);
});

it('lets the gateway tell them to itself, and to nobody else', async () => {
  await counters.read();
  const app = express();
  mountCounters(app, counters);
  const shown = (authorization?: string) => {
    const question = request(app).get('/auth/counters');
    return authorization === undefined ? question : question.set('Authorization', authorization);
  };
  await shown(asked[0]).expect(200);
  await shown().expect(401);
  await shown('Bearer guessed').expect(401);
  await shown(`${asked[0]}x`).expect(401);
  await shown(asked[0]?.replace(/.$/, last => (last === 'A' ? 'B' : 'A'))).expect(401);
});

it('says that the gateway does not tell them, and asks again the next time', async () => {
  status = 500;
  await expect(counters.read()).rejects.toThrow('The gateway does not tell its counters now');
  status = 200;
  await expect(counters.read()).resolves.toHaveLength(1);
});

it('knows of none where the installation does not say where they are', async () => {
  await expect(new GatewayCounters(undefined).read()).resolves.toBeNull();
});
