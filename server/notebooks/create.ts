import {
  NOTEBOOK,
  PERSISTENT_VOLUME_CLAIM,
  POD,
  POD_DEFAULT,
  STORAGE_CLASS,
  isForbidden,
  isNotFound
} from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  NOTEBOOK_NAME_LABEL,
  NOTHING_BEYOND,
  checkBeyond,
  checkNotebook,
  checkOffer,
  dataClaimOf,
  isDefaultClass,
  notebookObjects,
  readNotebook
} from '@kubeflow-lab/resources';
import type {
  Notebook,
  NotebookSettings,
  PersistentVolumeClaim,
  PodDefault,
  ReadNotebook,
  SpawnerOffer
} from '@kubeflow-lab/resources';
import type { NotebookForm, NotebookObjects } from '@kubeflow-lab/schema';
import type { Logger } from 'pino';

import { ProblemError, invalid } from '../http/problem.js';
import { demandRestore } from '../volumes/snapshots.js';

export interface CreateContext {
  /** The API server, asked as the caller. */
  kube: KubeClient;
  /** The API server, asked as ourselves: everybody may know which storage classes there are. */
  client: KubeClient;
  settings: NotebookSettings & { offer: SpawnerOffer };
  limits: { cpu: string; memory: string };
  logger: Logger;
}

interface Plan {
  notebook: Notebook;
  claims: PersistentVolumeClaim[];
}

/** A form, or the objects that one makes, perhaps changed. */
export type WantedNotebook = NotebookForm | NotebookObjects;

/** The objects to make after every check that needs no write; throws problems that name the field. */
export async function planNotebook(wanted: WantedNotebook, context: CreateContext): Promise<Plan> {
  const { kube, client, limits } = context;
  const podDefaults = await podDefaultsFor(wanted, context);
  const settings = { ...context.settings, podDefaults };
  const read = readWanted(wanted, settings);
  const { form, beyond } = read;
  const problems = [
    ...checkNotebook(form, limits),
    ...checkOffer(form, settings.offer),
    ...checkBeyond(read, settings)
  ];
  if (problems.length > 0) {
    throw invalid(problems);
  }
  demandPodDefaults(form, podDefaults, settings.namespace);
  const [notebook, ...claims] = notebookObjects(form, beyond, settings);
  // Asks for the right to create, admission and a free name before anything is made.
  await kube.create(NOTEBOOK, notebook, { dryRun: true });
  await checkVolumes(form, kube, client, settings.namespace);
  return { notebook, claims };
}

/** Objects are read as the form that they stand for, so that they meet the same checks. */
function readWanted(wanted: WantedNotebook, settings: NotebookSettings): ReadNotebook {
  if (!('objects' in wanted)) {
    return { form: wanted, beyond: NOTHING_BEYOND };
  }
  const read = readNotebook(wanted.objects, settings);
  if ('message' in read) {
    throw invalid([read]);
  }
  return read;
}

/**
 * What the cluster would say to the parts that a Notebook only leads to later: its claims, and its pod, which meets
 * quota and admission.
 */
export async function rehearse({ notebook, claims }: Plan, { kube }: CreateContext): Promise<void> {
  const { name = '', namespace } = notebook.metadata ?? {};
  for (const claim of claims) {
    await kube.create(PERSISTENT_VOLUME_CLAIM, claim, { dryRun: true }).catch((error: unknown) => {
      throw claimTaken(error, claim);
    });
  }
  const { labels } = notebook.metadata ?? {};
  const metadata = {
    generateName: `${name}-`,
    namespace,
    labels: { [NOTEBOOK_NAME_LABEL]: name, ...labels }
  };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: notebook.spec?.template?.spec };
  await kube.create(POD, pod, { dryRun: true });
}

/** Makes the claims and then the Notebook; nothing is left when a step fails. */
export async function createNotebook(
  wanted: WantedNotebook,
  context: CreateContext
): Promise<Notebook> {
  const { notebook, claims } = await planNotebook(wanted, context);
  const { kube, logger } = context;
  const made: PersistentVolumeClaim[] = [];
  try {
    for (const claim of claims) {
      made.push(
        await kube.create(PERSISTENT_VOLUME_CLAIM, claim).catch((error: unknown) => {
          throw claimTaken(error, claim);
        })
      );
    }
    return await kube.create(NOTEBOOK, notebook);
  } catch (error) {
    for (const claim of made) {
      await removeClaim(kube, claim).catch((cause: unknown) => {
        logger.error({ err: cause, claim: claim.metadata?.name }, 'a volume was left behind');
      });
    }
    throw error;
  }
}

/** The PodDefaults that a form names, whose labels its pod needs, or that objects may ask for. */
async function podDefaultsFor(
  wanted: WantedNotebook,
  { kube, settings: { namespace } }: CreateContext
): Promise<PodDefault[]> {
  const none = !('objects' in wanted) && (wanted.configurations ?? []).length === 0;
  return none ? [] : podDefaultsOf(kube, namespace);
}

function demandPodDefaults(
  { configurations = [] }: NotebookForm,
  known: readonly PodDefault[],
  namespace: string
): void {
  const gone = configurations.findIndex(
    name => !known.some(({ metadata }) => metadata?.name === name)
  );
  if (gone >= 0) {
    const message = `There is no configuration "${configurations[gone]}" in project "${namespace}".`;
    throw invalid([{ path: `configurations.${gone}`, message }]);
  }
}

/** Those of a namespace as the caller may see them; none where their kind is not installed. */
export async function podDefaultsOf(kube: KubeClient, namespace: string): Promise<PodDefault[]> {
  try {
    return (await kube.list(POD_DEFAULT, { namespace })).items;
  } catch (error) {
    if (isNotFound(error) || isForbidden(error)) {
      return [];
    }
    throw error;
  }
}

async function removeClaim(kube: KubeClient, { metadata }: PersistentVolumeClaim): Promise<void> {
  const { namespace, name = '', uid } = metadata ?? {};
  await kube.delete(PERSISTENT_VOLUME_CLAIM, { namespace, name }, { preconditions: { uid } });
}

function claimTaken(error: unknown, claim: PersistentVolumeClaim): unknown {
  const taken = error instanceof Error && 'reason' in error && error.reason === 'AlreadyExists';
  return taken
    ? new ProblemError(
        409,
        `A volume "${claim.metadata?.name}" exists already, as of a notebook server of this name that was deleted; ` +
          'use it as an existing volume, or choose another name.',
        { errors: [{ path: 'workspace', message: 'A volume of this name exists already.' }] }
      )
    : error;
}

async function checkVolumes(
  form: NotebookForm,
  kube: KubeClient,
  client: KubeClient,
  namespace: string
): Promise<void> {
  const { workspace, dataVolumes = [] } = form;
  const wanted = [
    { volume: workspace, path: 'workspace' },
    ...dataVolumes.map((volume, index) => ({
      volume: { ...volume, claim: dataClaimOf(form, volume) },
      path: `dataVolumes.${index}`
    }))
  ];
  for (const { volume, path } of wanted) {
    if (volume.mode === 'existing') {
      await demandClaim(kube, namespace, volume.claim, path);
    } else if (volume.mode === 'new') {
      await demandStorageClass(client, volume.storageClass, path);
      await demandRestore(volume, path, { client, kube, namespace });
    }
  }
}

async function demandClaim(
  kube: KubeClient,
  namespace: string,
  name: string,
  path: string
): Promise<void> {
  try {
    await kube.get(PERSISTENT_VOLUME_CLAIM, { namespace, name });
  } catch (error) {
    if (isNotFound(error)) {
      const message = `There is no volume "${name}" in project "${namespace}"; choose one from the list.`;
      throw invalid([{ path: `${path}.claim`, message }]);
    }
    throw error;
  }
}

export async function demandStorageClass(
  client: KubeClient,
  name: string | undefined,
  of: string
): Promise<void> {
  const path = of === '' ? 'storageClass' : `${of}.storageClass`;
  const { items } = await client.list(STORAGE_CLASS);
  const names = items.map(item => item.metadata?.name ?? '').sort();
  if (name === undefined || name === '') {
    if (!items.some(isDefaultClass)) {
      const message =
        'The cluster has no default storage class; choose one, or work without a volume.';
      throw invalid([{ path, message }]);
    }
  } else if (!names.includes(name)) {
    const known =
      names.length === 0 ? 'the cluster has none' : `the cluster has ${names.join(', ')}`;
    throw invalid([{ path, message: `There is no storage class "${name}"; ${known}.` }]);
  }
}
