/** With what a new form begins: what the administrator sets, and what was chosen the last time. */
import type { NotebookForm, NotebookOptions } from '@kubeflow-lab/schema';

import { recall, remember } from '../../app/storage.js';
import { draftOf, NEW_DRAFT, type Draft } from './draft.js';
import { volumeDraft, workspaceFields } from './from-form.js';

const key = (namespace: string): string => `kubeflow-lab.last.${namespace}`;

/** What is not remembered: what belongs to one server only, and what may be secret. */
const EVERY_TIME = ['name', 'env', 'claim', 'snapshot', 'dataVolumes', 'beyond'] as const;

/** Remembers a choice for the next server. */
export function rememberChoice(namespace: string, draft: Draft): void {
  remember('local', key(namespace), JSON.stringify({ ...draft, ...everyTime(NEW_DRAFT) }));
}

/** The draft to begin with, without a name. */
export function beginning(namespace: string, options: NotebookOptions): Draft {
  const set = draftOfOptions(options);
  const last = draftOf(recall('local', key(namespace)));
  return last === null
    ? set
    : { ...last, ...everyTime(set), ...fixedFields(options, set), ...stillOffered(last, options) };
}

function everyTime(draft: Draft): Partial<Draft> {
  return Object.fromEntries(EVERY_TIME.map(field => [field, draft[field]]));
}

/** What the administrator's file says. */
function draftOfOptions(options: NotebookOptions): Draft {
  const { cpu, memory, gpus, imagePullPolicy, affinity, tolerations, shm, env } = options;
  return {
    ...NEW_DRAFT,
    image: options.images.jupyter.value,
    imagePullPolicy: imagePullPolicy.value === 'IfNotPresent' ? '' : imagePullPolicy.value,
    cpu: cpu.value,
    memory: memory.value,
    gpuVendor: gpus.value.vendor || (gpus.vendors[0]?.resource ?? ''),
    gpuCount: gpus.value.count > 0 ? String(gpus.value.count) : '',
    ...workspaceFields(options.workspace.value),
    dataVolumes: options.dataVolumes.value.map(volumeDraft),
    configurations: options.configurations.value.filter(name =>
      options.configurations.options.some(option => option.name === name)
    ),
    affinity: affinity.value,
    tolerations: tolerations.value,
    shm: shm.value,
    env: env.value
  };
}

/** The draft's fields that cannot be changed. */
function fixedFields(options: NotebookOptions, set: Draft): Partial<Draft> {
  const { size, storageClass, accessMode, workspace, claim, newClaim } = set;
  return {
    newClaim,
    ...(options.images.jupyter.readOnly ? { image: set.image, custom: false } : {}),
    ...(options.imagePullPolicy.readOnly ? { imagePullPolicy: set.imagePullPolicy } : {}),
    ...(options.cpu.readOnly ? { cpu: set.cpu, cpuLimit: '' } : {}),
    ...(options.memory.readOnly ? { memory: set.memory, memoryLimit: '' } : {}),
    ...(options.gpus.readOnly ? { gpuVendor: set.gpuVendor, gpuCount: set.gpuCount } : {}),
    ...(options.workspace.readOnly ? { size, storageClass, accessMode, workspace, claim } : {}),
    ...(options.configurations.readOnly ? { configurations: set.configurations } : {}),
    ...(options.affinity.readOnly ? { affinity: set.affinity } : {}),
    ...(options.tolerations.readOnly ? { tolerations: set.tolerations } : {}),
    ...(options.shm.readOnly ? { shm: set.shm } : {})
  };
}

/** Without what has gone since: a choice that nobody sees could not be taken back. */
function stillOffered(last: Draft, options: NotebookOptions): Partial<Draft> {
  const has = (list: readonly { key: string }[], key: string): string =>
    list.some(option => option.key === key) ? key : '';
  const vendors = options.gpus.vendors.map(({ resource }) => resource);
  const known = options.configurations.options.map(({ name }) => name);
  return {
    ...(options.affinity.readOnly
      ? {}
      : { affinity: has(options.affinity.options, last.affinity) }),
    ...(options.tolerations.readOnly
      ? {}
      : { tolerations: has(options.tolerations.options, last.tolerations) }),
    ...(options.configurations.readOnly
      ? {}
      : { configurations: last.configurations.filter(name => known.includes(name)) }),
    ...(vendors.includes(last.gpuVendor) ? {} : { gpuVendor: vendors[0] ?? '', gpuCount: '' }),
    ...(options.allowCustomImage ? {} : { custom: false }),
    secrets: last.secrets.filter(name => options.secrets.includes(name)),
    ...(options.images[last.serverType].options.length > 0 ? {} : { serverType: 'jupyter' })
  };
}

/** What a named profile fills in. */
export function profileFields(form: Partial<NotebookForm>): Partial<Draft> {
  const { cpu, memory, gpu, image, shm, affinity, tolerations, configurations, idleTime } = form;
  const fields: Partial<Draft> = {
    ...(image === undefined ? {} : { image, custom: false }),
    ...(cpu === undefined ? {} : { cpu: String(cpu), cpuLimit: '' }),
    ...(memory === undefined ? {} : { memory: String(memory), memoryLimit: '' }),
    gpuCount: gpu === undefined ? '' : String(gpu.count),
    ...(gpu === undefined ? {} : { gpuVendor: String(gpu.vendor) }),
    ...(shm === undefined ? {} : { shm: shm === true }),
    ...(affinity === undefined ? {} : { affinity: String(affinity) }),
    ...(tolerations === undefined ? {} : { tolerations: String(tolerations) }),
    ...(Array.isArray(configurations) ? { configurations: configurations.map(String) } : {}),
    ...(idleTime === undefined ? {} : { idleTime: String(idleTime) }),
    ...(form.workspace === undefined ? {} : workspaceFields(form.workspace))
  };
  return fields;
}
