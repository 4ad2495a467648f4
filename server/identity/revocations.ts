/** Sessions that were signed out before their end, kept in a ConfigMap until then: so signing out outlives a restart. */
import { CONFIG_MAP, Reflector, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { ConfigMap } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

export const REVOCATIONS_CONFIG_MAP = 'kubeflow-lab-revoked-sessions';
const RETRY_MS = 5_000;

export class Revocations {
  /** Id of each revoked session, and when it would have ended (seconds since 1970). */
  private readonly revoked = new Map<string, number>();
  private readonly unsaved = new Map<string, number>();
  private readonly listeners = new Set<(id: string) => void>();
  private readonly reflector: Reflector<ConfigMap>;
  private timer: NodeJS.Timeout | null = null;
  private saving: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: KubeClient,
    private readonly namespace: string,
    private readonly logger: Logger
  ) {
    this.reflector = new Reflector(client, CONFIG_MAP, {
      namespace,
      fieldSelector: `metadata.name=${REVOCATIONS_CONFIG_MAP}`
    });
    this.reflector.store.onChange(change => {
      if (change.type !== 'deleted') {
        this.learn(change.object.data ?? {});
      }
    });
  }

  /** Resolves when the stored revocations are known. */
  async start(): Promise<void> {
    await this.reflector.start().synced;
  }

  /** Ends the watch, after a last attempt to store what is not stored yet. */
  async stop(): Promise<void> {
    if (this.timer !== null) {
      clearTimeout(this.timer);
      this.timer = null;
      this.save();
    }
    await this.saving;
    await this.reflector.stop();
  }

  has(id: string): boolean {
    return this.revoked.has(id);
  }

  /** Revokes at once; storing it is repeated until it works. */
  add(id: string, expires: number): void {
    this.unsaved.set(id, expires);
    this.take(id, expires);
    this.save();
  }

  onAdd(listener: (id: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private learn(data: Record<string, string>): void {
    for (const [id, expires] of Object.entries(data)) {
      this.take(id, Number(expires));
    }
  }

  private take(id: string, expires: number): void {
    if (this.revoked.has(id) || !(expires * 1000 > Date.now())) {
      return;
    }
    this.revoked.set(id, expires);
    this.listeners.forEach(listener => listener(id));
  }

  private save(): void {
    this.saving = this.saving
      .then(() => this.write())
      .catch(error => {
        this.logger.warn({ err: error as Error }, 'signed-out sessions are not stored yet');
        this.timer = setTimeout(() => {
          this.timer = null;
          this.save();
        }, RETRY_MS);
        this.timer.unref();
      });
  }

  /** Adds what is new and removes what has expired, in one patch. */
  private async write(): Promise<void> {
    const batch = [...this.unsaved];
    if (batch.length === 0) {
      return;
    }
    const key = { namespace: this.namespace, name: REVOCATIONS_CONFIG_MAP };
    const stored = Object.entries(this.reflector.store.get(key)?.data ?? {});
    const expired = stored.filter(([, expires]) => !(Number(expires) * 1000 > Date.now()));
    const added = batch.map(([id, expires]) => [id, String(expires)]);
    const data = Object.fromEntries([...expired.map(([id]) => [id, null]), ...added]) as Record<
      string,
      string | null
    >;
    try {
      await this.client.mergePatch(CONFIG_MAP, key, { data });
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
      await this.client.create(CONFIG_MAP, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: key,
        data: Object.fromEntries(added) as Record<string, string>
      });
    }
    batch.forEach(([id]) => this.unsaved.delete(id));
    expired.forEach(([id]) => this.revoked.delete(id));
  }
}
