import { GPU, parseQuantity } from '@kubeflow-lab/resources';
import type { ConfigMap, KubeObject } from '@kubeflow-lab/resources';
import type { Addon, Settings } from '@kubeflow-lab/schema';

import { ADDONS_CONFIG_MAP } from '../cache/cluster-cache.js';
import type { ClusterCache } from '../cache/cluster-cache.js';
import type { ServerConfig } from '../config.js';
import { VERSION } from '../version.js';

type Node = KubeObject & { status?: { allocatable?: Record<string, string> } };

/** The most that any one node can give, each by itself; '' where no node says. */
export function largestNode(nodes: readonly Node[]): Settings['limits'] {
  const largest = (resource: string) =>
    nodes
      .map(node => node.status?.allocatable?.[resource] ?? '')
      .reduce(
        (most, next) => ((parseQuantity(next) ?? 0) > (parseQuantity(most) ?? 0) ? next : most),
        ''
      );
  const gpu = largest(GPU) || (nodes.length > 0 ? '0' : '');
  return { cpu: largest('cpu'), memory: largest('memory'), gpu, nodes: nodes.length };
}

const STATES: readonly string[] = ['installing', 'ready', 'failed'] satisfies Addon['state'][];

/** What the launcher says of the parts that it installs; nothing where there is no launcher or it wrote nonsense. */
export function addonsOf(configMap: ConfigMap | undefined): Addon[] {
  let list: unknown;
  try {
    list = JSON.parse(configMap?.data?.['addons.json'] ?? '[]');
  } catch {
    return [];
  }
  return (Array.isArray(list) ? (list as Partial<Addon>[]) : [])
    .filter(addon => typeof addon?.name === 'string' && STATES.includes(addon.state ?? ''))
    .map(addon => ({
      name: addon.name!,
      state: addon.state!,
      message: String(addon.message ?? '')
    }));
}

export function settingsOf(config: ServerConfig, cache: ClusterCache): Settings {
  const addons = cache.addons.store.get({ namespace: config.namespace, name: ADDONS_CONFIG_MAP });
  return {
    version: VERSION,
    origin: config.origin.origin,
    dashboards: config.dashboards,
    gitHosts: config.gitHosts,
    images: config.images,
    addons: addonsOf(addons),
    limits: largestNode(cache.nodes.store.list())
  };
}
