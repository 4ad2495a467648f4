import { CONFIG_MAP, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { ConfigMap, NodeStatus, Workflow } from '@kubeflow-lab/resources';
import { timestamp } from '@kubeflow-lab/controller/runtime';

import type { CacheEntry } from './operate/memoize.js';
import { UnresolvedError } from './text/substitute.js';

/** As Argo: only a ConfigMap with this label is a cache, so that no other one is ever written. */
const TYPE_LABEL = 'workflows.argoproj.io/configmap-type';
const TYPE = 'Cache';
/** A ConfigMap takes 1 MiB. */
const BYTES_MAX = 900_000;

/** The caches that a workflow's templates name, as they are now. */
export class MemoCaches {
  private constructor(
    private readonly client: KubeClient,
    private readonly namespace: string,
    /** By name: null where there is none yet, a sentence where it is none. */
    private readonly caches: ReadonlyMap<string, ConfigMap | string | null>
  ) {}

  /** Asks for nothing where no template has a cache. */
  static async of(client: KubeClient, workflow: Workflow): Promise<MemoCaches> {
    const { namespace = '' } = workflow.metadata ?? {};
    const names = new Set(
      (workflow.spec?.templates ?? []).flatMap(
        ({ memoize }) => memoize?.cache?.configMap?.name ?? []
      )
    );
    const found = await Promise.all(
      [...names].map(async name => [name, await readCache(client, namespace, name)] as const)
    );
    return new MemoCaches(client, namespace, new Map(found));
  }

  /** Throws UnresolvedError where the ConfigMap is no cache. */
  find(name: string, key: string): CacheEntry | undefined {
    const cache = this.caches.get(name);
    if (typeof cache === 'string') {
      throw new UnresolvedError(cache);
    }
    const text = cache?.data?.[key];
    return text === undefined ? undefined : parseEntry(text);
  }

  /** Keeps what nodes have left. */
  async keep(nodes: readonly NodeStatus[]): Promise<void> {
    const names = new Set(nodes.map(node => node.memoizationStatus?.cacheName ?? ''));
    for (const name of names) {
      const entries = nodes
        .filter(node => node.memoizationStatus?.cacheName === name)
        .map(node => [node.memoizationStatus!.key, JSON.stringify(entryOf(node))] as const);
      await this.write(name, Object.fromEntries(entries));
    }
  }

  private async write(name: string, entries: Record<string, string>): Promise<void> {
    const { namespace } = this;
    const known = await readCache(this.client, namespace, name);
    if (typeof known === 'string') {
      throw new Error(known);
    }
    if (known === null) {
      const labels = { [TYPE_LABEL]: TYPE };
      await this.client.create<ConfigMap>(CONFIG_MAP, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace, labels },
        data: entries
      });
      return;
    }
    const { uid, resourceVersion } = known.metadata ?? {};
    await this.client.mergePatch(
      CONFIG_MAP,
      { namespace, name },
      {
        metadata: { uid, resourceVersion },
        data: { ...surplus(known.data ?? {}, entries), ...entries }
      }
    );
  }
}

async function readCache(
  client: KubeClient,
  namespace: string,
  name: string
): Promise<ConfigMap | string | null> {
  try {
    const found = await client.get<ConfigMap>(CONFIG_MAP, { namespace, name });
    return found.metadata?.labels?.[TYPE_LABEL] === TYPE
      ? found
      : `The ConfigMap ${name} is no cache: it lacks the label ${TYPE_LABEL}=${TYPE}.`;
  } catch (error) {
    if (isNotFound(error)) {
      return null;
    }
    throw error;
  }
}

function entryOf(node: NodeStatus): CacheEntry & { lastHitTimestamp: string } {
  const now = timestamp();
  const { id: nodeID, outputs = null } = node;
  return { nodeID, outputs, creationTimestamp: now, lastHitTimestamp: now };
}

/** An entry that cannot be read counts as none: ConfigMaps are anybody's. */
function parseEntry(text: string): CacheEntry | undefined {
  try {
    const entry = JSON.parse(text) as Partial<CacheEntry> | null;
    return typeof entry?.nodeID === 'string' && typeof entry.creationTimestamp === 'string'
      ? {
          nodeID: entry.nodeID,
          outputs: entry.outputs ?? null,
          creationTimestamp: entry.creationTimestamp
        }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Nulls for the oldest entries, as many as have to go so that the new ones find room. */
function surplus(
  known: Readonly<Record<string, string>>,
  entries: Readonly<Record<string, string>>
): Record<string, null> {
  const old = Object.entries(known)
    .filter(([key]) => !Object.hasOwn(entries, key))
    .sort(([, one], [, other]) => (madeAt(one) < madeAt(other) ? -1 : 1));
  let bytes = Buffer.byteLength(JSON.stringify({ ...known, ...entries }));
  const gone: Record<string, null> = {};
  for (const [key, text] of old) {
    if (bytes <= BYTES_MAX) {
      break;
    }
    gone[key] = null;
    bytes -= Buffer.byteLength(JSON.stringify({ [key]: text }));
  }
  return gone;
}

function madeAt(text: string): string {
  return parseEntry(text)?.creationTimestamp ?? '';
}
