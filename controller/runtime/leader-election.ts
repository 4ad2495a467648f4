import { randomUUID } from 'node:crypto';
import os from 'node:os';

import type { Logger } from 'pino';

import { LEASE, isConflict, isNotFound, pause } from '@kubeflow-lab/kube';
import type { KubeClient, RequestOptions } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

/** coordination.k8s.io/v1 Lease; times are RFC 3339 with microseconds. */
interface Lease extends KubeObject {
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    acquireTime?: string;
    renewTime?: string;
    leaseTransitions?: number;
  };
}

export interface LeaderElectionOptions {
  client: KubeClient;
  namespace: string;
  name: string;
  log: Logger;
  identity?: string;
  /** After how long without a renewal others may take the lease. Whole seconds; default 10 s. */
  leaseMs?: number;
  /** After how long without a renewal the leader gives up by itself; must be shorter than `leaseMs`. Default 7 s. */
  renewDeadlineMs?: number;
  /** How long between two renewals, or two looks at a lease of another. Default 1.5 s. */
  retryMs?: number;
  /** Milliseconds of a clock that never jumps, and that goes on while the process is stopped. */
  now?: () => number;
}

/**
 * Times for a lease of so many seconds: the leader gives up after 70 % of it, and there are four attempts to renew before
 * that. Who is killed is replaced after the lease and one look more.
 */
export function leaseTimes(seconds: number) {
  const leaseMs = seconds * 1000;
  return { leaseMs, renewDeadlineMs: leaseMs * 0.7, retryMs: leaseMs * 0.15 };
}

/** With this a leader that is killed is replaced after 12 s at most. */
const DEFAULTS = leaseTimes(10);
const RELEASE_MS = 2_000;

/**
 * Lets one process of several lead, by a Lease. Time is measured by this process's own monotonic clock: a lease counts as
 * free when it has not changed for its whole duration since we first saw it so, whatever the clocks of others say.
 */
export class LeaderElection {
  readonly identity: string;
  private readonly leaseMs: number;
  private readonly renewDeadlineMs: number;
  private readonly retryMs: number;
  private readonly now: () => number;
  /** What we last saw of another's lease, and when it may be taken. */
  private seen: { version: string; freeAt: number } | null = null;
  private held: Lease | null = null;
  /** Whether the lease may have changed since we held it, and must be read first. */
  private stale = false;
  private leadsUntil = -Infinity;

  constructor(private readonly options: LeaderElectionOptions) {
    const { leaseMs, renewDeadlineMs, retryMs } = { ...DEFAULTS, ...options };
    if (renewDeadlineMs >= leaseMs) {
      throw new RangeError('A leader must give up before others may take its lease.');
    }
    this.identity = options.identity ?? `${os.hostname()}_${randomUUID()}`;
    this.leaseMs = leaseMs;
    this.renewDeadlineMs = renewDeadlineMs;
    this.retryMs = retryMs;
    this.now = options.now ?? (() => performance.now());
  }

  /** Whether nobody else can lead at this moment. To be asked before each write. */
  get leads(): boolean {
    return this.now() < this.leadsUntil;
  }

  /** Resolves true once this process leads, false when the signal was aborted before. */
  async acquire(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      if (await this.attempt(signal, this.renewDeadlineMs)) {
        this.options.log.info({ identity: this.identity }, 'Became the leader');
        return true;
      }
      await pause(this.untilNextLook(), signal);
    }
    return false;
  }

  /**
   * Renews the lease until the signal is aborted (answers 'stopped') or it could not be renewed in time (answers 'lost':
   * the process must stop leading at once, because others may begin soon).
   */
  async hold(signal: AbortSignal): Promise<'stopped' | 'lost'> {
    for (;;) {
      await pause(Math.max(0, Math.min(this.retryMs, this.leadsUntil - this.now())), signal);
      if (signal.aborted) {
        return 'stopped';
      }
      // An attempt ends when the time does, so that a slow answer cannot keep us beyond it, and early enough for another.
      const left = this.leadsUntil - this.now();
      const most = Math.min(left, this.renewDeadlineMs / 2);
      if (left <= 0 || (!(await this.attempt(signal, most)) && this.mustYield())) {
        this.leadsUntil = -Infinity;
        return signal.aborted ? 'stopped' : 'lost';
      }
    }
  }

  private mustYield(): boolean {
    return this.held === null || !this.leads;
  }

  /** Another's lease is looked at when it may be free, and now and then, because it may be given back. */
  private untilNextLook(): number {
    const usual = this.retryMs * (1 + Math.random() / 5);
    const untilFree = this.seen === null ? usual : this.seen.freeAt - this.now() + 10;
    return untilFree > 0 ? Math.min(usual, untilFree) : usual;
  }

  /** Gives the lease back, so that another process need not wait for its end. */
  async release(): Promise<void> {
    this.leadsUntil = -Infinity;
    if (this.held === null) {
      return;
    }
    const spec = { ...this.held.spec, holderIdentity: '', leaseDurationSeconds: 1 };
    const limits = { timeoutMs: RELEASE_MS };
    await this.write({ ...this.held, spec }, limits).catch((error: Error) => {
      this.options.log.warn({ reason: error.message }, 'Lease was not given back');
    });
    this.held = null;
  }

  /** One attempt to take or renew the lease, no longer than `milliseconds` with all its requests. */
  private async attempt(signal: AbortSignal, milliseconds: number): Promise<boolean> {
    const startedAt = this.now();
    const timeIsUp = AbortSignal.timeout(Math.max(1, Math.floor(milliseconds)));
    const limits = { signal: AbortSignal.any([signal, timeIsUp]) };
    try {
      if (!(await this.takeOrRenew(limits))) {
        return false;
      }
      this.leadsUntil = startedAt + this.renewDeadlineMs;
      return true;
    } catch (error) {
      // Somebody else was quicker, or our own last answer was lost; the next look shows which.
      this.stale = true;
      if (!isConflict(error) && !signal.aborted) {
        this.options.log.warn({ reason: (error as Error).message }, 'Lease cannot be renewed');
      }
      return false;
    }
  }

  private async takeOrRenew(limits: RequestOptions): Promise<boolean> {
    const lease = this.held !== null && !this.stale ? this.held : await this.read(limits);
    this.stale = false;
    if (lease === null) {
      this.held = await this.create(limits);
      return true;
    }
    if (lease.spec?.holderIdentity !== this.identity && !this.isFree(lease)) {
      this.held = null;
      return false;
    }
    this.held = await this.write(this.renewed(lease), limits);
    return true;
  }

  private isFree(lease: Lease): boolean {
    if (!lease.spec?.holderIdentity) {
      return true;
    }
    const version = lease.metadata?.resourceVersion ?? '';
    if (this.seen?.version !== version) {
      const duration = (lease.spec.leaseDurationSeconds ?? 0) * 1000 || this.leaseMs;
      this.seen = { version, freeAt: this.now() + duration };
    }
    return this.now() > this.seen.freeAt;
  }

  private renewed(lease: Lease): Lease {
    const now = microTime();
    const mine = lease.spec?.holderIdentity === this.identity;
    return {
      ...lease,
      spec: {
        holderIdentity: this.identity,
        leaseDurationSeconds: Math.ceil(this.leaseMs / 1000),
        acquireTime: mine ? lease.spec?.acquireTime : now,
        renewTime: now,
        leaseTransitions: (lease.spec?.leaseTransitions ?? 0) + (mine ? 0 : 1)
      }
    };
  }

  private async read(limits: RequestOptions): Promise<Lease | null> {
    const { client, namespace, name } = this.options;
    try {
      return await client.get<Lease>(LEASE, { namespace, name }, limits);
    } catch (error) {
      if (isNotFound(error)) {
        return null;
      }
      throw error;
    }
  }

  private create(limits: RequestOptions): Promise<Lease> {
    const { client, namespace, name } = this.options;
    const lease = this.renewed({ metadata: { namespace, name } });
    return client.create<Lease>(LEASE, lease, limits);
  }

  /** A patch that holds only while nobody else has changed the lease: it names the version that we saw. */
  private write(lease: Lease, limits: RequestOptions): Promise<Lease> {
    const { client, namespace, name } = this.options;
    const patch = {
      metadata: { resourceVersion: lease.metadata?.resourceVersion },
      spec: lease.spec
    };
    return client.mergePatch<Lease>(LEASE, { namespace, name }, patch, limits);
  }
}

function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
