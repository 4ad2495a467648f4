/** What a form says, as fields of the draft. */
import { same } from '@kubeflow-lab/resources';
import type { DataVolume, NotebookForm, NotebookOptions } from '@kubeflow-lab/schema';

import { NEW_VOLUME, type Draft, type VolumeDraft } from './draft.js';

export function workspaceFields(workspace: NotebookForm['workspace']): Partial<Draft> {
  switch (workspace.mode) {
    case 'new':
      return {
        workspace: 'new',
        size: workspace.size,
        storageClass: workspace.storageClass ?? '',
        accessMode: workspace.accessMode ?? '',
        snapshot: workspace.snapshot ?? '',
        newClaim: workspace.claim ?? ''
      };
    case 'existing':
      return { workspace: 'existing', claim: workspace.claim };
    default:
      return { workspace: 'none' };
  }
}

export function volumeDraft(volume: DataVolume): VolumeDraft {
  const { mode, claim, mount } = volume;
  return volume.mode === 'new'
    ? {
        ...NEW_VOLUME,
        mode,
        claim,
        mount,
        size: volume.size,
        storageClass: volume.storageClass ?? '',
        snapshot: volume.snapshot ?? ''
      }
    : { ...NEW_VOLUME, mode, claim, mount, readOnly: volume.readOnly === true };
}

type Fields = { [F in keyof Required<NotebookForm>]: (form: NotebookForm) => Partial<Draft> };

/**
 * A draft after its form was changed elsewhere, from `before` to `after`. What did not change there stays as it was typed:
 * names with a place for the server's, and what the present choices leave unused.
 */
export function draftAfter(
  draft: Draft,
  [before, after]: readonly [NotebookForm, NotebookForm],
  options: NotebookOptions
): Draft {
  const fields: Fields = {
    name: ({ name }) => ({ name }),
    image: ({ image, serverType = 'jupyter' }) =>
      options.images[serverType].options.includes(image)
        ? { image, custom: false }
        : { customImage: image, custom: true },
    cpu: ({ cpu }) => ({ cpu }),
    memory: ({ memory }) => ({ memory }),
    workspace: ({ workspace }) => workspaceFields(workspace),
    serverType: ({ serverType = 'jupyter' }) => ({ serverType }),
    imagePullPolicy: ({ imagePullPolicy = '' }) => ({ imagePullPolicy }),
    cpuLimit: ({ cpuLimit = '' }) => ({ cpuLimit }),
    memoryLimit: ({ memoryLimit = '' }) => ({ memoryLimit }),
    gpu: ({ gpu }) =>
      gpu === undefined ? { gpuCount: '' } : { gpuVendor: gpu.vendor, gpuCount: String(gpu.count) },
    dataVolumes: ({ dataVolumes = [] }) => ({ dataVolumes: dataVolumes.map(volumeDraft) }),
    configurations: ({ configurations = [] }) => ({ configurations }),
    affinity: ({ affinity = '' }) => ({ affinity }),
    tolerations: ({ tolerations = '' }) => ({ tolerations }),
    shm: ({ shm = false }) => ({ shm }),
    env: ({ env = [] }) => ({ env }),
    secrets: ({ secrets = [] }) => ({ secrets }),
    idleTime: ({ idleTime = '' }) => ({ idleTime })
  };
  const changed = (Object.keys(fields) as (keyof Fields)[]).filter(
    field => !same(before[field], after[field])
  );
  return Object.assign({ ...draft }, ...changed.map(field => fields[field](after))) as Draft;
}
