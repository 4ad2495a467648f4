import { isEnd, podName, templateNameOf } from '@kubeflow-lab/resources';
import type { NodeStatus, WorkflowPhase } from '@kubeflow-lab/resources';

import type { Lookup } from '../text/substitute.js';
import type { Context } from './context.js';
import { execute } from './execute.js';

/** How a run is, or how it ended. */
export interface RunState {
  phase: WorkflowPhase;
  message?: string;
}

/**
 * What a run comes to with its `onExit`: the template that runs however the run ended, except by being terminated. The
 * run is over when it is, and fails with it; `own` is how the run is without it.
 */
export function withExitHandler(context: Context, own: RunState): RunState {
  const { onExit, shutdown } = context.workflow.spec ?? {};
  const name = `${context.workflowName}.onExit`;
  if (onExit === undefined || !isEnd(own.phase)) {
    return own;
  }
  if (shutdown === 'Terminate' && context.find(name) === undefined) {
    return own;
  }
  context.exit(endLookup(context, own));
  const node = execute(context, {
    name,
    displayName: name,
    template: onExit,
    boundary: null,
    arguments: () => context.workflow.spec?.arguments ?? {}
  });
  if (node === null) {
    return { phase: 'Running' };
  }
  node.nodeFlag = { ...node.nodeFlag, hooked: true };
  return !isEnd(node.phase)
    ? { phase: 'Running' }
    : node.phase === 'Failed' || node.phase === 'Error'
      ? { phase: node.phase, message: `The exit handler failed: ${node.message ?? ''}` }
      : own;
}

/** `workflow.status`, `workflow.duration` and `workflow.failures`, which only the exit handler can ask for. */
function endLookup(context: Context, { phase }: RunState): Lookup {
  const values: Record<string, () => string> = {
    'workflow.status': () => phase,
    'workflow.duration': () => String(secondsOf(context)),
    'workflow.failures': () => JSON.stringify(failuresOf(context))
  };
  return name => (Object.hasOwn(values, name) ? values[name]() : undefined);
}

function secondsOf({ workflow, around }: Context): number {
  return (around.now - Date.parse(workflow.status?.startedAt ?? '')) / 1000 || 0;
}

function failuresOf({ nodes, workflowName }: Context): object[] {
  return Object.values(nodes)
    .filter((node: NodeStatus) => node.phase === 'Failed' || node.phase === 'Error')
    .map(node => ({
      displayName: node.displayName,
      message: node.message ?? '',
      templateName: templateNameOf(node),
      phase: node.phase,
      podName: podName(workflowName, node.name, templateNameOf(node)),
      finishedAt: node.finishedAt
    }));
}
