/** A form with what an existing server has. */
import {
  IDLE_TIME_ANNOTATION,
  SERVER_TYPE_ANNOTATION,
  SHARED_CLAIM,
  gpuOf,
  mainContainer,
  mountedVolumes,
  sizeOf
} from '@kubeflow-lab/resources';
import type { Notebook } from '@kubeflow-lab/resources';
import type { NotebookItem, NotebookOptions, ServerType } from '@kubeflow-lab/schema';

import { beginning } from './beginning.js';
import { NEW_VOLUME, type Draft, type VolumeDraft } from './draft.js';

/** Written by the platform into every server; what it means for another one is written anew. */
const OURS = /^(KUBEFLOW_LAB_|NB_PREFIX$)/;

const TYPES: readonly string[] = ['jupyter', 'group-one', 'group-two'] satisfies ServerType[];

/**
 * The draft of a server like `item`, under another name and with a new home folder: two servers on one would write over
 * each other's files. What cannot be told from the object (groups of nodes) is as in a new form.
 */
export function draftLike(item: NotebookItem, namespace: string, options: NotebookOptions): Draft {
  const notebook = item.object as Notebook;
  const { name, annotations = {}, labels = {} } = item.object.metadata;
  const { image, cpu, memory } = sizeOf(item.object);
  const type = annotations[SERVER_TYPE_ANNOTATION] ?? 'jupyter';
  const serverType = (TYPES.includes(type) ? type : 'jupyter') as ServerType;
  const gpu = gpuOf(item.object);
  const isOffered = options.images[serverType].options.includes(image);
  const limits = mainContainer(notebook)?.resources?.limits ?? {};
  const different = (limit: unknown, asked: string): string =>
    limit === undefined || limit === asked ? '' : String(limit);
  return {
    ...beginning(namespace, options),
    name: `${name.slice(0, 47)}-copy`,
    serverType,
    ...(isOffered ? { image, custom: false } : { custom: true, customImage: image }),
    ...(cpu ? { cpu, cpuLimit: different(limits.cpu, cpu) } : {}),
    ...(memory ? { memory, memoryLimit: different(limits.memory, memory) } : {}),
    gpuVendor: gpu?.vendor ?? '',
    gpuCount: gpu === null ? '' : String(gpu.count),
    dataVolumes: dataVolumes(item),
    configurations: options.configurations.options
      .map(option => option.name)
      .filter(option => option in labels),
    shm: mountedVolumes(item.object).some(({ mounts }) =>
      mounts.some(({ path }) => path === '/dev/shm')
    ),
    ...variables(notebook, options),
    idleTime: annotations[IDLE_TIME_ANNOTATION] ?? ''
  };
}

/** The claims beside the home folder's and the project's own, which each server has anyway. */
function dataVolumes({ object, summary }: NotebookItem): VolumeDraft[] {
  return mountedVolumes(object).flatMap(({ claim, mounts }) =>
    claim === null || claim === summary.volume || claim === SHARED_CLAIM
      ? []
      : mounts.map(({ path, readOnly }) => ({
          ...NEW_VOLUME,
          mode: 'existing' as const,
          claim,
          mount: path,
          readOnly
        }))
  );
}

/** Variables with a value, and the Secrets whose keys are variables, as far as the form knows them. */
function variables(notebook: Notebook, options: NotebookOptions): Pick<Draft, 'env' | 'secrets'> {
  const { env, envFrom } = (mainContainer(notebook) ?? {}) as {
    env?: { name?: string; value?: string }[];
    envFrom?: { secretRef?: { name?: string } }[];
  };
  const names = (Array.isArray(envFrom) ? envFrom : []).map(each => each?.secretRef?.name ?? '');
  return {
    env: (Array.isArray(env) ? env : []).flatMap(({ name = '', value }) =>
      value === undefined || OURS.test(name) ? [] : [{ name, value }]
    ),
    secrets: names.filter(
      name => options.secrets.includes(name) && !name.startsWith('kubeflow-lab')
    )
  };
}
