/** The fields of the form that an object says. */
import type { DataVolume, NotebookForm, ServerType, Workspace } from '@kubeflow-lab/schema';

import type { Container, PersistentVolumeClaim, PodSpec } from '../common/object.js';
import { same } from '../common/same.js';
import { listOf } from '../common/text.js';
import { selectingLabels } from '../pod-default/index.js';
import { snapshotOfSource } from '../volume/snapshot-source.js';
import { IDLE_TIME_ANNOTATION, isGpu } from './activity.js';
import { timesFactor } from './offer.js';
import { HOME_DIRECTORY, SERVER_TYPE_ANNOTATION, workspaceClaimName } from './types.js';
import type { Notebook, NotebookSettings } from './types.js';

const TYPES: readonly ServerType[] = ['jupyter', 'group-one', 'group-two'];
const GPUS_MAX = 64;

/** @param notebook tidied: its main container and its volumes have the names that a built one has */
export function formFields(
  notebook: Notebook,
  claims: readonly PersistentVolumeClaim[],
  settings: NotebookSettings
): NotebookForm {
  const pod = notebook.spec?.template?.spec ?? {};
  const { name = '', annotations } = notebook.metadata ?? {};
  const main = listOf(pod.containers).find(each => each.name === name) ?? { name };
  const type = TYPES.find(each => each === annotations?.[SERVER_TYPE_ANNOTATION]) ?? 'jupyter';
  const idleTime = annotations?.[IDLE_TIME_ANNOTATION];
  const { imagePullPolicy } = main;
  return {
    name,
    image: text(main.image),
    ...amounts(main, settings),
    workspace: workspaceOf(pod, main, claims),
    ...(type === 'jupyter' ? {} : { serverType: type }),
    ...(imagePullPolicy === 'Always' || imagePullPolicy === 'Never' ? { imagePullPolicy } : {}),
    ...gpuOfContainer(main),
    ...some('dataVolumes', dataVolumesOf(pod, main, claims)),
    ...some('configurations', configurationsOf(notebook, settings)),
    ...groupsOf(pod, settings),
    ...(main.volumeMounts?.some(mount => mount.name === 'dshm') === true ? { shm: true } : {}),
    ...some('env', variablesOf(main)),
    ...some('secrets', secretsOf(main)),
    ...(idleTime ? { idleTime } : {})
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function some<K extends string, T>(field: K, list: T[]): { [key in K]?: T[] } {
  return list.length > 0 ? ({ [field]: list } as { [key in K]: T[] }) : {};
}

function amounts(
  { resources }: Container,
  { offer }: NotebookSettings
): Pick<NotebookForm, 'cpu' | 'memory' | 'cpuLimit' | 'memoryLimit'> {
  const cpu = text(resources?.requests?.cpu);
  const memory = text(resources?.requests?.memory);
  const unusual = (resource: 'cpu' | 'memory', asked: string): string => {
    const limit = text(resources?.limits?.[resource]);
    return limit === timesFactor(asked, offer === undefined ? 1 : offer[resource].limitFactor)
      ? ''
      : limit;
  };
  const cpuLimit = unusual('cpu', cpu);
  const memoryLimit = unusual('memory', memory);
  return {
    cpu,
    memory,
    ...(cpuLimit ? { cpuLimit } : {}),
    ...(memoryLimit ? { memoryLimit } : {})
  };
}

function gpuOfContainer({ resources }: Container): Pick<NotebookForm, 'gpu'> {
  const found = Object.entries(resources?.limits ?? {})
    .map(([vendor, count]) => ({ vendor, count: Number(count) }))
    .find(
      ({ vendor, count }) =>
        isGpu(vendor) && Number.isInteger(count) && count > 0 && count <= GPUS_MAX
    );
  return found === undefined ? {} : { gpu: found };
}

function workspaceOf(
  pod: PodSpec,
  { name, volumeMounts }: Container,
  claims: readonly PersistentVolumeClaim[]
): Workspace {
  const isMounted = listOf(volumeMounts).some(
    mount => mount.mountPath === HOME_DIRECTORY && mount.name === 'workspace'
  );
  const claim = isMounted ? claimOf(pod, 'workspace') : null;
  if (claim === null) {
    return { mode: 'none' };
  }
  const made = newClaimOf(claims, claim);
  if (made === null) {
    return { mode: 'existing', claim };
  }
  return { mode: 'new', ...made, ...(claim === workspaceClaimName(name) ? {} : { claim }) };
}

/** Only the first mount of each: what else is mounted of the same volume no form can say. */
function dataVolumesOf(
  pod: PodSpec,
  { volumeMounts }: Container,
  claims: readonly PersistentVolumeClaim[]
): DataVolume[] {
  const mounts = listOf(volumeMounts);
  return mounts.flatMap(({ name, mountPath, readOnly }, index): DataVolume[] => {
    const claim = /^data-\d+$/.test(name) ? claimOf(pod, name) : null;
    if (claim === null || mounts.findIndex(mount => mount.name === name) !== index) {
      return [];
    }
    const made = newClaimOf(claims, claim);
    const mount = String(mountPath);
    return made === null
      ? [{ mode: 'existing', claim, mount, ...(readOnly === true ? { readOnly } : {}) }]
      : [{ mode: 'new', claim, mount, ...made }];
  });
}

function claimOf({ volumes }: PodSpec, name: string): string | null {
  const volume = listOf(volumes).find(each => each.name === name);
  const claim = (volume?.persistentVolumeClaim as { claimName?: unknown } | undefined)?.claimName;
  return typeof claim === 'string' ? claim : null;
}

/** What a claim that is made with the server asks for; null where it is not made with it. */
function newClaimOf(
  claims: readonly PersistentVolumeClaim[],
  name: string
): { size: string; storageClass?: string; accessMode?: string; snapshot?: string } | null {
  const claim = claims.find(({ metadata }) => metadata?.name === name);
  if (claim === undefined) {
    return null;
  }
  const { resources, storageClassName, accessModes, dataSource } = claim.spec ?? {};
  const snapshot = snapshotOfSource(dataSource);
  const [mode] = Array.isArray(accessModes) ? (accessModes as unknown[]) : [];
  return {
    size: String(resources?.requests?.storage ?? ''),
    ...(text(storageClassName) ? { storageClass: text(storageClassName) } : {}),
    ...(text(mode) && mode !== 'ReadWriteOnce' ? { accessMode: text(mode) } : {}),
    ...(snapshot ? { snapshot } : {})
  };
}

/** The PodDefaults whose labels are there. */
function configurationsOf(
  { metadata }: Notebook,
  { podDefaults = [] }: NotebookSettings
): string[] {
  return podDefaults.flatMap(each => {
    const labels = Object.entries(selectingLabels(each));
    const isChosen =
      labels.length > 0 && labels.every(([key, value]) => metadata?.labels?.[key] === value);
    return isChosen ? [each.metadata?.name ?? ''] : [];
  });
}

function groupsOf(
  pod: PodSpec,
  { offer }: NotebookSettings
): Pick<NotebookForm, 'affinity' | 'tolerations'> {
  const tolerated = listOf(pod.tolerations as unknown[] | undefined);
  const affinity = offer?.affinity.options.find(({ content }) => same(content, pod.affinity));
  const tolerations = offer?.tolerations.options.find(
    ({ content }) =>
      content.length > 0 && content.every(each => tolerated.some(other => same(each, other)))
  );
  return {
    ...(affinity ? { affinity: affinity.key } : {}),
    ...(tolerations ? { tolerations: tolerations.key } : {})
  };
}

function variablesOf({ env }: Container): { name: string; value: string }[] {
  return listOf(env).flatMap(({ name, value, ...more }) =>
    typeof name === 'string' && typeof value === 'string' && Object.keys(more).length === 0
      ? [{ name, value }]
      : []
  );
}

function secretsOf({ envFrom }: Container): string[] {
  return listOf(envFrom).flatMap(({ secretRef, ...more }) =>
    typeof secretRef?.name === 'string' &&
    Object.keys(secretRef).length === 1 &&
    Object.keys(more).length === 0
      ? [secretRef.name]
      : []
  );
}
