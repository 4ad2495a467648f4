import { isEnd } from '@kubeflow-lab/resources';
import type { Call, LifecycleHook, NodeStatus } from '@kubeflow-lab/resources';

import { ExpressionError, MissingError, holdsExpression } from '../expression/index.js';
import { UnresolvedError, anyOf } from '../text/substitute.js';
import type { Lookup } from '../text/substitute.js';
import type { Context } from './context.js';
import type { execute } from './execute.js';
import { resolveArguments } from './inputs.js';
import type { CallScope } from './inputs.js';

/** The hook that runs when what it belongs to has ended; the others run as soon as their expression is true. */
export const EXIT_HOOK = 'exit';

/** What hooks belong to: a task, a step, or the run as a whole. */
export interface HookSetting {
  hooks: Readonly<Record<string, LifecycleHook>> | undefined;
  parent: NodeStatus;
  /** The node around the parent; null for the run's. */
  boundary: NodeStatus | null;
  scope: CallScope;
  run: typeof execute;
}

/** Moves the hooks of a call whose node is there; answers whether some have to end before it counts as over. */
export function runHooks(context: Context, setting: HookSetting): boolean {
  return Object.entries(setting.hooks ?? {})
    .map(([name, hook]) => runHook(context, setting, name, hook))
    .some(Boolean);
}

/** Whether hooks of a call have still to end, as far as its node is there. */
export function hasOpenHooks(
  context: Context,
  call: Call,
  parent: NodeStatus | undefined
): boolean {
  return (
    parent !== undefined &&
    Object.entries(call.hooks ?? {}).some(([name, hook]) => {
      const node = context.find(hookNode(parent, name));
      return node === undefined ? isAwaited(context, parent, name, hook) : !isEnd(node.phase);
    })
  );
}

function runHook(
  context: Context,
  setting: HookSetting,
  name: string,
  hook: LifecycleHook
): boolean {
  const { parent, boundary, scope, run } = setting;
  const node = hookNode(parent, name);
  const place = {
    name: node,
    displayName: `${parent.displayName}${suffixOf(name)}`,
    template: hook.template ?? '',
    boundary
  };
  const existing = context.find(node);
  if (existing === undefined) {
    try {
      if (!isDue(parent, name, hook, scope.lookup)) {
        return false;
      }
    } catch (error) {
      if (!(error instanceof UnresolvedError)) {
        throw error;
      }
      hooked(context.add({ ...place, inputs: {} }, 'Skipped', 'Error', error.message));
      return false;
    }
  }
  const made = run(context, {
    ...place,
    arguments: () => resolveArguments(hook.arguments, scope)
  });
  if (made === null) {
    return context.ending === null;
  }
  hooked(made);
  context.link([parent], made);
  return !isEnd(made.phase);
}

function hookNode({ name }: NodeStatus, hook: string): string {
  return `${name}${suffixOf(hook)}`;
}

function suffixOf(hook: string): string {
  return hook === EXIT_HOOK ? '.onExit' : `.hooks.${hook}`;
}

/** An exit hook is awaited also before it has begun. */
function isAwaited(
  context: Context,
  parent: NodeStatus,
  name: string,
  { expression }: LifecycleHook
): boolean {
  return name === EXIT_HOOK && !expression && hasRun(parent) && context.ending === null;
}

function hasRun({ phase, type }: NodeStatus): boolean {
  return isEnd(phase) && type !== 'Skipped';
}

/** Throws UnresolvedError where its expression cannot be computed; what has no value yet makes it wait. */
function isDue(
  parent: NodeStatus,
  name: string,
  { expression }: LifecycleHook,
  lookup: Lookup
): boolean {
  if (name === EXIT_HOOK ? !hasRun(parent) : parent.type === 'Skipped') {
    return false;
  }
  const running: Lookup = variable => (variable === 'workflow.status' ? 'Running' : undefined);
  try {
    return !expression || holdsExpression(expression, anyOf(lookup, running));
  } catch (error) {
    if (error instanceof MissingError) {
      return false;
    }
    if (error instanceof ExpressionError) {
      throw new UnresolvedError(`The expression of the hook ${name}: ${error.message}.`);
    }
    throw error;
  }
}

function hooked(node: NodeStatus): void {
  node.nodeFlag = { ...node.nodeFlag, hooked: true };
}
