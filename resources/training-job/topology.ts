/** Who will talk to whom in a job, what each replica will be told, and what all of them ask for together. */
import type { TrainingRuntimeItem } from '@kubeflow-lab/schema';

import type { Container } from '../common/object.js';
import { formatBytes, parseQuantity } from '../common/quantity.js';
import { replicaAddress, replicaEnvironment } from './environment.js';
import type { ReplicaId, Variable } from './environment.js';
import { GPU } from './fields.js';
import { amountsFrom } from './nodes.js';
import { podName, replicaSpecs } from './replicas.js';
import { mainContainer } from './shape.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

export interface TopologyRole {
  /** As in the spec: Chief, Worker. */
  role: string;
  count: number;
}

/** Replicas of one role connect to those of another. */
export interface TopologyLink {
  from: string;
  to: string;
  /** Two or three words beside the line. */
  label: string;
  sentence: string;
}

export interface Topology {
  /** In the order of the kind's roles, without those that have no replicas. */
  roles: TopologyRole[];
  links: TopologyLink[];
  /** The roles whose replicas all exchange what they have learned with one another; null where none do. */
  collective: { roles: string[]; label: string; sentence: string } | null;
  totals: { replicas: number; cpu: number; memory: number; gpu: number; unlimited: boolean };
}

/** What one replica of a job will find. */
export interface ReplicaView extends ReplicaId {
  name: string;
  address: string;
  environment: Variable[];
}

export function topologyOf(job: TrainingJob, kind: TrainingJobKind): Topology {
  const roles = rolesOf(job, kind);
  const has = (role: string) => roles.some(one => one.role === role);
  const links = (LINKS[kind.kind] ?? []).filter(({ from, to }) => has(from) && has(to));
  return {
    roles,
    links,
    collective: collectiveOf(kind, roles),
    totals: totalsOf(job, kind, roles)
  };
}

/** What a replica will be called, where it will be reached, and its variables. */
export function viewReplica(
  job: TrainingJob,
  kind: TrainingJobKind,
  replica: ReplicaId
): ReplicaView {
  return {
    ...replica,
    name: podName(job, kind, replica),
    address: replicaAddress(job, kind, replica),
    environment: replicaEnvironment(job, kind, replica)
  };
}

function rolesOf(job: TrainingJob, kind: TrainingJobKind): TopologyRole[] {
  const order = [...new Set<string>([...kind.leaders, ...kind.roles])];
  const rank = (role: string) => (order.includes(role) ? order.indexOf(role) : order.length);
  return Object.entries(replicaSpecs(job, kind))
    .map(([role, spec]) => ({ role, count: Math.max(0, Number(spec?.replicas ?? 1) || 0) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => rank(a.role) - rank(b.role));
}

const meeting = (port: string): TopologyLink => ({
  from: 'Worker',
  to: 'Master',
  label: port,
  sentence: 'Each worker calls the master first, which tells everybody who the others are.'
});

/** Who connects to whom, by kind; what a kind does not have falls away. */
const LINKS: Record<string, TopologyLink[]> = {
  TFJob: [
    {
      from: 'Chief',
      to: 'PS',
      label: 'variables',
      sentence: 'The chief creates the variables on the parameter servers and saves them.'
    },
    {
      from: 'Worker',
      to: 'PS',
      label: 'variables',
      sentence: 'Each worker reads and changes variables on the parameter servers.'
    },
    {
      from: 'Chief',
      to: 'Evaluator',
      label: 'checkpoints',
      sentence: 'The evaluator reads what the chief has saved; it needs the same volume or bucket.'
    }
  ],
  PyTorchJob: [meeting('rendezvous')],
  XGBoostJob: [meeting('tracker')],
  MPIJob: [
    {
      from: 'Launcher',
      to: 'Worker',
      label: 'mpirun',
      sentence: 'The launcher starts processes in the workers, which only wait for that.'
    }
  ]
};

/** The roles that take part in collective communication, by kind. */
const COLLECTIVE: Record<string, { roles: string[]; label: string }> = {
  TFJob: { roles: ['Chief', 'Master', 'Worker'], label: 'gRPC' },
  PyTorchJob: { roles: ['Master', 'Worker'], label: 'gloo, NCCL or MPI' },
  XGBoostJob: { roles: ['Master', 'Worker'], label: 'rabit' },
  MPIJob: { roles: ['Worker'], label: 'MPI' },
  JAXJob: { roles: ['Worker'], label: 'gloo or NCCL' }
};

/** The same for the nodes of a TrainJob, by what their runtime prepares them for. */
const OF_RUNTIME: Record<string, string> = {
  torch: 'gloo or NCCL',
  jax: 'gloo or NCCL',
  xgboost: 'rabit',
  mpi: 'MPI'
};

function collectiveOf(
  { kind, trainer }: TrainingJobKind,
  roles: readonly TopologyRole[]
): Topology['collective'] {
  const ofRuntime = OF_RUNTIME[trainer?.runtime?.framework ?? ''];
  const { roles: taking = [], label = '' } =
    ofRuntime === undefined ? (COLLECTIVE[kind] ?? {}) : { roles: ['Node'], label: ofRuntime };
  const parts = roles.filter(({ role }) => taking.includes(role));
  const members = parts.reduce((sum, { count }) => sum + count, 0);
  // With parameter servers everything goes through them.
  if (members < 2 || roles.some(({ role }) => role === 'PS')) {
    return null;
  }
  return {
    roles: parts.map(({ role }) => role),
    label: `all-reduce · ${label}`,
    sentence: `${members} replicas exchange what they learn with one another (${label}).`
  };
}

function totalsOf(
  job: TrainingJob,
  kind: TrainingJobKind,
  roles: readonly TopologyRole[]
): Topology['totals'] {
  const totals = { replicas: 0, cpu: 0, memory: 0, gpu: 0, unlimited: false };
  const runtime = amountsFrom(job, kind);
  for (const { role, count } of roles) {
    const main = mainContainer(replicaSpecs(job, kind)[role]?.template ?? {}, kind);
    const { cpu, memory, gpu } = amountsOf(main, runtime);
    totals.replicas += count;
    totals.cpu += count * cpu;
    totals.memory += count * memory;
    totals.gpu += count * gpu;
    totals.unlimited ||= isOpen(main, runtime);
  }
  return totals;
}

/** Whether a container may take CPU or memory without end. */
function isOpen(container: Container | undefined, runtime: TrainingRuntimeItem | null): boolean {
  const { cpu, memory } = container?.resources?.limits ?? {};
  return (cpu ?? runtime?.cpuLimit ?? '') === '' || (memory ?? runtime?.memoryLimit ?? '') === '';
}

/** What a replica asks for; of a TrainJob that does not say, what its runtime says. */
function amountsOf(container: Container | undefined, runtime: TrainingRuntimeItem | null) {
  const { requests, limits } = container?.resources ?? {};
  const amount = (resource: string, ofRuntime: string | undefined) =>
    parseQuantity(requests?.[resource] ?? limits?.[resource] ?? (ofRuntime || 0)) ?? 0;
  return {
    cpu: amount('cpu', runtime?.cpu),
    memory: amount('memory', runtime?.memory),
    gpu: amount(GPU, runtime?.gpu)
  };
}

/** A topology as lines of text, for a terminal. */
export function describeTopology(job: TrainingJob, kind: TrainingJobKind): string[] {
  const { roles, links, collective, totals } = topologyOf(job, kind);
  const parts = roles.map(({ role, count }) => `${count} ${role}`);
  const asks = [
    totals.cpu > 0 ? `${Number(totals.cpu.toFixed(3))} CPU` : '',
    totals.memory > 0 ? `${formatBytes(totals.memory)} memory` : '',
    totals.gpu > 0 ? `${totals.gpu} GPU` : ''
  ].filter(text => text !== '');
  const sum = asks.length > 0 ? `asks for ${asks.join(', ')}` : 'asks for no fixed amounts';
  return [
    `${kind.kind} ${job.metadata?.name ?? ''}: ${parts.join(' + ')}; ${sum}.`,
    ...links.map(({ sentence }) => sentence),
    ...(collective ? [`${collective.sentence}`] : []),
    ...roles.flatMap(({ role, count }) => describeRole(job, kind, role, count))
  ];
}

/** So many replicas of a role are written out. */
const DESCRIBED_MAX = 4;

function describeRole(
  job: TrainingJob,
  kind: TrainingJobKind,
  role: string,
  count: number
): string[] {
  const lines = Array.from({ length: Math.min(count, DESCRIBED_MAX) }, (_, index) => {
    const { name, environment } = viewReplica(job, kind, { role, index });
    return `  ${name}: ${environment.map(one => `${one.name}=${one.value}`).join(' ')}`.trimEnd();
  });
  const rest = count - lines.length;
  return rest > 0 ? [...lines, `  … and ${rest} more of ${role}`] : lines;
}
