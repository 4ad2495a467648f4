/** The pods of a run as parts of its log, each under the name of its step. */
import {
  LOG_ARTIFACT,
  MAIN_CONTAINER,
  NODE_ID_ANNOTATION,
  NODE_NAME_ANNOTATION,
  listOf,
  nodeId,
  podName,
  summarizeSteps,
  templateNameOf
} from '@kubeflow-lab/resources';
import type { NodeStatus, Pod, Workflow } from '@kubeflow-lab/resources';
import type { StepSummary } from '@kubeflow-lab/schema';

import { logPart } from '../logs/source.js';
import type { LogPart } from '../logs/source.js';

/** In the order of the steps, and of the attempts of one. */
export function stepParts(workflow: Workflow, pods: readonly Pod[]): LogPart[] {
  const steps = summarizeSteps(workflow, { pods });
  const rank = new Map(steps.map((step, index) => [step.name, index]));
  const alive = pods.map(pod => ({
    since: pod.metadata?.creationTimestamp ?? '',
    part: logPart(pod, stepContainer(pod), stepOf(workflow, steps, identityOf(pod)))
  }));
  return [...alive, ...keptParts(workflow, steps, pods)]
    .sort(
      (a, b) =>
        (rank.get(a.part.replica) ?? rank.size) - (rank.get(b.part.replica) ?? rank.size) ||
        a.since.localeCompare(b.since)
    )
    .map(({ part }) => part);
}

/** Steps whose pods are gone, or never were because their results were in the cache, and whose logs are kept. */
function keptParts(
  workflow: Workflow,
  steps: readonly StepSummary[],
  pods: readonly Pod[]
): { since: string; part: LogPart }[] {
  const { name = '', namespace = '' } = workflow.metadata ?? {};
  const present = new Set(pods.map(pod => pod.metadata?.name));
  return Object.values(workflow.status?.nodes ?? {}).flatMap(node => {
    const key = listOf(node.outputs?.artifacts).find(a => a?.name === LOG_ARTIFACT)?.s3?.key;
    const pod = podName(name, node.name, templateNameOf(node));
    if (node.type !== 'Pod' || typeof key !== 'string' || present.has(pod)) {
      return [];
    }
    const since = node.startedAt ?? '';
    const replica = stepOf(workflow, steps, node) ?? pod;
    const part = { uid: node.id, namespace, pod, container: MAIN_CONTAINER, replica };
    return [{ since, part: { ...part, started: true, ended: true, kept: { key, time: since } } }];
  });
}

/** Whether a step makes no more pods. */
export function isStepOver(workflow: Workflow, name: string): boolean {
  const step = summarizeSteps(workflow).find(other => other.name === name);
  return step !== undefined && ['Succeeded', 'Failed', 'Stopped'].includes(step.phase);
}

/** An attempt of a step that is tried again has a node of its own: `run.train(1)` for `run.train`. */
const ATTEMPT = /\(\d+\)$/;

function stepOf(
  workflow: Workflow,
  steps: readonly StepSummary[],
  { id, name }: Pick<NodeStatus, 'id' | 'name'>
): string | undefined {
  const ids = [id, nodeId(workflow.metadata?.name ?? '', name.replace(ATTEMPT, ''))];
  return steps.find(step => ids.includes(step.id))?.name;
}

/** The node that a pod was made for. */
function identityOf({ metadata }: Pod): Pick<NodeStatus, 'id' | 'name'> {
  const { [NODE_ID_ANNOTATION]: id = '', [NODE_NAME_ANNOTATION]: name = '' } =
    metadata?.annotations ?? {};
  return { id, name };
}

function stepContainer({ spec }: Pod): string | undefined {
  const containers = spec?.containers ?? [];
  return (containers.find(c => c?.name === MAIN_CONTAINER) ?? containers[0])?.name;
}
