import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { NotebookCookies } from './notebook-cookie.js';
import { isReachable } from './reachable.js';

const notebook = { namespace: 'ada', name: 'first' };
const session = { id: 's', user: 'ada', groups: [], expires: Math.floor(Date.now() / 1000) + 60 };
const cookies = new NotebookCookies(new Uint8Array(32), false);
const hosts = { origin: new URL('http://lab.example:8081'), notebookDomain: 'lab.example' };

describe('whether the gateway leads to a notebook', () => {
  let gateway: Server;
  let requests: IncomingMessage[];
  let statuses: number[];

  beforeEach(async () => {
    requests = [];
    gateway = createServer((request, response) => {
      requests.push(request);
      response.writeHead(statuses.length > 1 ? statuses.shift()! : statuses[0]).end();
    });
    await new Promise<void>(resolve => gateway.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise(resolve => gateway.close(resolve)));

  const config = () => ({
    ...hosts,
    gatewayUrl: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
  });

  it('asks until it does, as the browser of the person will', async () => {
    statuses = [500, 503, 200];
    expect(await isReachable(config(), cookies, session, notebook)).toBe(true);
    expect(requests).toHaveLength(3);
    expect(requests[0].url).toBe('/notebook/ada/first/api');
    expect(requests[0].headers.host).toMatch(/^nb-[0-9a-f]{16}\.lab\.example:8081$/);
    const [, cookie] = requests[0].headers.cookie!.split('=');
    expect(await cookies.read(cookie, notebook)).toMatchObject({ user: 'ada' });
  });

  it('gives up in time', async () => {
    statuses = [503];
    expect(await isReachable(config(), cookies, session, notebook, 150)).toBe(false);
  });

  it('takes a gateway that cannot be reached for one that does not lead there', async () => {
    const nowhere = { ...hosts, gatewayUrl: 'http://127.0.0.1:1' };
    expect(await isReachable(nowhere, cookies, session, notebook, 0)).toBe(false);
  });

  it('asks nobody where the gateway is not known', async () => {
    expect(await isReachable(hosts, cookies, session, notebook)).toBe(true);
    expect(requests).toHaveLength(0);
  });
});
