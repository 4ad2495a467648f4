/** Objects of a notebook server as `buildNotebook` would have written them, as far as only names of parts differ. */
import type { Container, PodSpec, ResourceRequirements, Volume } from '../common/object.js';
import { listOf } from '../common/text.js';
import { OURS } from './check-more.js';
import { CREATOR_ANNOTATION, HOME_DIRECTORY, SHARED_CLAIM, SHARED_DIRECTORY } from './types.js';
import type { Notebook, NotebookSettings } from './types.js';
import { TOKEN_DIRECTORY } from './volumes.js';

export const SHARED_MEMORY_PATH = '/dev/shm';
const PLATFORM_MOUNTS: Readonly<Record<string, string>> = {
  [HOME_DIRECTORY]: 'workspace',
  [TOKEN_DIRECTORY]: 'kubeflow-lab-token',
  [SHARED_DIRECTORY]: 'shared',
  [SHARED_MEMORY_PATH]: 'dshm'
};
const BUILT_NAME = /^(workspace|kubeflow-lab-token|shared|dshm|data-\d+)$/;
/** What the cluster writes; of an object that was copied from it. */
const THEIRS: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields'
]);

/** @param base the name that all parts are named after */
export function tidyNotebook(
  { status: _status, ...notebook }: Notebook,
  base: string,
  settings: NotebookSettings
): Notebook {
  const pod = notebook.spec?.template?.spec ?? {};
  const own = Object.entries(notebook.metadata ?? {}).filter(([field]) => !THEIRS.has(field));
  const { annotations, ...metadata } = Object.fromEntries(own) as NonNullable<Notebook['metadata']>;
  return {
    ...notebook,
    metadata: {
      ...metadata,
      name: base,
      namespace: settings.namespace,
      annotations: { ...annotations, [CREATOR_ANNOTATION]: settings.creator }
    },
    spec: {
      ...notebook.spec,
      template: { ...notebook.spec?.template, spec: tidyPod(pod, base) }
    }
  };
}

function tidyPod(pod: PodSpec, base: string): PodSpec {
  const main = listOf(pod.containers).find(({ name }) => name === base);
  const names = volumeNames(pod, main);
  const renamed = (name: string): string => names.get(name) ?? name;
  const tidied = (container: Container): Container => ({
    ...container,
    ...(container.volumeMounts === undefined
      ? {}
      : {
          volumeMounts: container.volumeMounts.map(mount => ({
            ...mount,
            name: renamed(mount.name)
          }))
        }),
    ...(container === main ? ofMain(container) : {})
  });
  return {
    ...pod,
    ...(pod.volumes === undefined
      ? {}
      : { volumes: pod.volumes.map(volume => ({ ...volume, name: renamed(volume.name) })) }),
    ...(pod.initContainers === undefined ? {} : { initContainers: pod.initContainers.map(tidied) }),
    containers: listOf(pod.containers).map(tidied)
  };
}

/** Amounts may be numbers in YAML. What the platform sets is written anew: its variables are nobody's to choose. */
function ofMain({ env, resources }: Container): Partial<Container> {
  return {
    env: listOf(env).filter(({ name }) => !OURS.test(String(name))),
    ...(resources === undefined ? {} : { resources: asTexts(resources) })
  };
}

function asTexts(resources: ResourceRequirements): ResourceRequirements {
  const texts = (amounts: ResourceRequirements['limits']) =>
    Object.fromEntries(
      Object.entries(amounts ?? {}).map(([resource, amount]) => [
        resource,
        typeof amount === 'number' ? String(amount) : amount
      ])
    );
  const { requests, limits } = resources;
  return {
    ...resources,
    ...(requests === undefined ? {} : { requests: texts(requests) }),
    ...(limits === undefined ? {} : { limits: texts(limits) })
  };
}

/** How volumes are named where the form knows them; others give way. */
function volumeNames(pod: PodSpec, main: Container | undefined): Map<string, string> {
  const names = new Map<string, string>();
  const volumes = new Map(listOf(pod.volumes).map(volume => [volume.name, volume]));
  let data = 0;
  for (const { mountPath, name } of listOf(main?.volumeMounts)) {
    const volume = volumes.get(name);
    if (volume === undefined || names.has(name)) {
      continue;
    }
    const platform = Object.hasOwn(PLATFORM_MOUNTS, mountPath) ? PLATFORM_MOUNTS[mountPath] : null;
    if (platform !== null && isPlatform(volume, platform)) {
      names.set(name, platform);
    } else if (platform === null && volume.persistentVolumeClaim !== undefined) {
      data += 1;
      names.set(name, `data-${data}`);
    }
  }
  for (const name of volumes.keys()) {
    if (!names.has(name) && BUILT_NAME.test(name)) {
      names.set(name, `own-${name}`);
    }
  }
  return names;
}

function isPlatform({ persistentVolumeClaim, projected, emptyDir }: Volume, name: string): boolean {
  switch (name) {
    case 'workspace':
      return persistentVolumeClaim !== undefined;
    case 'shared':
      return persistentVolumeClaim?.claimName === SHARED_CLAIM;
    case 'dshm':
      return emptyDir?.medium === 'Memory';
    default:
      return projected !== undefined;
  }
}
