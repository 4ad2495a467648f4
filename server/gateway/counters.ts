/**
 * What the gateway counts of the requests that it passes on to each Service. It tells nobody but us: before it answers, it
 * asks us at `/auth/counters`, and we know our own question by a secret that never leaves the two.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';

import type { Express } from 'express';

import { ProblemError } from '../http/problem.js';
import { samplesOf } from './exposition.js';
import type { Sample } from './exposition.js';

const TIMEOUT_MS = 3_000;
/** Several who watch ask once. */
const FRESH_MS = 1_000;
/** Traefik's. What other gateways count has other names. */
const NAMES = new Set([
  'traefik_service_requests_total',
  'traefik_service_request_duration_seconds_bucket'
]);

export class GatewayCounters {
  private readonly secret = randomBytes(32).toString('base64url');
  private known: { samples: Promise<Sample[]>; at: number } | null = null;

  /** @param url where the gateway tells its counters; undefined where the installation does not say */
  constructor(
    private readonly url: string | undefined,
    private readonly now: () => number = Date.now
  ) {}

  /**
   * The counters of every Service, at most 1 s old, or null where the installation does not say where they are.
   * Throws a problem 503 where the gateway does not tell them.
   */
  async read(): Promise<Sample[] | null> {
    if (this.url === undefined) {
      return null;
    }
    if (this.known === null || this.now() - this.known.at >= FRESH_MS) {
      const samples = this.ask(this.url);
      this.known = { samples, at: this.now() };
      samples.catch(() => (this.known = null));
    }
    return this.known.samples;
  }

  /** Whether it was us who asked the gateway with that `Authorization`. */
  isOurs(authorization: string | undefined): boolean {
    const [shown, ours] = [authorization ?? '', `Bearer ${this.secret}`].map(text =>
      Buffer.from(text)
    );
    return shown.length === ours.length && timingSafeEqual(shown, ours);
  }

  private async ask(url: string): Promise<Sample[]> {
    try {
      const response = await fetch(url, {
        headers: { Authorization: `Bearer ${this.secret}` },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS)
      });
      if (!response.ok) {
        throw new Error(`The gateway answered with status ${response.status}.`);
      }
      return samplesOf(await response.text(), NAMES);
    } catch (error) {
      throw new ProblemError(503, 'The gateway does not tell its counters now; try again later.', {
        cause: error
      });
    }
  }
}

/** `GET /auth/counters`: whether whoever asks the gateway for its counters may have them. */
export function mountCounters(app: Express, counters: GatewayCounters): void {
  app.get('/auth/counters', (request, response) => {
    const status = counters.isOurs(request.get('authorization')) ? 200 : 401;
    response.set('Cache-Control', 'no-store').status(status).end();
  });
}
