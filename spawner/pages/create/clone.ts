/** A form with what an existing server has. */
import {
  IDLE_TIME_ANNOTATION,
  SERVER_TYPE_ANNOTATION,
  addedBeyond,
  beyondAfter,
  gpuOf,
  mainContainer,
  mountedVolumes,
  readNotebook,
  sizeOf
} from '@kubeflow-lab/resources';
import type { Notebook } from '@kubeflow-lab/resources';
import type { NotebookItem, NotebookOptions, ServerType } from '@kubeflow-lab/schema';

import { beginning } from './beginning.js';
import { formOf, type Draft } from './draft.js';
import { volumeDraft } from './from-form.js';
import { settingsOf } from './manifest.js';

/** Written by the platform into every server; what it means for another one is written anew. */
const OURS = /^(KUBEFLOW_LAB_|NB_PREFIX$)/;

const TYPES: readonly string[] = ['jupyter', 'group-one', 'group-two'] satisfies ServerType[];

/**
 * The draft of a server like `item`, under another name and with a new home folder: two servers on one would write over
 * each other's files. What no form says, such as a second container, goes along.
 * @returns the sentence why not, where the object is no server that could be made here
 */
export function draftLike(
  item: NotebookItem,
  { namespace, creator, options }: { namespace: string; creator: string; options: NotebookOptions }
): Draft | { message: string } {
  const settings = settingsOf(namespace, creator, options);
  const read = readNotebook([item.object], settings);
  if ('message' in read) {
    return read;
  }
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
  const { dataVolumes = [], affinity = '', tolerations = '' } = read.form;
  const draft: Draft = {
    ...beginning(namespace, options),
    name: `${name.slice(0, 47)}-copy`,
    serverType,
    ...(isOffered ? { image, custom: false } : { custom: true, customImage: image }),
    ...(cpu ? { cpu, cpuLimit: different(limits.cpu, cpu) } : {}),
    ...(memory ? { memory, memoryLimit: different(limits.memory, memory) } : {}),
    gpuVendor: gpu?.vendor ?? '',
    gpuCount: gpu === null ? '' : String(gpu.count),
    dataVolumes: dataVolumes.map(volumeDraft),
    ...(options.affinity.readOnly ? {} : { affinity }),
    ...(options.tolerations.readOnly ? {} : { tolerations }),
    configurations: options.configurations.options
      .map(option => option.name)
      .filter(option => option in labels),
    shm: mountedVolumes(item.object).some(({ mounts }) =>
      mounts.some(({ path }) => path === '/dev/shm')
    ),
    ...variables(notebook, options),
    idleTime: annotations[IDLE_TIME_ANNOTATION] ?? ''
  };
  const source = { form: read.form, beyond: addedBeyond(read, settings) };
  return { ...draft, beyond: beyondAfter(source, formOf(draft, options), settings) };
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
