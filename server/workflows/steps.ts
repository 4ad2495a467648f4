/** The pods of a run as parts of its log, each under the name of its step. */
import {
  MAIN_CONTAINER,
  NODE_ID_ANNOTATION,
  NODE_NAME_ANNOTATION,
  nodeId,
  summarizeSteps
} from '@kubeflow-lab/resources';
import type { Pod, Workflow } from '@kubeflow-lab/resources';
import type { StepSummary } from '@kubeflow-lab/schema';

import { logPart } from '../logs/source.js';
import type { LogPart } from '../logs/source.js';

/** In the order of the steps, and of the attempts of one. */
export function stepParts(workflow: Workflow, pods: readonly Pod[]): LogPart[] {
  const steps = summarizeSteps(workflow, { pods });
  const rank = new Map(steps.map((step, index) => [step.name, index]));
  return pods
    .map(pod => ({ pod, part: logPart(pod, stepContainer(pod), stepOf(workflow, steps, pod)) }))
    .sort(
      (a, b) =>
        (rank.get(a.part.replica) ?? rank.size) - (rank.get(b.part.replica) ?? rank.size) ||
        created(a.pod).localeCompare(created(b.pod))
    )
    .map(({ part }) => part);
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
  { metadata }: Pod
): string | undefined {
  const node = metadata?.annotations?.[NODE_NAME_ANNOTATION] ?? '';
  const ids = [
    metadata?.annotations?.[NODE_ID_ANNOTATION],
    nodeId(workflow.metadata?.name ?? '', node.replace(ATTEMPT, ''))
  ];
  return steps.find(step => ids.includes(step.id))?.name;
}

function stepContainer({ spec }: Pod): string | undefined {
  const containers = spec?.containers ?? [];
  return (containers.find(c => c?.name === MAIN_CONTAINER) ?? containers[0])?.name;
}

const created = ({ metadata }: Pod) => metadata?.creationTimestamp ?? '';
