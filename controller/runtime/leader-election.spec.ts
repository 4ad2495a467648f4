import { KubeError } from '@kubeflow-lab/kube';
import type { KubeClient, RequestOptions } from '@kubeflow-lab/kube';
import { pino } from 'pino';

import { LeaderElection } from './leader-election.js';

const FAST = { leaseMs: 1_000, renewDeadlineMs: 400, retryMs: 20 };

/** An API server with one Lease, which can be told to hold its answers back. */
class LeaseServer {
  silent = false;
  requests = 0;
  private lease: { metadata: { resourceVersion: string }; spec: object } | null = null;
  private version = 0;

  readonly client = {
    get: (_kind: unknown, _key: unknown, options: RequestOptions) =>
      this.answer(options, () => this.lease ?? refuse(404, 'NotFound')),
    create: (_kind: unknown, object: { spec: object }, options: RequestOptions) =>
      this.answer(options, () =>
        this.lease === null ? this.store(object.spec) : refuse(409, 'AlreadyExists')
      ),
    mergePatch: (
      _kind: unknown,
      _key: unknown,
      patch: { metadata: { resourceVersion: string }; spec: object },
      options: RequestOptions
    ) =>
      this.answer(options, () =>
        patch.metadata.resourceVersion === this.lease?.metadata.resourceVersion
          ? this.store(patch.spec)
          : refuse(409, 'Conflict')
      )
  } as unknown as KubeClient;

  private store(spec: object) {
    this.version += 1;
    this.lease = { metadata: { resourceVersion: String(this.version) }, spec };
    return this.lease;
  }

  private async answer<T>({ signal }: RequestOptions, make: () => T): Promise<T> {
    this.requests += 1;
    if (this.silent) {
      return new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    }
    return make();
  }
}

function refuse(status: number, reason: string): never {
  throw new KubeError(status, { reason });
}

function candidate(server: LeaseServer, identity: string, now?: () => number): LeaderElection {
  const log = pino({ level: 'silent' });
  const place = { namespace: 'n', name: 'lease' };
  return new LeaderElection({ client: server.client, ...place, identity, log, now, ...FAST });
}

const forever = new AbortController().signal;

it('gives up while its answers are held back, long before another may begin', async () => {
  const server = new LeaseServer();
  const a = candidate(server, 'a');
  expect(await a.acquire(forever)).toBe(true);
  const renewedAt = performance.now();
  server.silent = true;
  expect(await a.hold(forever)).toBe('lost');
  expect(performance.now() - renewedAt).toBeLessThan(FAST.leaseMs);
  expect(a.leads).toBe(false);
});

it('does not lead after the process was stopped for as long as its lease, before anything tells it so', async () => {
  let time = 0;
  const a = candidate(new LeaseServer(), 'a', () => time);
  expect(a.leads).toBe(false);
  await a.acquire(forever);
  time = FAST.renewDeadlineMs - 1;
  expect(a.leads).toBe(true);
  time = 60_000;
  expect(a.leads).toBe(false);
  expect(await a.hold(forever)).toBe('lost');
});

it('goes on when the answer to a renewal was lost, although its version is old then', async () => {
  const server = new LeaseServer();
  // The clock stands, so that a busy machine cannot take the lead away.
  const a = candidate(server, 'a', () => 0);
  await a.acquire(forever);
  const { mergePatch } = server.client;
  const stop = new AbortController();
  let lost = false;
  const renewedTwice = new Promise<void>(resolve => {
    let renewals = 0;
    server.client.mergePatch = (async (...args: Parameters<typeof mergePatch>) => {
      const answer = await mergePatch(...args);
      if (!lost) {
        // The write arrived, its answer does not.
        lost = true;
        throw new Error('broken off');
      }
      renewals += 1;
      if (renewals === 2) {
        resolve();
      }
      return answer;
    }) as typeof mergePatch;
  });
  const held = a.hold(stop.signal);
  await renewedTwice;
  expect(a.leads).toBe(true);
  stop.abort();
  expect(await held).toBe('stopped');
});

it('takes the lease of a leader that is gone as soon as it is free', async () => {
  const server = new LeaseServer();
  await candidate(server, 'a').acquire(forever);
  const b = candidate(server, 'b');
  const begun = performance.now();
  expect(await b.acquire(forever)).toBe(true);
  expect(performance.now() - begun).toBeGreaterThan(FAST.leaseMs - 50);
  expect(performance.now() - begun).toBeLessThan(FAST.leaseMs + 10 * FAST.retryMs);
});

it('cannot be set up so that two may lead', () => {
  const log = pino({ level: 'silent' });
  const place = { client: new LeaseServer().client, namespace: 'n', name: 'lease', log };
  expect(() => new LeaderElection({ ...place, leaseMs: 5_000 })).toThrow('give up before');
});
