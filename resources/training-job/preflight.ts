/** What would keep a whole job from starting, before anything is asked of the cluster; each with a way out. */
import type { Capacity, TrainingRuntimeItem } from '@kubeflow-lab/schema';

import { nameProblem } from '../common/names.js';
import { parseQuantity } from '../common/quantity.js';
import type { FieldProblem } from '../common/summary.js';
import { TRAINING_JOB_NAME_MAX, imageProblem, isRuntimes } from './check.js';
import { readFields } from './fields.js';
import type { JobFields, ReadFields } from './fields.js';
import { readRuntime } from './nodes.js';
import { checkPolicy } from './policy.js';
import { checkRoom } from './room.js';
import { checkRuntime } from './runtime.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

/** What is known of the project and its cluster; whatever is left out is not known. */
export interface JobSurroundings {
  /** The most that one node has to give, as quantities; '' where it is not known. */
  limits?: { cpu?: string; memory?: string; gpu?: string; nodes?: number };
  /** What is free now, and left by quotas. */
  capacity?: Capacity;
  /** Names of the project's jobs of the kind. */
  names?: readonly string[];
  claims?: readonly { name: string; accessModes: readonly string[] }[];
  /** Images of the platform for the kind. */
  images?: readonly string[];
  /** Whether the replicas run the code of cells, so that they need no command. */
  hasCode?: boolean;
  /** What a TrainJob can run in. */
  runtimes?: readonly TrainingRuntimeItem[];
}

/** A problem of a field of the form; `path` begins with the field's name. */
export interface JobProblem extends FieldProblem {
  /** A warning does not keep the job from being sent. */
  severity: 'error' | 'warning';
  fix?: { label: string; changes: Partial<JobFields> };
}

type Rule = (read: ReadFields, kind: TrainingJobKind, around: JobSurroundings) => JobProblem[];

export function checkJob(
  job: TrainingJob,
  kind: TrainingJobKind,
  around: JobSurroundings = {}
): JobProblem[] {
  const read = readFields(job, kind);
  const problems = [
    ...RULES.flatMap(rule => rule(read, kind, around)),
    ...(kind.trainer === undefined
      ? []
      : checkRuntime(readRuntime(job), around).map(message => error('runtime', message))),
    ...checkPolicy(job, kind).map(({ path, message }) => error(path, message))
  ];
  const room = around.capacity === undefined ? [] : checkRoom(job, kind, around.capacity);
  // Of what no node has at all it says nothing that it is not free.
  const isFound = (path: string) => problems.some(other => `room.${other.path}` === path);
  return [...problems, ...room.filter(({ path }) => !isFound(path))];
}

const RULES: Rule[] = [
  checkName,
  checkImage,
  checkReplicas,
  checkMeeting,
  checkCommand,
  checkAmounts,
  checkGpu,
  checkEnv,
  checkVolumes
];

const error = (path: string, message: string, fix?: JobProblem['fix']): JobProblem => ({
  path,
  message,
  severity: 'error',
  ...(fix ? { fix } : {})
});

const warning = (path: string, message: string, fix?: JobProblem['fix']): JobProblem => ({
  ...error(path, message, fix),
  severity: 'warning'
});

function checkName({ fields: { name } }: ReadFields, _: unknown, around: JobSurroundings) {
  const said = nameProblem(name, 'a training job', TRAINING_JOB_NAME_MAX);
  if (said !== null) {
    const better = usableName(name);
    return [error('name', said, better ? renamed(freeName(better, around.names)) : undefined)];
  }
  return (around.names ?? []).includes(name)
    ? [
        error(
          'name',
          `There is a job ${name} in this project already.`,
          renamed(freeName(name, around.names))
        )
      ]
    : [];
}

const renamed = (name: string) => ({ label: `Call it ${name}`, changes: { name } });

/** The name as one that a job may have; '' where nothing of it can be used. */
function usableName(name: string): string {
  const dashed = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return dashed
    .replace(/^[-0-9]+/, '')
    .slice(0, TRAINING_JOB_NAME_MAX)
    .replace(/-+$/, '');
}

/** The name, or with the first number behind it that nobody has. */
export function freeName(name: string, taken: readonly string[] = []): string {
  const base = name.replace(/-\d+$/, '');
  let free = name;
  for (let number = 2; taken.includes(free); number += 1) {
    const ending = `-${number}`;
    free = `${base.slice(0, TRAINING_JOB_NAME_MAX - ending.length).replace(/-+$/, '')}${ending}`;
  }
  return free;
}

function checkImage(
  { fields: { image } }: ReadFields,
  kind: TrainingJobKind,
  { images }: JobSurroundings
) {
  if (image === '' && isRuntimes(kind)) {
    return [];
  }
  const said = imageProblem(image);
  const [offered] = images ?? [];
  const fix = offered ? { label: `Use ${offered}`, changes: { image: offered } } : undefined;
  return said === null ? [] : [error('image', said, fix)];
}

function checkReplicas({ fields: { replicas } }: ReadFields, kind: TrainingJobKind) {
  const withCount = (role: string, count: number) => ({
    replicas: replicas.map(one => (one.role === role ? { ...one, count } : one))
  });
  const several = replicas.filter(({ role, count }) => kind.leaders.includes(role) && count > 1);
  const missing = kind.required.filter(role => !replicas.some(r => r.role === role && r.count > 0));
  const first = kind.roles[0];
  return [
    ...several.map(({ role }) => {
      const word = role.toLowerCase();
      const fix = { label: `Ask for one ${word}`, changes: withCount(role, 1) };
      return error(`replicas.${role}`, `A job has one ${word} at most.`, fix);
    }),
    ...missing.map(role => {
      const word = role.toLowerCase();
      const fix = { label: `Ask for one ${word}`, changes: withCount(role, 1) };
      return error(`replicas.${role}`, `A ${kind.kind} needs one ${word}.`, fix);
    }),
    ...(missing.length === 0 && replicas.every(({ count }) => count === 0)
      ? [
          error('replicas', 'Ask for at least one replica.', {
            label: `Ask for one ${first.toLowerCase()}`,
            changes: withCount(first, 1)
          })
        ]
      : [])
  ];
}

/** Workers of PyTorch that nobody tells where to meet. */
function checkMeeting({ fields: { replicas } }: ReadFields, kind: TrainingJobKind) {
  const count = (role: string) => replicas.find(one => one.role === role)?.count ?? 0;
  if (kind.kind !== 'PyTorchJob' || count('Master') > 0 || count('Worker') < 2) {
    return [];
  }
  return [
    warning(
      'replicas.Master',
      'Without a master the workers are not told where to meet, unless the YAML has an elasticPolicy.',
      {
        label: 'One of them as master',
        changes: {
          replicas: replicas.map(({ role, count: before }) => ({
            role,
            count: role === 'Master' ? 1 : before - 1
          }))
        }
      }
    )
  ];
}

function checkCommand(
  { fields: { command } }: ReadFields,
  kind: TrainingJobKind,
  around: JobSurroundings
) {
  if (command.length > 0 || around.hasCode === true) {
    return [];
  }
  return kind.runners === undefined
    ? [
        warning(
          'command',
          `Without a command the replicas do what the ${isRuntimes(kind) ? 'runtime' : 'image'} does by itself.`
        )
      ]
    : [
        error(
          'command',
          `Say what the ${kind.runners[0].toLowerCase()} runs, as mpirun python train.py.`
        )
      ];
}

function checkAmounts({ fields }: ReadFields, _: unknown, { limits = {} }: JobSurroundings) {
  return (['cpu', 'memory'] as const).flatMap(field => {
    const value = fields[field];
    const asked = parseQuantity(value);
    const most = parseQuantity(limits[field] ?? '');
    if (value === '') {
      return [];
    }
    if (asked === null || asked <= 0) {
      const example = field === 'cpu' ? '0.5 or 2' : '512Mi or 2Gi';
      const what = field === 'cpu' ? 'the CPU as a number of cores' : 'the memory as a quantity';
      return [error(field, `Give ${what}, such as ${example}.`)];
    }
    if (most === null || asked <= most) {
      return [];
    }
    const unit = field === 'cpu' ? 'CPUs' : 'of memory';
    const fix = { label: 'Ask for nothing fixed', changes: { [field]: '' } };
    return [error(field, `No node has ${value} ${unit}; the largest has ${limits[field]}.`, fix)];
  });
}

function checkGpu({ fields: { gpu } }: ReadFields, _: unknown, { limits }: JobSurroundings) {
  if (gpu === '' || gpu === '0') {
    return [];
  }
  if (!/^[1-9]\d{0,3}$/.test(gpu)) {
    return [error('gpu', 'Give the GPUs as a whole number, such as 1.')];
  }
  const most = parseQuantity(limits?.gpu ?? '');
  if (most === null || Number(gpu) <= most) {
    return [];
  }
  const message =
    most === 0
      ? 'No node of the cluster has a GPU.'
      : `No node has ${gpu} GPUs; the largest has ${most}.`;
  const changes = { gpu: most === 0 ? '' : String(most) };
  return [
    error('gpu', message, { label: most === 0 ? 'Train without' : `Ask for ${most}`, changes })
  ];
}

function checkEnv({ fields: { env } }: ReadFields, { environment }: TrainingJobKind) {
  return env.flatMap(({ name }, index) => {
    const without = {
      label: 'Leave it out',
      changes: { env: env.filter((_, place) => place !== index) }
    };
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      const message = `"${name.slice(0, 80)}" is no name of an environment variable.`;
      return [error(`env.${index}`, message, without)];
    }
    return environment.includes(name)
      ? [error(`env.${index}`, `${name} is set by the operator for each replica.`, without)]
      : [];
  });
}

/** Access modes with which a claim is on one node, or in one pod, at a time. */
const ONE_NODE = ['ReadWriteOnce', 'ReadWriteOncePod'];

function checkVolumes(
  { fields: { volumes, replicas } }: ReadFields,
  _: unknown,
  around: JobSurroundings
) {
  const { claims, limits } = around;
  const pods = replicas.reduce((sum, { count }) => sum + count, 0);
  return volumes.flatMap(({ claim, path }, index) => {
    const without = {
      label: 'Leave it out',
      changes: { volumes: volumes.filter((_, place) => place !== index) }
    };
    const at = `volumes.${index}`;
    if (!/^\/[^:\0]+$/.test(path) || path.split('/').includes('..')) {
      return [error(at, 'Give the folder as an absolute path, such as /home/jovyan/data.')];
    }
    if (volumes.findIndex(other => other.path === path) < index) {
      return [error(at, `Two volumes are mounted at ${path}; give each its own folder.`, without)];
    }
    const found = claims?.find(({ name }) => name === claim);
    if (claims !== undefined && found === undefined) {
      const named =
        claim === '' ? 'Choose a volume.' : `There is no volume ${claim} in this project.`;
      return [error(at, named, without)];
    }
    const modes = found?.accessModes ?? [];
    if (pods < 2 || modes.length === 0 || !modes.every(mode => ONE_NODE.includes(mode))) {
      return [];
    }
    if (modes.includes('ReadWriteOncePod')) {
      const message = `Only one pod at a time can have ${claim} (ReadWriteOncePod), and this job has ${pods}.`;
      return [error(at, message, without)];
    }
    return limits?.nodes === 1
      ? []
      : [
          warning(
            at,
            `${claim} can be on one node at a time (ReadWriteOnce): replicas that come to another node wait. A volume with ReadWriteMany is on all.`,
            without
          )
        ];
  });
}
