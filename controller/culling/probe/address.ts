import { NOTEBOOK_PORT, listOf } from '@kubeflow-lab/resources';
import type { Notebook, Pod } from '@kubeflow-lab/resources';

import { ProbeProblem } from './problem.js';

/**
 * Where a server is asked. `pod`: at the address of its pod, which nobody but the cluster gives it. `service`: by the
 * name of its Service, by which a mesh knows whom it encrypts for.
 */
export type ProbeAddress = { by: 'pod' } | { by: 'service'; clusterDomain: string };

/** The address of a running server, without a path; `port` where it is not the one that serves the notebook. */
export function addressOf(
  notebook: Notebook,
  pod: Pod,
  address: ProbeAddress,
  port: number | null = null
): URL {
  const { name = '', namespace = '' } = notebook.metadata ?? {};
  if (address.by === 'service') {
    if (port !== null) {
      throw new ProbeProblem(
        'unsupported',
        'servers are asked through their Service here, which leads to no other port'
      );
    }
    return new URL(`http://${name}.${namespace}.svc.${address.clusterDomain}`);
  }
  const ip = pod.status?.podIP;
  if (!ip) {
    throw new ProbeProblem('unreachable', 'its pod has no address');
  }
  const container = listOf(notebook.spec?.template?.spec?.containers)[0];
  const served = listOf(container?.ports)[0]?.containerPort ?? NOTEBOOK_PORT;
  const url = `http://${ip.includes(':') ? `[${ip}]` : ip}:${port ?? served}`;
  if (!URL.canParse(url)) {
    throw new ProbeProblem('unsupported', 'its Notebook names a port that is none');
  }
  return new URL(url);
}
