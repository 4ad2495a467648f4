/** Where a TrainJob says what it changes in the pods of its runtime: each version of Kubeflow Trainer has its own field. */
import type { OverrideField } from '@kubeflow-lab/schema';

import type { PodSpec } from '../common/object.js';
import { listOf } from '../common/text.js';
import { NODE_PART } from '../train-job/types.js';

type Entry = Record<string, unknown>;
type Spec = Record<string, unknown>;

/** The newest first. */
export const OVERRIDE_FIELDS: readonly OverrideField[] = [
  'runtimePatches',
  'podTemplateOverrides',
  'podSpecOverrides'
];

/** One of the fields: which of its entries is ours, and where in that the pod stands. */
interface Dialect {
  isOurs(entry: Entry): boolean;
  read(entry: Entry): PodSpec;
  write(entry: Entry | undefined, pod: PodSpec): Entry;
}

/** Who writes a patch; others that work on the same job have entries of their own. */
const MANAGER = 'lab.kubeflow.org/kubeflow-lab';
const TARGET = { targetJobs: [{ name: NODE_PART }] };

const targetsNodes = ({ targetJobs }: Entry) =>
  JSON.stringify(listOf(targetJobs as { name?: string }[]).map(job => job?.name)) ===
  JSON.stringify([NODE_PART]);

const DIALECTS: Record<OverrideField, Dialect> = {
  /** From version 2.2. */
  runtimePatches: {
    isOurs: ({ manager }) => manager === MANAGER,
    read: entry => (at(nodeJob(entry), ...POD_PATH) ?? {}) as PodSpec,
    write: (entry = { manager: MANAGER }, pod) => {
      const jobs = listOf(at(entry, ...JOBS_PATH) as Entry[]);
      const before = nodeJob(entry) ?? { name: NODE_PART };
      const after = put(before, POD_PATH, pod);
      const written = jobs.includes(before)
        ? jobs.map(job => (job === before ? after : job))
        : [...jobs, after];
      return put(entry, JOBS_PATH, written);
    }
  },
  /** Version 2.1. */
  podTemplateOverrides: {
    isOurs: targetsNodes,
    read: ({ spec }) => (spec ?? {}) as PodSpec,
    write: (entry = TARGET, pod) => ({ ...entry, spec: pod })
  },
  /** Version 2.0: the fields of the pod stand beside those that say which pods are meant. */
  podSpecOverrides: {
    isOurs: targetsNodes,
    read: entry => without(entry, 'targetJobs') as PodSpec,
    write: (entry, pod) => ({ targetJobs: entry?.targetJobs ?? TARGET.targetJobs, ...pod })
  }
};

const JOBS_PATH = ['trainingRuntimeSpec', 'template', 'spec', 'replicatedJobs'];
const POD_PATH = ['template', 'spec', 'template', 'spec'];

const nodeJob = (entry: Entry): Entry | undefined =>
  listOf(at(entry, ...JOBS_PATH) as Entry[]).find(job => job?.name === NODE_PART);

/** What a job changes in the pods of its nodes, as far as a form may change it too. */
export function readOverride(spec: Spec, served: OverrideField): PodSpec {
  const { field, entry } = ours(spec, served);
  return entry === undefined ? {} : DIALECTS[field].read(entry);
}

/** The spec with other changes of the pods of its nodes; without any, our entry goes. */
export function writeOverride(spec: Spec, served: OverrideField, pod: PodSpec): Spec {
  const { field, entry } = ours(spec, served);
  const before = entry === undefined ? {} : DIALECTS[field].read(entry);
  if (JSON.stringify(before) === JSON.stringify(pod)) {
    return spec;
  }
  const entries = listOf(spec[field] as Entry[]);
  const written = Object.keys(pod).length === 0 ? undefined : DIALECTS[field].write(entry, pod);
  const all =
    entry === undefined
      ? [...entries, written]
      : entries.flatMap(one => (one === entry ? (written ?? []) : one));
  return all.length === 0 ? without(spec, field) : { ...spec, [field]: all };
}

/** Our entry in the field that has one, or else the field that the cluster knows. */
function ours(spec: Spec, served: OverrideField): { field: OverrideField; entry?: Entry } {
  for (const field of OVERRIDE_FIELDS) {
    const entry = listOf(spec[field] as (Entry | null)[]).find(
      one => typeof one === 'object' && one !== null && DIALECTS[field].isOurs(one)
    );
    if (entry) {
      return { field, entry };
    }
  }
  return { field: served };
}

const without = (object: Entry, field: string): Entry =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== field));

/** What stands at a path of an object; undefined where something on the way is no object. */
function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Entry)[key] : undefined,
    value
  );
}

/** A copy of the object with something else at a path. */
function put(object: Entry, [key, ...rest]: readonly string[], value: unknown): Entry {
  const inner = object[key];
  const next = typeof inner === 'object' && inner !== null ? (inner as Entry) : {};
  return { ...object, [key]: rest.length === 0 ? value : put(next, rest, value) };
}
