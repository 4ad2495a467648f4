import { isEnd, podName, templateNameOf } from '@kubeflow-lab/resources';
import type { Arguments, LifecycleHook, NodeStatus, WorkflowPhase } from '@kubeflow-lab/resources';

import { holdsExpression } from '../expression/index.js';
import { UnresolvedError, anyOf, resolved } from '../text/substitute.js';
import type { Lookup } from '../text/substitute.js';
import type { Context } from './context.js';
import { execute } from './execute.js';
import { EXIT_HOOK, runHooks } from './hooks.js';
import { resolveArguments } from './inputs.js';
import type { CallScope } from './inputs.js';

/** How a run is, or how it ended. */
export interface RunState {
  phase: WorkflowPhase;
  message?: string;
}

/**
 * What a run comes to with its hooks and its `onExit`: the template that runs however the run ended, except by being terminated. The
 * run is over when it is, and fails with it; `own` is how the run is without it.
 */
export function withExitHandler(context: Context, own: RunState): RunState {
  const { onExit, hooks, shutdown } = context.workflow.spec ?? {};
  const name = `${context.workflowName}.onExit`;
  const isOpen = runOwnHooks(context, own);
  if (!isEnd(own.phase)) {
    return own;
  }
  if (isOpen) {
    return { phase: 'Running' };
  }
  // As Argo: where there is both, the older field counts.
  const hook: LifecycleHook | undefined = onExit ? { template: onExit } : hooks?.[EXIT_HOOK];
  if (hook === undefined || (shutdown === 'Terminate' && context.find(name) === undefined)) {
    return own;
  }
  context.exit(endLookup(context, own));
  try {
    if (context.find(name) === undefined && !isWanted(hook, context.globals)) {
      return own;
    }
  } catch (error) {
    if (error instanceof UnresolvedError) {
      return { phase: 'Error', message: error.message };
    }
    throw error;
  }
  const node = execute(context, {
    name,
    displayName: name,
    template: hook.template ?? '',
    boundary: null,
    arguments: () => argumentsOf(context, hook)
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

/** Moves the hooks of the run itself, but for the one at its end; answers whether some have still to end. */
function runOwnHooks(context: Context, own: RunState): boolean {
  const hooks = Object.fromEntries(
    Object.entries(context.workflow.spec?.hooks ?? {}).filter(([name]) => name !== EXIT_HOOK)
  );
  const parent = context.find(context.workflowName);
  if (parent === undefined) {
    return false;
  }
  const lookup = anyOf(endLookup(context, own), context.globals);
  return runHooks(context, { hooks, parent, boundary: null, scope: scopeOf(lookup), run: execute });
}

/** What a hook of the run can refer to: no tasks. */
function scopeOf(lookup: Lookup): CallScope {
  return { lookup, inputs: {}, find: () => undefined, prefix: 'tasks' };
}

/** Throws UnresolvedError where the expression of an exit hook cannot be computed. */
function isWanted({ expression }: LifecycleHook, lookup: Lookup): boolean {
  return (
    !expression || resolved('spec.hooks.exit.expression', () => holdsExpression(expression, lookup))
  );
}

/** Those of the hook, else those of the run. */
function argumentsOf({ workflow, globals }: Context, hook: LifecycleHook): Arguments {
  return hook.arguments === undefined
    ? (workflow.spec?.arguments ?? {})
    : resolveArguments(hook.arguments, scopeOf(globals));
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
