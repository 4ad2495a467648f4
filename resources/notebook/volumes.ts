/** The volumes of a notebook server that is made by form: what is mounted, and the claims to be made for it. */
import type { DataVolume } from '@kubeflow-lab/schema';

import type { PersistentVolumeClaim, Volume, VolumeMount } from '../common/object.js';
import { snapshotSource } from '../volume/snapshot-source.js';
import { claimNameOf } from './offer-volumes.js';
import {
  CREATOR_ANNOTATION,
  HOME_DIRECTORY,
  NOTEBOOK_NAME_LABEL,
  SHARED_CLAIM,
  SHARED_DIRECTORY,
  workspaceClaimName
} from './types.js';
import type { NotebookForm, NotebookSettings } from './types.js';

export const TOKEN_DIRECTORY = '/var/run/secrets/kubeflow-lab';
const TOKEN_AUDIENCE = 'kubeflow-lab';
const TOKEN_SECONDS = 3600;

/** The claim that the home folder of a form's server lies on; null for none. */
export function workspaceClaimOf({ name, workspace }: NotebookForm): string | null {
  switch (workspace.mode) {
    case 'new':
      return workspace.claim === undefined
        ? workspaceClaimName(name)
        : claimNameOf(workspace.claim, name);
    case 'existing':
      return workspace.claim;
    case 'none':
      return null;
  }
}

/** The claim of a data volume, with the server's name in its place. */
export function dataClaimOf({ name }: NotebookForm, volume: DataVolume): string {
  return claimNameOf(volume.claim, name);
}

/** The claims to make for a form's new volumes: the home folder's first. */
export function buildClaims(
  form: NotebookForm,
  settings: NotebookSettings
): PersistentVolumeClaim[] {
  const { workspace, dataVolumes = [] } = form;
  const wanted = [
    ...(workspace.mode === 'new' ? [{ ...workspace, claim: workspaceClaimOf(form) ?? '' }] : []),
    ...dataVolumes.flatMap(volume =>
      volume.mode === 'new' ? [{ ...volume, claim: dataClaimOf(form, volume) }] : []
    )
  ];
  return wanted.map(({ claim, size, storageClass, accessMode, snapshot }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: claim,
      namespace: settings.namespace,
      // By the second label a claim is found, and removed, together with its notebook.
      labels: { app: form.name, [NOTEBOOK_NAME_LABEL]: form.name },
      annotations: { [CREATOR_ANNOTATION]: settings.creator }
    },
    spec: {
      accessModes: [accessMode || 'ReadWriteOnce'],
      resources: { requests: { storage: size } },
      ...(storageClass ? { storageClassName: storageClass } : {}),
      ...(snapshot ? { dataSource: snapshotSource(snapshot) } : {})
    }
  }));
}

/** What a server mounts: home folder, the project's shared folder, its token, and what else the form says. */
export function notebookVolumes(form: NotebookForm): { volumes: Volume[]; mounts: VolumeMount[] } {
  const claim = workspaceClaimOf(form);
  const all = [
    // First, because the shared folder lies inside it.
    ...(claim === null ? [] : [mounted(claimed('workspace', claim), HOME_DIRECTORY)]),
    mounted(TOKEN, TOKEN_DIRECTORY, true),
    mounted(claimed('shared', SHARED_CLAIM), SHARED_DIRECTORY),
    ...(form.dataVolumes ?? []).map((volume, index) =>
      mounted(
        claimed(`data-${index + 1}`, dataClaimOf(form, volume)),
        volume.mount,
        volume.mode === 'existing' && volume.readOnly === true
      )
    ),
    ...(form.shm === true ? [mounted(SHARED_MEMORY, '/dev/shm')] : [])
  ];
  return { volumes: all.map(({ volume }) => volume), mounts: all.map(({ mount }) => mount) };
}

const TOKEN: Volume = {
  name: 'kubeflow-lab-token',
  projected: {
    sources: [
      {
        serviceAccountToken: {
          audience: TOKEN_AUDIENCE,
          expirationSeconds: TOKEN_SECONDS,
          path: 'token'
        }
      }
    ]
  }
};
/** Upstream's name. It counts as memory of the server. */
const SHARED_MEMORY: Volume = { name: 'dshm', emptyDir: { medium: 'Memory' } };

function claimed(name: string, claimName: string): Volume {
  return { name, persistentVolumeClaim: { claimName } };
}

function mounted(
  volume: Volume,
  mountPath: string,
  readOnly = false
): { volume: Volume; mount: VolumeMount } {
  const mount = { name: volume.name, mountPath };
  return { volume, mount: readOnly ? { ...mount, readOnly } : mount };
}
