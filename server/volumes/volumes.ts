/** The volumes of a project: what the form for a notebook server offers, and the page about them. */
import {
  NOTEBOOK,
  PERSISTENT_VOLUME_CLAIM,
  STORAGE_CLASS,
  withoutManagedFields
} from '@kubeflow-lab/kube';
import {
  CREATOR_ANNOTATION,
  checkVolumeForm,
  deletionProblem,
  expansionProblem,
  isDefaultClass,
  snapshotSource
} from '@kubeflow-lab/resources';
import type { PersistentVolumeClaim } from '@kubeflow-lab/resources';
import type { VolumeForm, VolumeSize } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { RouteContext, RouteHandler, RouteTable } from '../http/route.js';
import type { Caller } from '../identity/authenticator.js';
import { demandStorageClass } from '../notebooks/create.js';
import { listDeed } from '../read.js';
import type { Services } from '../services.js';
import { claimItem, claimItems } from './items.js';
import { restored } from './snapshots.js';

const COLLECTION = '/api/namespaces/{namespace}/persistentvolumeclaims';

export const volumeRoutes = {
  claims: {
    method: 'get',
    path: COLLECTION,
    operationId: 'listVolumes',
    summary: 'The volumes of a project.',
    responses: { 200: { description: 'The volumes.', schema: 'ClaimList' } }
  },
  createClaim: {
    method: 'post',
    path: COLLECTION,
    operationId: 'createVolume',
    summary: 'Make a volume, empty or with what is in a snapshot.',
    body: 'VolumeForm',
    responses: { 201: { description: 'Created.', schema: 'ClaimItem' } }
  },
  expandClaim: {
    method: 'post',
    path: `${COLLECTION}/{name}/actions/expand`,
    operationId: 'expandVolume',
    summary: 'Make a volume larger, where its storage class can.',
    body: 'VolumeSize',
    responses: { 200: { description: 'What has become of it.', schema: 'ClaimItem' } }
  },
  deleteClaim: {
    method: 'delete',
    path: `${COLLECTION}/{name}`,
    operationId: 'deleteVolume',
    summary: 'Delete a volume with all that is on it; refused while anything needs it.',
    responses: { 202: { description: 'It is being deleted.' } }
  },
  storageClasses: {
    method: 'get',
    path: '/api/storageclasses',
    operationId: 'listStorageClasses',
    summary: 'The storage classes of the cluster.',
    responses: { 200: { description: 'The storage classes.', schema: 'StorageClassList' } }
  }
} as const satisfies RouteTable;

export function volumeHandlers(
  services: Services
): Record<keyof typeof volumeRoutes, RouteHandler> {
  const { access, client } = services;
  const around = (namespace: string) => surroundings(services, namespace);
  return {
    async claims({ caller, params: { namespace }, response }) {
      await access.demand(
        caller.identity,
        listDeed(PERSISTENT_VOLUME_CLAIM, namespace),
        `You may not see the volumes of project "${namespace}"; ask its owner for access.`
      );
      const claims = services.cache.claims.store.list(namespace);
      response.json({ items: claimItems(claims, around(namespace)) });
    },

    async createClaim({ body, caller, params: { namespace }, response }: RouteContext<VolumeForm>) {
      const problems = checkVolumeForm(body);
      if (problems.length > 0) {
        throw invalid(problems);
      }
      const form = await restored(body, { client, kube: caller.kube, namespace });
      await demandStorageClass(client, form.storageClass, '');
      const claim = await caller.kube.create(
        PERSISTENT_VOLUME_CLAIM,
        claimOf(form, namespace, caller)
      );
      response.status(201).json(claimItem(withoutManagedFields(claim), around(namespace)));
    },

    async expandClaim({ body, caller, params, response }: RouteContext<VolumeSize>) {
      const key = { namespace: params.namespace, name: params.name };
      const before = await caller.kube.get(PERSISTENT_VOLUME_CLAIM, key);
      const asked = before.spec?.resources?.requests?.storage ?? '';
      const message = expansionProblem(asked, body.size);
      if (message !== null) {
        throw invalid([{ path: 'size', message }]);
      }
      if (before.status?.phase !== 'Bound') {
        throw new ProblemError(
          409,
          `The volume "${key.name}" is not there yet, and cannot be made larger before; delete it, and make a larger one.`
        );
      }
      const { uid } = before.metadata ?? {};
      const spec = { resources: { requests: { storage: body.size } } };
      const patch = { metadata: { uid }, spec };
      const after = await caller.kube.mergePatch(PERSISTENT_VOLUME_CLAIM, key, patch);
      response.json(claimItem(withoutManagedFields(after), around(params.namespace)));
    },

    async deleteClaim({ caller, params, response }) {
      const key = { namespace: params.namespace, name: params.name };
      const claim = await caller.kube.get(PERSISTENT_VOLUME_CLAIM, key);
      // As it is now: the cache may not know yet of a server that was just made.
      const notebooks = (await client.list(NOTEBOOK, { namespace: params.namespace })).items;
      const problem = deletionProblem(claimItem(claim, { ...around(params.namespace), notebooks }));
      if (problem !== null) {
        throw new ProblemError(409, problem);
      }
      const { uid } = claim.metadata ?? {};
      await caller.kube.delete(PERSISTENT_VOLUME_CLAIM, key, { preconditions: { uid } });
      response.status(202).end();
    },

    async storageClasses({ response }) {
      const { items } = await client.list(STORAGE_CLASS);
      const classes = items.map(one => ({
        name: one.metadata?.name ?? '',
        default: isDefaultClass(one),
        expandable: one.allowVolumeExpansion === true,
        immediate: one.volumeBindingMode === 'Immediate'
      }));
      response.json({ items: classes.sort((a, b) => a.name.localeCompare(b.name)) });
    }
  };
}

function surroundings({ cache }: Services, namespace: string) {
  return {
    pods: cache.pods.store.list(namespace),
    notebooks: cache.kind(NOTEBOOK.plural).store.list(namespace),
    eventsOf: (claim: string) =>
      cache.eventsAbout(namespace, [[PERSISTENT_VOLUME_CLAIM.kind, claim]])
  };
}

function claimOf(
  { name, size, storageClass, accessMode, snapshot }: VolumeForm,
  namespace: string,
  { identity }: Caller
): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace, annotations: { [CREATOR_ANNOTATION]: identity.user } },
    spec: {
      accessModes: [accessMode || 'ReadWriteOnce'],
      resources: { requests: { storage: size } },
      ...(storageClass ? { storageClassName: storageClass } : {}),
      ...(snapshot === undefined ? {} : { dataSource: snapshotSource(snapshot) })
    }
  };
}
