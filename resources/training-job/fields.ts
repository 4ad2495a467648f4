/**
 * What a form says of a job, read from the job and written back into it. The job is the truth: what the form does not
 * show stays as it is, so that any job can be changed by form.
 */
import type { ReplicaRole } from '@kubeflow-lab/schema';

import type { Container, EnvVar, PodTemplateSpec } from '../common/object.js';
import { listOf } from '../common/text.js';
import { withName } from './name.js';
import { replicaSpecs, withReplicaSpecs } from './replicas.js';
import { mainContainer, mapMain, mapTemplates, runs } from './shape.js';
import { plainTemplate } from './template.js';
import { RUNTIME_VARIABLES } from './types.js';
import type { ReplicaSpec, TrainingJob, TrainingJobKind } from './types.js';
import { readVolumes, writeVolumes } from './volumes.js';

export interface JobFields {
  name: string;
  /** In the order of the kind's roles, each role once; 0 where the job does not have it. */
  replicas: { role: ReplicaRole; count: number }[];
  image: string;
  /** Command and arguments of the replicas that run it; empty: what the image does by itself. */
  command: string[];
  /** Quantities that each replica asks for; '' where it asks for nothing. */
  cpu: string;
  memory: string;
  gpu: string;
  /** Variables with a plain value. */
  env: { name: string; value: string }[];
  /** Claims that are mounted as a whole. */
  volumes: { claim: string; path: string }[];
}

/** The fields that are the same for every replica in a form. */
type TemplateField = Exclude<keyof JobFields, 'name' | 'replicas'>;
const TEMPLATE_FIELDS: readonly TemplateField[] = [
  'image',
  'command',
  'cpu',
  'memory',
  'gpu',
  'env',
  'volumes'
];

export interface ReadFields {
  fields: JobFields;
  /** Fields in which the roles of the job differ; what `fields` says there is the first role's. */
  mixed: TemplateField[];
}

export const GPU = 'nvidia.com/gpu';

/** What a form can show of a job. */
export function readFields(job: TrainingJob, kind: TrainingJobKind): ReadFields {
  const specs = replicaSpecs(job, kind);
  const read = Object.entries(specs)
    .sort(([a], [b]) => rank(a, kind) - rank(b, kind))
    .map(([role, spec]) => ({ role, template: readTemplate(spec?.template ?? {}, kind) }));
  const compared = (field: TemplateField) =>
    (field === 'command' ? read.filter(({ role }) => runs(role, kind)) : read).map(
      ({ template }) => template[field]
    );
  return {
    fields: {
      ...(read[0]?.template ?? readTemplate({}, kind)),
      name: job.metadata?.name ?? '',
      replicas: kind.roles.map(role => ({ role, count: countOf(specs[role]) }))
    },
    mixed: TEMPLATE_FIELDS.filter(field => !allEqual(compared(field)))
  };
}

/** The job with other values of some fields; everything else in it stays. */
export function writeFields(
  job: TrainingJob,
  kind: TrainingJobKind,
  changes: Partial<JobFields>
): TrainingJob {
  const { name, replicas, ...template } = changes;
  const named = name === undefined ? job : withName(job, kind, name);
  const counted = replicas === undefined ? named : withCounts(named, kind, replicas);
  if (Object.keys(template).length === 0) {
    return counted;
  }
  return mapTemplates(counted, kind, (pod, role) => writeTemplate(pod, kind, role, template));
}

function rank(role: string, { roles }: TrainingJobKind): number {
  const place = (roles as readonly string[]).indexOf(role);
  return place < 0 ? roles.length : place;
}

function countOf(spec: ReplicaSpec | undefined): number {
  return spec === undefined ? 0 : Number(spec?.replicas ?? 1) || 0;
}

function allEqual(values: readonly unknown[]): boolean {
  const [first, ...others] = values.map(value => JSON.stringify(value));
  return others.every(other => other === first);
}

function readTemplate(
  template: PodTemplateSpec,
  kind: TrainingJobKind
): Pick<JobFields, TemplateField> {
  const main = mainContainer(template, kind);
  const amount = (resource: string) => {
    const { requests, limits } = main?.resources ?? {};
    return String(requests?.[resource] ?? limits?.[resource] ?? '');
  };
  return {
    image: main?.image ?? '',
    command: [...listOf(main?.command), ...listOf(main?.args)].map(String),
    cpu: amount('cpu'),
    memory: amount('memory'),
    gpu: amount(GPU),
    env: listOf(main?.env).filter(isPlain).map(plain),
    volumes: readVolumes(template, main)
  };
}

/** Whether a variable is one that a form shows: with a value, and not the runtime's own. */
function isPlain(variable: EnvVar | null): variable is EnvVar {
  return (
    typeof variable?.name === 'string' &&
    variable.valueFrom === undefined &&
    !RUNTIME_VARIABLES.includes(variable.name)
  );
}

const plain = ({ name, value }: EnvVar) => ({ name, value: String(value ?? '') });

function writeTemplate(
  template: PodTemplateSpec,
  kind: TrainingJobKind,
  role: string,
  changes: Partial<Pick<JobFields, TemplateField>>
): PodTemplateSpec {
  const { image, command, env, volumes } = changes;
  const changed = mapMain(template, kind, main => ({
    ...main,
    ...(image === undefined ? {} : { image }),
    ...(command === undefined || !runs(role, kind) ? {} : { command, args: undefined }),
    ...(env === undefined ? {} : { env: [...env, ...listOf(main.env).filter(v => !isPlain(v))] }),
    ...writtenResources(main, changes)
  }));
  const pruned = mapMain(changed, kind, withoutEmpty);
  return volumes === undefined ? pruned : writeVolumes(pruned, kind, volumes);
}

function writtenResources(
  { resources = {} }: Container,
  { cpu, memory, gpu }: Partial<JobFields>
): Pick<Container, 'resources'> {
  const changes = Object.entries({ cpu, memory, [GPU]: gpu }).filter(
    (change): change is [string, string] => change[1] !== undefined
  );
  if (changes.length === 0) {
    return {};
  }
  const change = (amounts: Record<string, string | number> = {}) => {
    const left = Object.entries(amounts).filter(([name]) => !changes.some(([one]) => one === name));
    return Object.fromEntries([...left, ...changes.filter(([, value]) => value !== '')]);
  };
  return {
    resources: {
      ...resources,
      requests: change(resources.requests),
      limits: change(resources.limits)
    }
  };
}

/** A container without fields that say nothing, so that a job reads as a person would write it. */
function withoutEmpty(container: Container): Container {
  const { args, command, env, resources, ...others } = container;
  const { requests, limits, ...claims } = resources ?? {};
  const amounts = {
    ...claims,
    ...(requests && Object.keys(requests).length > 0 ? { requests } : {}),
    ...(limits && Object.keys(limits).length > 0 ? { limits } : {})
  };
  return {
    ...others,
    ...(command && command.length > 0 ? { command } : {}),
    ...(args && args.length > 0 ? { args } : {}),
    ...(env && env.length > 0 ? { env } : {}),
    ...(Object.keys(amounts).length > 0 ? { resources: amounts } : {})
  };
}

/** The job with so many replicas of each role; a new role gets the template of one that is there. */
function withCounts(
  job: TrainingJob,
  kind: TrainingJobKind,
  replicas: JobFields['replicas']
): TrainingJob {
  const specs = replicaSpecs(job, kind);
  const [model] = Object.keys(specs).sort((a, b) => rank(a, kind) - rank(b, kind));
  const unknown = Object.entries(specs).filter(([role]) => rank(role, kind) === kind.roles.length);
  const known = kind.roles.flatMap((role): [string, ReplicaSpec][] => {
    const count = replicas.find(one => one.role === role)?.count ?? countOf(specs[role]);
    const spec = specs[role] ?? newSpec(specs[model], kind, role);
    return count > 0 ? [[role, countOf(spec) === count ? spec : { ...spec, replicas: count }]] : [];
  });
  // Without replicas the job keeps its pods' description, so that the next number finds it again.
  const kept = known.length === 0 && unknown.length === 0 && specs[model] !== undefined;
  const written = Object.fromEntries(
    kept ? [[model, { ...specs[model], replicas: 0 }]] : [...known, ...unknown]
  );
  return withReplicaSpecs(job, kind, written);
}

function newSpec(model: ReplicaSpec | undefined, kind: TrainingJobKind, role: string): ReplicaSpec {
  const { restartPolicy = 'Never', template = plainTemplate(kind) } = model ?? {};
  const own = runs(role, kind)
    ? template
    : mapMain(template, kind, main => withoutEmpty({ ...main, command: [], args: [] }));
  return { replicas: 0, restartPolicy, template: own };
}
