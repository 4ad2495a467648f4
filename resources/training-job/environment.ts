/**
 * The variables by which the training operator tells each replica who it is and where the others are, as version 1.8
 * of the operator sets them (JAXJob: 1.9; TrainJob: version 2.0 of Kubeflow Trainer).
 */
import { parseQuantity } from '../common/quantity.js';
import { listOf } from '../common/text.js';
import { GPU } from './fields.js';
import { amountsFrom } from './nodes.js';
import { podName, replicaSpecs } from './replicas.js';
import { mainContainer } from './shape.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

export interface Variable {
  name: string;
  value: string;
}

/** A replica, named as in the spec. */
export interface ReplicaId {
  role: string;
  index: number;
}

/** The variables of one replica, in the operator's order. */
export function replicaEnvironment(
  job: TrainingJob,
  kind: TrainingJobKind,
  replica: ReplicaId
): Variable[] {
  const facts = factsOf(job, kind);
  switch (kind.kind) {
    case 'TFJob':
      return tensorflow(facts, replica);
    case 'PyTorchJob':
      return pytorch(facts, replica);
    case 'XGBoostJob':
      return xgboost(facts, replica);
    case 'MPIJob':
      return replica.role === 'Launcher' ? MPI_LAUNCHER : [];
    case 'JAXJob':
      return jax(facts, replica);
    case 'TrainJob':
      return kind.trainer?.runtime?.framework === 'torch' ? torchrun(facts, replica) : [];
    default:
      return [];
  }
}

/** Where a replica is reached: the name of its Service, with the port by which the others find it. */
export function replicaAddress(
  job: TrainingJob,
  kind: TrainingJobKind,
  { role, index }: ReplicaId
): string {
  const port = portOf(job, kind, role);
  const name = podName(job, kind, { role, index });
  // The pods of a JobSet have one Service, of its name.
  return kind.trainer === undefined ? `${name}:${port}` : `${name}.${job.metadata?.name}:${port}`;
}

interface Facts {
  job: TrainingJob;
  kind: TrainingJobKind;
  /** Roles with the number of their replicas. */
  counts: Record<string, number>;
  total: number;
}

function factsOf(job: TrainingJob, kind: TrainingJobKind): Facts {
  const counts = Object.fromEntries(
    Object.entries(replicaSpecs(job, kind)).map(([role, spec]) => [
      role,
      Number(spec?.replicas ?? 1) || 0
    ])
  );
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { job, kind, counts, total };
}

function portOf(job: TrainingJob, kind: TrainingJobKind, role: string): number {
  const main = mainContainer(replicaSpecs(job, kind)[role]?.template ?? {}, kind);
  const named = listOf(main?.ports).find(port => port?.name === kind.port.name);
  return named?.containerPort ?? kind.port.containerPort;
}

const hostOf = ({ job, kind }: Facts, role: string, index: number) =>
  podName(job, kind, { role, index });

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

function tensorflow(facts: Facts, { role, index }: ReplicaId): Variable[] {
  const { job, kind, counts, total } = facts;
  if (total === 1) {
    return [];
  }
  const addresses = (one: string) =>
    range(counts[one] ?? 0).map(
      each =>
        `${hostOf(facts, one, each)}.${job.metadata?.namespace ?? ''}.svc:${portOf(job, kind, one)}`
    );
  const type = role.toLowerCase();
  const task = { type, index };
  if (job.spec?.enableDynamicWorker === true) {
    const own = addresses(role)[index];
    const cluster = {
      worker: type === 'worker' ? { [index]: own } : {},
      ps: type === 'worker' ? addresses('PS') : type === 'ps' ? [own] : []
    };
    return [{ name: 'TF_CONFIG', value: JSON.stringify({ cluster, task }) }];
  }
  const roles = Object.keys(counts).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  const cluster = Object.fromEntries(roles.map(one => [one.toLowerCase(), addresses(one)]));
  const value = JSON.stringify({ cluster, task, environment: 'cloud' });
  return [{ name: 'TF_CONFIG', value }];
}

interface ElasticPolicy {
  minReplicas?: number;
  maxReplicas?: number;
  rdzvBackend?: string;
  rdzvHost?: string;
  rdzvPort?: number;
  rdzvId?: string;
  maxRestarts?: number;
  nProcPerNode?: number;
}

function pytorch(facts: Facts, replica: ReplicaId): Variable[] {
  const { job, kind, counts, total } = facts;
  const elastic = job.spec?.elasticPolicy as ElasticPolicy | undefined;
  const nproc =
    (job.spec?.nprocPerNode as string | undefined) ??
    (elastic?.nProcPerNode === undefined ? 'auto' : undefined);
  const variables: [string, string | number][] = [['PYTHONUNBUFFERED', '1']];
  if ('Master' in counts) {
    const port = portOf(job, kind, 'Master');
    const host = hostOf(facts, 'Master', 0);
    const rank = replica.role === 'Worker' ? replica.index + 1 : replica.index;
    const processes = /^\d+$/.test(nproc ?? '') ? Number(nproc) : 1;
    variables.push(
      ['MASTER_PORT', port],
      ['PET_MASTER_PORT', port],
      ['MASTER_ADDR', host],
      ['PET_MASTER_ADDR', host],
      ['WORLD_SIZE', total * processes],
      ['RANK', rank],
      ['PET_NODE_RANK', rank]
    );
  }
  if (nproc !== undefined) {
    variables.push(['PET_NPROC_PER_NODE', nproc]);
  }
  variables.push(...(elastic ? elasticVariables(facts, elastic) : []));
  if (!elastic) {
    variables.push(['PET_NNODES', total]);
  }
  return variables.map(([name, value]) => ({ name, value: String(value) }));
}

function elasticVariables(facts: Facts, policy: ElasticPolicy): [string, string | number][] {
  const workers = facts.counts.Worker ?? 0;
  const host = policy.rdzvHost ?? hostOf(facts, 'Worker', 0);
  const port = policy.rdzvPort ?? portOf(facts.job, facts.kind, 'Worker');
  const { minReplicas = workers, maxReplicas = workers } = policy;
  const optional: [string, string | number | undefined][] = [
    ['PET_MAX_RESTARTS', policy.maxRestarts],
    ['PET_NPROC_PER_NODE', policy.nProcPerNode],
    ['PET_RDZV_ID', policy.rdzvId]
  ];
  return [
    ['PET_RDZV_ENDPOINT', `${host}:${port}`],
    ['PET_RDZV_BACKEND', policy.rdzvBackend ?? 'c10d'],
    ['PET_NNODES', `${minReplicas}:${maxReplicas}`],
    ...optional.filter((one): one is [string, string | number] => one[1] !== undefined)
  ];
}

function xgboost(facts: Facts, { role, index }: ReplicaId): Variable[] {
  const { job, kind, counts, total } = facts;
  const masters = counts.Master ?? 0;
  const variables: [string, string | number][] = [
    ['MASTER_PORT', portOf(job, kind, 'Master')],
    ['MASTER_ADDR', hostOf(facts, 'Master', 0)],
    ['WORLD_SIZE', total],
    ['RANK', role === 'Worker' ? index + masters : index],
    ['PYTHONUNBUFFERED', '1']
  ];
  if (total > 1) {
    const workers = range(total - 1).map(each => hostOf(facts, 'Worker', each));
    variables.push(
      ['WORKER_PORT', portOf(job, kind, 'Worker')],
      ['WORKER_ADDRS', workers.join(',')]
    );
  }
  return variables.map(([name, value]) => ({ name, value: String(value) }));
}

/** What Open MPI reads; the operator sets the same for Intel's. */
const MPI_LAUNCHER: Variable[] = [
  { name: 'OMPI_MCA_plm_rsh_agent', value: '/etc/mpi/kubexec.sh' },
  { name: 'OMPI_MCA_orte_default_hostfile', value: '/etc/mpi/hostfile' }
];

function jax(facts: Facts, { index }: ReplicaId): Variable[] {
  const { job, kind, total } = facts;
  return [
    { name: 'PYTHONUNBUFFERED', value: '1' },
    { name: 'COORDINATOR_PORT', value: String(portOf(job, kind, 'Worker')) },
    { name: 'COORDINATOR_ADDRESS', value: hostOf(facts, 'Worker', 0) },
    { name: 'NUM_PROCESSES', value: String(total) },
    { name: 'PROCESS_ID', value: String(index) }
  ];
}

function torchrun({ job, kind, counts, total }: Facts, { role, index }: ReplicaId): Variable[] {
  const [address, port] = replicaAddress(job, kind, { role, index: 0 }).split(':');
  const asked = (job.spec?.trainer as { numProcPerNode?: unknown } | undefined)?.numProcPerNode;
  const { requests, limits } =
    mainContainer(replicaSpecs(job, kind)[role]?.template ?? {}, kind)?.resources ?? {};
  const processes = String(asked ?? (kind.trainer?.runtime?.processes || 'auto'));
  const runtime = amountsFrom(job, kind);
  const ofRuntime = runtime?.cpuLimit || runtime?.cpu || '';
  const cpu = parseQuantity(limits?.cpu ?? requests?.cpu ?? ofRuntime);
  const hasGpu =
    [requests, limits].some(amounts => GPU in (amounts ?? {})) || Boolean(runtime?.gpu);
  return [
    { name: 'PET_NNODES', value: String(counts[role] ?? total) },
    {
      name: 'PET_NPROC_PER_NODE',
      // Of a node that says how many processors it has, as many as these.
      value: processes === 'auto' && cpu !== null && !hasGpu ? String(Math.ceil(cpu)) : processes
    },
    { name: 'PET_NODE_RANK', value: String(index) },
    { name: 'PET_MASTER_ADDR', value: address },
    { name: 'PET_MASTER_PORT', value: port }
  ];
}
