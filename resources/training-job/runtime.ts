/** The runtimes of Kubeflow Trainer: what each is, which one a job gets, and whether it suits the job. */
import type { RuntimeRef, TrainingRuntimeItem } from '@kubeflow-lab/schema';

import type { KubeObject, PodTemplateSpec } from '../common/object.js';
import { listOf, plainText } from '../common/text.js';
import { NODE_PART } from '../train-job/types.js';
import { GPU } from './fields.js';

/** A TrainingRuntime or ClusterTrainingRuntime, as far as we read it. */
export interface TrainingRuntime extends KubeObject {
  spec?: {
    mlPolicy?: Record<string, unknown> & { numNodes?: number };
    template?: {
      spec?: {
        replicatedJobs?: { name?: string; template?: { spec?: { template?: PodTemplateSpec } } }[];
      };
    };
  };
}

/** Policies of a runtime that prepare its pods for a framework. */
const FRAMEWORKS = ['torch', 'mpi', 'jax', 'xgboost', 'flux'];
const FIRST = 'torch';

/** What the runtimes are, those for PyTorch first, then by name; the project's own before those of the cluster. */
export function describeRuntimes(runtimes: readonly TrainingRuntime[]): TrainingRuntimeItem[] {
  const rank = ({ framework, kind }: TrainingRuntimeItem) =>
    (framework === FIRST ? 0 : 2) + (kind === 'TrainingRuntime' ? 0 : 1);
  return runtimes
    .map(describeRuntime)
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

function describeRuntime({ kind, metadata, spec }: TrainingRuntime): TrainingRuntimeItem {
  const policy = spec?.mlPolicy ?? {};
  const framework = FRAMEWORKS.find(name => typeof policy[name] === 'object') ?? 'plain';
  const jobs = listOf(spec?.template?.spec?.replicatedJobs);
  const pod = jobs.find(job => job?.name === NODE_PART)?.template?.spec?.template?.spec;
  const containers = listOf(pod?.containers);
  const main = containers.find(one => one?.name === NODE_PART) ?? containers[0];
  const { requests, limits } = main?.resources ?? {};
  const text = (quantity: unknown) => plainText(String(quantity ?? ''), 40);
  const amount = (resource: string) => text(requests?.[resource] ?? limits?.[resource]);
  const { numProcPerNode = '' } = (policy[framework] ?? {}) as { numProcPerNode?: unknown };
  const nodes = Number(policy.numNodes ?? 1);
  return {
    kind: kind === 'TrainingRuntime' ? kind : 'ClusterTrainingRuntime',
    name: metadata?.name ?? '',
    framework,
    image: plainText(main?.image, 512),
    nodes: Number.isInteger(nodes) && nodes > 0 ? nodes : 1,
    processes: plainText(String(numProcPerNode), 20),
    cpu: amount('cpu'),
    memory: amount('memory'),
    gpu: amount(GPU),
    cpuLimit: text(limits?.cpu),
    memoryLimit: text(limits?.memory)
  };
}

/** The runtime that a reference names; null where there is none. */
export function findRuntime(
  runtimes: readonly TrainingRuntimeItem[],
  { kind, name }: RuntimeRef
): TrainingRuntimeItem | null {
  return runtimes.find(one => one.kind === kind && one.name === name) ?? null;
}

/** Why a job cannot run in the runtime that it names, in a sentence each. */
export function checkRuntime(
  ref: RuntimeRef,
  { runtimes, hasCode }: { runtimes?: readonly TrainingRuntimeItem[]; hasCode?: boolean }
): string[] {
  if (ref.name === '') {
    return runtimes?.length === 0
      ? ['There is no runtime here: an administrator has to add a ClusterTrainingRuntime.']
      : ['Choose the runtime that it runs in.'];
  }
  const found = runtimes === undefined ? undefined : findRuntime(runtimes, ref);
  if (found === null) {
    const names = runtimes!.map(({ name }) => name).join(', ');
    const what = ref.kind === 'TrainingRuntime' ? 'This project has' : 'This cluster has';
    return [
      `${what} no ${ref.kind} ${ref.name}; there ${names === '' ? 'is none' : `is ${names}`}.`
    ];
  }
  return found?.framework === 'mpi' && hasCode === true
    ? ['Cells and files cannot run in a runtime for MPI; take an MPIJob, or give a command.']
    : [];
}
