import { isEnd } from '@kubeflow-lab/resources';
import type {
  Condition,
  NodeStatus,
  Pod,
  Workflow,
  WorkflowPhase,
  WorkflowStatus
} from '@kubeflow-lab/resources';

import { Context } from './context.js';
import type { Surroundings } from './context.js';
import { execute } from './execute.js';
import { withExitHandler } from './exit.js';
import type { RunState } from './exit.js';
import { countProgress } from './progress.js';

/** What a pass over a workflow comes to. */
export interface Operation {
  status: WorkflowStatus;
  /** Pods to be made now, with their nodes in `status`. */
  pods: { node: NodeStatus; pod: Pod }[];
  /** When to look again though nothing has happened (milliseconds since 1970); null where only events count. */
  wakeAt: number | null;
}

/**
 * Moves a workflow as far as it can go: from its spec, its status and the state of its pods to its next status and the
 * pods that have to be made. Pure; the spec must have passed `checkWorkflow`.
 */
export function operate(workflow: Workflow, around: Surroundings): Operation {
  const context = new Context(workflow, around);
  const root = execute(context, {
    name: context.workflowName,
    displayName: context.workflowName,
    template: workflow.spec?.entrypoint ?? '',
    boundary: null,
    arguments: () => workflow.spec?.arguments ?? {}
  });
  const own = stateOf(context, root);
  const status = statusOf(context, root, withExitHandler(context, own));
  if (!isEnd(own.phase) && context.deadline !== null) {
    context.wake(context.deadline);
  }
  return { status, pods: context.pods, wakeAt: context.wakeAt };
}

function statusOf(
  context: Context,
  root: NodeStatus | null,
  { phase, message }: RunState
): WorkflowStatus {
  const before = context.workflow.status ?? {};
  const ended = isEnd(phase);
  const status: WorkflowStatus = {
    ...before,
    phase,
    startedAt: before.startedAt ?? context.time,
    finishedAt: ended ? context.time : null,
    progress: countProgress(context.nodes),
    nodes: context.nodes,
    conditions: conditionsOf(context, ended)
  };
  delete status.message;
  delete status.outputs;
  return {
    ...status,
    ...(message === undefined ? {} : { message }),
    ...(ended && root?.outputs !== undefined ? { outputs: root.outputs } : {})
  };
}

/** How the run is without its exit handler. */
function stateOf(context: Context, root: NodeStatus | null): RunState {
  const phase = phaseOf(context, root);
  return { phase, message: messageOf(context, phase, root) };
}

function phaseOf(context: Context, root: NodeStatus | null): WorkflowPhase {
  if (root === null) {
    return context.ending === null ? 'Pending' : 'Failed';
  }
  switch (root.phase) {
    case 'Failed':
    case 'Error':
      return root.phase;
    case 'Succeeded':
    case 'Skipped':
    case 'Omitted':
      return 'Succeeded';
    default:
      return 'Running';
  }
}

function messageOf(
  context: Context,
  phase: WorkflowPhase,
  root: NodeStatus | null
): string | undefined {
  const { shutdown } = context.workflow.spec ?? {};
  if (shutdown && phase === 'Failed') {
    return `Stopped with strategy '${shutdown}'`;
  }
  return isEnd(phase) ? root?.message : undefined;
}

function conditionsOf({ nodes }: Context, ended: boolean): Condition[] {
  const running = Object.values(nodes).some(n => n.type === 'Pod' && n.phase === 'Running');
  return [
    { type: 'PodRunning', status: running ? 'True' : 'False' },
    { type: 'Completed', status: ended ? 'True' : 'False' }
  ];
}
