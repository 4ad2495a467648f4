import { randomUUID } from 'node:crypto';
import os from 'node:os';

import type { Logger } from 'pino';

import { LEASE, isAlreadyExists, isConflict, isNotFound, pause } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
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
  /** After how long without a renewal others may take the lease. */
  leaseMs?: number;
  /** After how long without a renewal the leader gives up by itself; must be shorter than `leaseMs`. */
  renewDeadlineMs?: number;
  retryMs?: number;
}

/**
 * Lets one process of several lead, by a Lease. Time is measured by this process's own monotonic clock: a lease counts as
 * free when it has not changed for its whole duration since we first saw it so, whatever the clocks of others say.
 */
export class LeaderElection {
  readonly identity: string;
  private readonly leaseMs: number;
  private readonly renewDeadlineMs: number;
  private readonly retryMs: number;
  private seen: { version: string; at: number } | null = null;
  private held: Lease | null = null;

  constructor(private readonly options: LeaderElectionOptions) {
    this.identity = options.identity ?? `${os.hostname()}_${randomUUID()}`;
    this.leaseMs = options.leaseMs ?? 15_000;
    this.renewDeadlineMs = options.renewDeadlineMs ?? 10_000;
    this.retryMs = options.retryMs ?? 2_000;
  }

  /** Resolves true once this process leads, false when the signal was aborted before. */
  async acquire(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      if (await this.attempt(signal)) {
        this.options.log.info({ identity: this.identity }, 'Became the leader');
        return true;
      }
      await pause(this.retryMs * (1 + Math.random() / 5), signal);
    }
    return false;
  }

  /**
   * Renews the lease until the signal is aborted (answers 'stopped') or it could not be renewed in time (answers 'lost':
   * the process must stop leading at once, because others may begin soon).
   */
  async hold(signal: AbortSignal): Promise<'stopped' | 'lost'> {
    let renewedAt = performance.now();
    for (;;) {
      await pause(this.retryMs, signal);
      if (signal.aborted) {
        return 'stopped';
      }
      const attemptAt = performance.now();
      if (await this.attempt(signal)) {
        renewedAt = attemptAt;
      } else if (this.held === null || performance.now() - renewedAt >= this.renewDeadlineMs) {
        return signal.aborted ? 'stopped' : 'lost';
      }
    }
  }

  /** Gives the lease back, so that another process need not wait for its end. */
  async release(): Promise<void> {
    if (this.held === null) {
      return;
    }
    const spec = { ...this.held.spec, holderIdentity: '', leaseDurationSeconds: 1 };
    await this.write({ ...this.held, spec }).catch((error: Error) => {
      this.options.log.warn({ reason: error.message }, 'Lease was not given back');
    });
    this.held = null;
  }

  /** One attempt to take or renew the lease, no longer than the time left between two of them. */
  private async attempt(signal: AbortSignal): Promise<boolean> {
    try {
      return await this.takeOrRenew(signal);
    } catch (error) {
      if (isConflict(error) || isAlreadyExists(error)) {
        // Somebody else was quicker; the next look shows who.
        return false;
      }
      if (!signal.aborted) {
        this.options.log.warn({ reason: (error as Error).message }, 'Lease cannot be renewed');
      }
      return false;
    }
  }

  private async takeOrRenew(signal: AbortSignal): Promise<boolean> {
    const lease = await this.read(signal);
    if (lease === null) {
      this.held = await this.create(signal);
      return true;
    }
    if (lease.spec?.holderIdentity !== this.identity && !this.isFree(lease)) {
      this.held = null;
      return false;
    }
    this.held = await this.write(this.renewed(lease), signal);
    return true;
  }

  private isFree(lease: Lease): boolean {
    if (!lease.spec?.holderIdentity) {
      return true;
    }
    const version = lease.metadata?.resourceVersion ?? '';
    if (this.seen?.version !== version) {
      this.seen = { version, at: performance.now() };
      return false;
    }
    const duration = (lease.spec.leaseDurationSeconds ?? 0) * 1000 || this.leaseMs;
    return performance.now() - this.seen.at > duration;
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

  private async read(signal: AbortSignal): Promise<Lease | null> {
    const { client, namespace, name } = this.options;
    try {
      return await client.get<Lease>(LEASE, { namespace, name }, this.limits(signal));
    } catch (error) {
      if (isNotFound(error)) {
        return null;
      }
      throw error;
    }
  }

  private create(signal: AbortSignal): Promise<Lease> {
    const { client, namespace, name } = this.options;
    const lease = this.renewed({ metadata: { namespace, name } });
    return client.create<Lease>(LEASE, lease, this.limits(signal));
  }

  /** A patch that holds only while nobody else has changed the lease: it names the version that we saw. */
  private write(lease: Lease, signal?: AbortSignal): Promise<Lease> {
    const { client, namespace, name } = this.options;
    const patch = {
      metadata: { resourceVersion: lease.metadata?.resourceVersion },
      spec: lease.spec
    };
    const limits = signal === undefined ? { timeoutMs: 2_000 } : this.limits(signal);
    return client.mergePatch<Lease>(LEASE, { namespace, name }, patch, limits);
  }

  private limits(signal: AbortSignal) {
    return { signal, timeoutMs: this.renewDeadlineMs / 2 };
  }
}

function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
