/**
 * Form and YAML as two views of one notebook server: objects are read back into the form that would make them, and what
 * no form can say is kept beside it.
 */
import type { NotebookForm } from '@kubeflow-lab/schema';

import { additions, independent, keyedPatchOf, keyedPatched } from '../common/keyed-patch.js';
import type { KeyedPatch } from '../common/keyed-patch.js';
import type { Container, KubeObject, PersistentVolumeClaim } from '../common/object.js';
import type { FieldProblem } from '../common/summary.js';
import { listOf } from '../common/text.js';
import { buildNotebook } from './build.js';
import { OURS } from './check-more.js';
import { formFields } from './manifest-form.js';
import { isShallow, notebookObjectsOf } from './manifest-shape.js';
import type { NotebookObjects } from './manifest-shape.js';
import { tidyNotebook } from './manifest-tidy.js';
import { mainContainer } from './phase.js';
import { HOME_DIRECTORY } from './types.js';
import type { Notebook, NotebookSettings } from './types.js';
import { buildClaims } from './volumes.js';

/** What objects have beside what their form makes. */
export interface Beyond {
  notebook: KeyedPatch | null;
  /** Of claims, by where they are mounted. */
  claims: Record<string, KeyedPatch>;
}

export const NOTHING_BEYOND: Beyond = { notebook: null, claims: {} };

export interface ReadNotebook {
  form: NotebookForm;
  beyond: Beyond;
}

/** Stands for the main container, which is named after its server. */
const MAIN = '{notebook-name}';

/** The objects that a form makes, with what is beyond it. */
export function notebookObjects(
  form: NotebookForm,
  beyond: Beyond,
  settings: NotebookSettings
): [Notebook, ...PersistentVolumeClaim[]] {
  const built = buildNotebook(form, settings);
  const notebook =
    beyond.notebook === null
      ? built
      : withMain(keyedPatched(withMain(built, form.name, MAIN), beyond.notebook), MAIN, form.name);
  const claims = claimsByMount(form, settings).map(([mount, claim]) =>
    Object.hasOwn(beyond.claims, mount) ? keyedPatched(claim, beyond.claims[mount]) : claim
  );
  return [notebook as Notebook, ...(claims as PersistentVolumeClaim[])];
}

/** The form of objects and what is beyond it, which make the same objects again; or what keeps them from being read. */
export function readNotebook(
  objects: readonly KubeObject[],
  settings: NotebookSettings
): ReadNotebook | FieldProblem {
  if (!isShallow(objects)) {
    return { path: '', message: 'The objects are nested too deeply.' };
  }
  const parts = notebookObjectsOf(objects.map(withoutNulls) as KubeObject[], settings.namespace);
  return 'message' in parts ? parts : readParts(parts, settings);
}

function readParts(
  { notebook, claims }: NotebookObjects,
  settings: NotebookSettings
): ReadNotebook | FieldProblem {
  // A server that is renamed at the top alone is renamed altogether, so its parts say how it was called.
  const base = String(mainContainer(notebook)?.name ?? '');
  const tidied = tidyNotebook(notebook, base, settings);
  const form = { ...formFields(tidied, claims, settings), name: base };
  const built = withMain(buildNotebook(form, settings), base, MAIN);
  const known = claimsByMount(form, settings);
  const claimNames = known.map(([, claim]) => claim.metadata?.name);
  const odd = claims.find(
    (claim, index) =>
      !claimNames.includes(claim.metadata?.name) ||
      claims.findIndex(({ metadata }) => metadata?.name === claim.metadata?.name) !== index
  );
  if (odd !== undefined) {
    const message = `The claim "${String(odd.metadata?.name)}" is no volume of the server: mount it once in the server, or take it away.`;
    return { path: 'metadata.name', message };
  }
  const beyondClaims = known.flatMap(([mount, claim]): [string, KeyedPatch][] => {
    const found = claims.find(({ metadata }) => metadata?.name === claim.metadata?.name);
    const patch = keyedPatchOf(claim, tidyClaim(found!, claim));
    return patch === null ? [] : [[mount, patch]];
  });
  return {
    form: { ...form, name: String(notebook.metadata?.name ?? '') },
    beyond: {
      notebook: keyedPatchOf(withoutOurs(built), withMain(tidied, base, MAIN)),
      claims: Object.fromEntries(beyondClaims)
    }
  };
}

/**
 * What stays beyond a form that was changed: all of it, but for what contradicts the change, because the person has said
 * last what the form says.
 */
export function beyondAfter(
  { form, beyond }: ReadNotebook,
  changed: NotebookForm,
  settings: NotebookSettings
): Beyond {
  const read = readNotebook(notebookObjects(changed, beyond, settings), settings);
  const plain = notebookObjects(changed, NOTHING_BEYOND, settings);
  const isTrue =
    'form' in read &&
    keyedPatchOf(plain, notebookObjects(read.form, NOTHING_BEYOND, settings)) === null;
  if (isTrue || beyond.notebook === null) {
    return beyond;
  }
  const before = withMain(buildNotebook(form, settings), form.name, MAIN);
  const after = withMain(plain[0], changed.name, MAIN);
  return { ...beyond, notebook: independent(beyond.notebook, keyedPatchOf(before, after)) };
}

/**
 * What a server has in its pod beside what its form makes, for another server like it: added parts and fields. What only
 * differs, or is missing, is of the version of the platform that made it, and labels and annotations are its own.
 */
export function addedBeyond({ form, beyond }: ReadNotebook, settings: NotebookSettings): Beyond {
  const { notebook } = beyond;
  const spec = notebook !== null && 'fields' in notebook ? notebook.fields.spec : undefined;
  const built = withMain(buildNotebook(form, settings), form.name, MAIN);
  const added = spec === undefined ? null : additions(spec, built.spec);
  return added === null ? NOTHING_BEYOND : { notebook: { fields: { spec: added } }, claims: {} };
}

/** The claims of a form's new volumes with where each is mounted. */
function claimsByMount(
  form: NotebookForm,
  settings: NotebookSettings
): [string, PersistentVolumeClaim][] {
  const mounts = [
    ...(form.workspace.mode === 'new' ? [HOME_DIRECTORY] : []),
    ...(form.dataVolumes ?? []).flatMap(({ mode, mount }) => (mode === 'new' ? [mount] : []))
  ];
  return buildClaims(form, settings).map((claim, index) => [mounts[index], claim]);
}

/** As it would be built, where only whose it is, or how its size is written, differs. */
function tidyClaim(
  { status: _status, ...claim }: PersistentVolumeClaim,
  built: PersistentVolumeClaim
): PersistentVolumeClaim {
  const { namespace, annotations } = built.metadata ?? {};
  const storage = claim.spec?.resources?.requests?.storage;
  return {
    ...claim,
    metadata: {
      ...claim.metadata,
      namespace,
      annotations: { ...claim.metadata?.annotations, ...annotations }
    },
    ...(typeof storage === 'number'
      ? { spec: { ...claim.spec, resources: { requests: { storage: String(storage) } } } }
      : {})
  };
}

/** A notebook whose container `from` is called `to`. */
function withMain(notebook: unknown, from: string, to: string): Notebook {
  return withContainers(notebook as Notebook, container =>
    container.name === from ? { ...container, name: to } : container
  );
}

function withContainers(notebook: Notebook, change: (container: Container) => Container): Notebook {
  const pod = notebook.spec?.template?.spec;
  const containers = listOf(pod?.containers).map(change);
  const template = { ...notebook.spec?.template, spec: { ...pod, containers } };
  return { ...notebook, spec: { ...notebook.spec, template } };
}

/** The main container without the platform's variables, which are no difference: nobody may set others. */
function withoutOurs(notebook: Notebook): Notebook {
  return withContainers(notebook, container =>
    container.name === MAIN
      ? { ...container, env: listOf(container.env).filter(({ name }) => !OURS.test(name)) }
      : container
  );
}

/** Kubernetes drops what is null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter(part => part !== null).map(withoutNulls);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, part]): [string, unknown][] =>
          part === null ? [] : [[key, withoutNulls(part)]]
        )
      )
    : value;
}
