import { KubeError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { PersistentVolumeClaim, Workflow } from '@kubeflow-lab/resources';

import { claimVolumes, createClaims, deleteClaims, isClaimsTimeOver } from './claims.js';

const workflow: Workflow = {
  metadata: { name: 'run', namespace: 'ada', uid: 'u1' },
  spec: {
    volumeClaimTemplates: ['work', 'data'].map(name => ({
      metadata: { name },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
    }))
  }
};

/** A namespace with claims. */
function clusterOf(...found: PersistentVolumeClaim[]) {
  const claims = new Map(found.map(claim => [claim.metadata?.name ?? '', claim]));
  const missing = () => new KubeError(404, { reason: 'NotFound', message: 'none' });
  const client: Partial<Record<keyof KubeClient, unknown>> = {
    create: async (_kind: unknown, claim: PersistentVolumeClaim) => {
      const name = claim.metadata?.name ?? '';
      if (claims.has(name)) {
        throw new KubeError(409, { reason: 'AlreadyExists', message: 'it is there' });
      }
      claims.set(name, claim);
    },
    get: async (_kind: unknown, { name }: { name: string }) => {
      if (!claims.has(name)) {
        throw missing();
      }
      return claims.get(name);
    },
    delete: async (_kind: unknown, { name }: { name: string }) => {
      claims.delete(name);
    }
  };
  return { client: client as KubeClient, claims };
}

const foreign: PersistentVolumeClaim = { metadata: { name: 'run-data', namespace: 'ada' } };

it('each template becomes a claim of the run, also where a crash has left some', async () => {
  const { client, claims } = clusterOf();
  expect(await createClaims(client, workflow)).toBeNull();
  claims.delete('run-data');
  expect(await createClaims(client, workflow)).toBeNull();
  expect([...claims.keys()]).toEqual(['run-work', 'run-data']);
  expect(claims.get('run-work')).toMatchObject({
    metadata: {
      labels: { 'workflows.argoproj.io/workflow': 'run' },
      ownerReferences: [{ kind: 'Workflow', uid: 'u1', controller: true }]
    },
    spec: { accessModes: ['ReadWriteOnce'] }
  });
  expect(claimVolumes(workflow)).toEqual([
    { name: 'work', persistentVolumeClaim: { claimName: 'run-work' } },
    { name: 'data', persistentVolumeClaim: { claimName: 'run-data' } }
  ]);
});

it('a claim of somebody else is not taken, and not deleted', async () => {
  const { client, claims } = clusterOf(foreign);
  expect(await createClaims(client, workflow)).toMatch(/run-data exists already and belongs/);
  await deleteClaims(client, workflow);
  expect([...claims.keys()]).toEqual(['run-data']);
});

it.each([
  [undefined, 'Succeeded', true],
  [undefined, 'Failed', false],
  ['OnWorkflowSuccess', 'Error', false],
  ['OnWorkflowCompletion', 'Failed', true]
] as const)('under %s a run that is %s gives its volumes back: %s', (strategy, phase, expected) => {
  const ended: Workflow = {
    ...workflow,
    spec: { ...workflow.spec, volumeClaimGC: { strategy } },
    status: { phase }
  };
  expect(isClaimsTimeOver(ended)).toBe(expected);
});
