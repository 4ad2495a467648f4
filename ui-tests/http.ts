import { request, type IncomingHttpHeaders } from 'node:http';

import type { Page } from '@playwright/test';

import { origin } from './platform';

/** Requests as no browser sends them: any path, host and header, byte for byte. */

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Sent {
  /** The origin that the request says it is for; default the platform's. */
  to?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Sends a request to the gateway, whichever host it is for; redirects are not followed. */
export function send(
  path: string,
  { to = origin, method = 'GET', ...rest }: Sent = {}
): Promise<Answer> {
  const gateway = new URL(origin);
  const { headers = {}, body } = rest;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        hostname: gateway.hostname,
        port: gateway.port,
        path,
        method,
        headers: { Host: new URL(to).host, ...headers }
      },
      answer => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('error', reject);
        answer.once('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(parts).toString('utf8')
          })
        );
      }
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** The Cookie header that a page's browser sends to an address. */
export async function cookiesFor(page: Page, address: string): Promise<string> {
  const cookies = await page.context().cookies(address);
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}
