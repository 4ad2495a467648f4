import { SERVICE } from '@kubeflow-lab/kube';

import { SLOTS, overlaps, planFor } from '../../cluster/node/plan.mjs';

const SERVICE_CIDR = {
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  namespaced: false
};
const NAME = 'bench-controller';

/**
 * Gives a cluster addresses for 8,000 more Services: an embedded one has 4,000. They are another cluster's, whose slot is
 * used last; nothing is ever sent to Services of servers on fake nodes.
 * @param {import('@kubeflow-lab/kube').KubeClient} admin
 * @returns {Promise<() => Promise<void>>} takes them away, once no Service has one
 */
export async function addServiceAddresses(admin) {
  const api = await admin.get(SERVICE, { namespace: 'default', name: 'kubernetes' });
  const others = [SLOTS.last, SLOTS.last - 1].map(slot => planFor(slot).range);
  const range = others.find(other => !overlaps(other, api.spec.clusterIP));
  await admin.create(SERVICE_CIDR, { metadata: { name: NAME }, spec: { cidrs: [range] } });
  return () => admin.delete(SERVICE_CIDR, { name: NAME });
}
