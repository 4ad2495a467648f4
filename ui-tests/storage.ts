import { create, kubectl, type KubeObject } from './kubectl';

/**
 * What an administrator adds to a cluster so that volumes can grow and be kept in snapshots: a storage class, and the
 * kinds of `snapshot.storage.k8s.io`, as small as what is asked of them. No driver is behind them that would do either.
 */

const GROUP = 'snapshot.storage.k8s.io';
const DRIVER = 'rancher.io/local-path';
const ANYTHING = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const DEFINITIONS = ['volumesnapshots', 'volumesnapshotclasses'].map(
  plural => `customresourcedefinition/${plural}.${GROUP}`
);

/** A class whose volumes may be asked to be larger. */
export function growingClass(name: string): KubeObject {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: { defaultVolumeType: 'local' } },
    provisioner: DRIVER,
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true
  };
}

function definition(kind: string, scope: 'Namespaced' | 'Cluster', properties: object): KubeObject {
  const singular = kind.toLowerCase();
  const plural = `${singular}${kind.endsWith('Class') ? 'es' : 's'}`;
  const schema = { openAPIV3Schema: { type: 'object', properties } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${GROUP}`,
      // Without it the API server keeps the groups of Kubernetes to itself.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' }
    },
    spec: {
      group: GROUP,
      scope,
      names: { kind, plural, singular, listKind: `${kind}List` },
      versions: [{ name: 'v1', served: true, storage: true, schema }]
    }
  };
}

/** Adds the kinds, and a class of snapshots of that name for the driver of the embedded cluster's volumes. */
export async function addSnapshots(name: string): Promise<void> {
  await create(definition('VolumeSnapshot', 'Namespaced', { spec: ANYTHING, status: ANYTHING }));
  await create(definition('VolumeSnapshotClass', 'Cluster', { driver: { type: 'string' } }));
  await kubectl(['wait', '--for=condition=Established', '--timeout=30s', ...DEFINITIONS]);
  const snapshotClass = { apiVersion: `${GROUP}/v1`, kind: 'VolumeSnapshotClass', driver: DRIVER };
  await create({ ...snapshotClass, metadata: { name } });
}

/** Takes the kinds away with all that is of them. */
export async function removeSnapshots(): Promise<void> {
  await kubectl(['delete', '--ignore-not-found', '--timeout=60s', ...DEFINITIONS]);
}
