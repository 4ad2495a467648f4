/**
 * The nodes of a TrainJob, seen as the one role of a training job, so that whatever reads, changes and checks those does
 * so with TrainJobs: `spec.trainer` and what the job overrides in its runtime's pods are one pod template.
 */
import type { TrainingRuntimeItem, OverrideField, RuntimeRef } from '@kubeflow-lab/schema';

import type { Container, PodTemplateSpec } from '../common/object.js';
import { listOf } from '../common/text.js';
import { NODE_PART, TRAIN_JOB_API_VERSION } from '../train-job/types.js';
import { TRAINJOB_KIND } from './kinds.js';
import { readOverride, writeOverride } from './overrides.js';
import type { ReplicaSpec, TrainingJob, TrainingJobKind } from './types.js';

export const NODE_ROLE = 'Node';

type Fields = Record<string, unknown>;

/** Fields of the container that stand in `spec.trainer`, by their names there. */
const TRAINER_FIELDS = {
  image: 'image',
  command: 'command',
  args: 'args',
  env: 'env',
  resources: 'resourcesPerNode'
} as const;
const OF_TRAINER = Object.keys(TRAINER_FIELDS) as (keyof typeof TRAINER_FIELDS)[];

/** How PyTorch's processes are started, which then find each other by the variables of the runtime. */
const TORCHRUN = ['python', '-m', 'torch.distributed.run', '--no_python'];
const TORCH_VARIABLES = ['NNODES', 'NPROC_PER_NODE', 'NODE_RANK', 'MASTER_ADDR', 'MASTER_PORT'];

/** The row of TrainJobs in a certain runtime of a cluster. */
export function trainJobRow(
  overrides: OverrideField,
  runtime: TrainingRuntimeItem | null
): TrainingJobKind {
  const isTorch = runtime?.framework === 'torch';
  return {
    ...TRAINJOB_KIND,
    trainer: { overrides, runtime },
    ...(isTorch ? { starter: TORCHRUN, images: 'pytorch' } : {}),
    environment: isTorch ? TORCH_VARIABLES.map(name => `PET_${name}`) : []
  };
}

/** Which runtime a job names; without a kind it is one of the cluster. */
export function readRuntime({ spec }: TrainingJob): RuntimeRef {
  const { name, kind } = (spec?.runtimeRef ?? {}) as { name?: unknown; kind?: unknown };
  return {
    kind: kind === 'TrainingRuntime' ? kind : 'ClusterTrainingRuntime',
    name: typeof name === 'string' ? name : ''
  };
}

/** The job in another runtime; what else its reference says stays. */
export function writeRuntime(job: TrainingJob, { kind, name }: RuntimeRef): TrainingJob {
  const before = job.spec?.runtimeRef as object | undefined;
  const runtimeRef = { apiGroup: 'trainer.kubeflow.org', ...before, kind, name };
  return { ...job, spec: { ...job.spec, runtimeRef } };
}

/** A job to begin a form with: one node in a runtime that is still to be chosen. */
export const plainTrainJob = (name: string): TrainingJob =>
  writeRuntime(
    {
      apiVersion: TRAIN_JOB_API_VERSION,
      kind: TRAINJOB_KIND.kind,
      metadata: { name },
      spec: { trainer: { numNodes: 1 } }
    },
    { kind: 'ClusterTrainingRuntime', name: '' }
  );

/** The nodes as replica specs: always one role, which asks for as many as the job or else its runtime says. */
export function nodeSpecs(
  { spec = {} }: TrainingJob,
  { trainer: facts }: TrainingJobKind
): Record<string, ReplicaSpec> {
  const trainer = objectOf(spec.trainer);
  const replicas = (trainer.numNodes ?? facts?.runtime?.nodes) as number | undefined;
  const override = readOverride(spec, facts!.overrides);
  const containers = listOf(override.containers);
  const own = containers.find(one => one?.name === NODE_PART);
  const main = {
    ...without(own ?? {}, OF_TRAINER),
    name: NODE_PART,
    ...said(trainer)
  } as Container;
  const template: PodTemplateSpec = {
    spec: {
      ...override,
      containers: own ? containers.map(one => (one === own ? main : one)) : [main, ...containers]
    }
  };
  return { [NODE_ROLE]: { ...(replicas === undefined ? {} : { replicas }), template } };
}

/** The runtime whose amounts the nodes have; null where the job names any of its own, which replace all of those. */
export function amountsFrom(
  { spec }: TrainingJob,
  { trainer: facts }: TrainingJobKind
): TrainingRuntimeItem | null {
  const named = objectOf(spec?.trainer).resourcesPerNode;
  return named === undefined ? (facts?.runtime ?? null) : null;
}

/** The job with other nodes; what it does not say stays unsaid where nothing changes it. */
export function withNodeSpecs(
  job: TrainingJob,
  kind: TrainingJobKind,
  { [NODE_ROLE]: wanted = {} }: Record<string, ReplicaSpec>
): TrainingJob {
  const spec: Fields = job.spec ?? {};
  const { overrides } = kind.trainer!;
  const before = nodeSpecs(job, kind)[NODE_ROLE];
  const { containers: changed } = readOverride(spec, overrides);
  const own = listOf(changed).find(one => one?.name === NODE_PART);
  const { containers, ...pod } = wanted.template?.spec ?? {};
  const main = listOf(containers).find(one => one?.name === NODE_PART);
  const kept = { ...pick(own ?? {}, OF_TRAINER), ...without(main ?? {}, OF_TRAINER) };
  // A container of which only its name is left says nothing, unless somebody wrote it so.
  const saysNothing = isOnlyName(kept) && (own === undefined || !isOnlyName(own));
  const others = listOf(containers).flatMap(one =>
    one === main ? (saysNothing ? [] : [kept as unknown as Container]) : [one]
  );
  const written = writeOverride(spec, overrides, {
    ...pod,
    ...(others.length > 0 || changed?.length === 0 ? { containers: others } : {})
  });
  const trainer = {
    ...without(objectOf(spec.trainer), Object.values(TRAINER_FIELDS)),
    ...(wanted.replicas === before.replicas ? {} : { numNodes: wanted.replicas }),
    ...unsaid(main)
  };
  const isSame = spec.trainer === undefined && Object.keys(trainer).length === 0;
  return { ...job, spec: { ...written, ...(isSame ? {} : { trainer }) } };
}

/** What `spec.trainer` says of the container. */
function said(trainer: Fields): Partial<Container> {
  return Object.fromEntries(
    OF_TRAINER.filter(field => trainer[TRAINER_FIELDS[field]] !== undefined).map(field => [
      field,
      trainer[TRAINER_FIELDS[field]]
    ])
  );
}

/** What the container says, as `spec.trainer` has it; no image means that of the runtime. */
function unsaid(container: Container | undefined): Fields {
  return Object.fromEntries(
    OF_TRAINER.map(field => [TRAINER_FIELDS[field], container?.[field]] as const).filter(
      ([name, value]) => value !== undefined && !(name === 'image' && value === '')
    )
  );
}

const isOnlyName = (container: object) => Object.keys(container).every(key => key === 'name');

const objectOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

const without = (object: object, fields: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !fields.includes(name)));

const pick = (object: object, fields: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(object).filter(([name]) => fields.includes(name)));
