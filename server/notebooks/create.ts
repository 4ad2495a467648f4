import { NOTEBOOK, PERSISTENT_VOLUME_CLAIM, STORAGE_CLASS, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { buildNotebook, buildWorkspaceClaim, checkNotebook } from '@kubeflow-lab/resources';
import type { Notebook, NotebookSettings, PersistentVolumeClaim } from '@kubeflow-lab/resources';
import type { NotebookForm } from '@kubeflow-lab/schema';
import type { Logger } from 'pino';

import { ProblemError, invalid } from '../http/problem.js';

export interface CreateContext {
  /** The API server, asked as the caller. */
  kube: KubeClient;
  /** The API server, asked as ourselves: everybody may know which storage classes there are. */
  client: KubeClient;
  settings: NotebookSettings;
  limits: { cpu: string; memory: string };
  logger: Logger;
}

/** The objects of a form after every check that needs no write; throws problems that name the field. */
export async function planNotebook(
  form: NotebookForm,
  { kube, client, settings, limits }: CreateContext
): Promise<{ notebook: Notebook; claim: PersistentVolumeClaim | null }> {
  const problems = checkNotebook(form, limits);
  if (problems.length > 0) {
    throw invalid(problems);
  }
  const notebook = buildNotebook(form, settings);
  // Asks for the right to create, admission and a free name before anything is made.
  await kube.create(NOTEBOOK, notebook, { dryRun: true });
  await checkVolume(form, kube, client, settings.namespace);
  return { notebook, claim: buildWorkspaceClaim(form, settings) };
}

/** Makes the workspace claim and then the Notebook; nothing is left when a step fails. */
export async function createNotebook(
  form: NotebookForm,
  context: CreateContext
): Promise<Notebook> {
  const { notebook, claim } = await planNotebook(form, context);
  const { kube, logger } = context;
  if (claim === null) {
    return kube.create(NOTEBOOK, notebook);
  }
  const made = await kube.create(PERSISTENT_VOLUME_CLAIM, claim).catch((error: unknown) => {
    throw claimTaken(error, claim);
  });
  try {
    return await kube.create(NOTEBOOK, notebook);
  } catch (error) {
    await removeClaim(kube, made).catch((cause: unknown) => {
      logger.error({ err: cause, claim: made.metadata?.name }, 'a volume was left behind');
    });
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

async function checkVolume(
  form: NotebookForm,
  kube: KubeClient,
  client: KubeClient,
  namespace: string
): Promise<void> {
  const { workspace } = form;
  if (workspace.mode === 'existing') {
    await demandClaim(kube, namespace, workspace.claim);
  } else if (workspace.mode === 'new') {
    await demandStorageClass(client, workspace.storageClass);
  }
}

async function demandClaim(kube: KubeClient, namespace: string, name: string): Promise<void> {
  try {
    await kube.get(PERSISTENT_VOLUME_CLAIM, { namespace, name });
  } catch (error) {
    if (isNotFound(error)) {
      const message = `There is no volume "${name}" in project "${namespace}"; choose one from the list.`;
      throw invalid([{ path: 'workspace.claim', message }]);
    }
    throw error;
  }
}

export const DEFAULT_CLASS_ANNOTATION = 'storageclass.kubernetes.io/is-default-class';

async function demandStorageClass(client: KubeClient, name: string | undefined): Promise<void> {
  const path = 'workspace.storageClass';
  const { items } = await client.list(STORAGE_CLASS);
  const names = items.map(item => item.metadata?.name ?? '').sort();
  if (name === undefined || name === '') {
    const standard = items.some(
      item => item.metadata?.annotations?.[DEFAULT_CLASS_ANNOTATION] === 'true'
    );
    if (!standard) {
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
