import { EMPTY_LOOP, isEnd } from '@kubeflow-lab/resources';
import type { Call, NodeStatus } from '@kubeflow-lab/resources';

import { UnresolvedError, anyOf, substitute } from '../text/substitute.js';
import { WhenError, evaluateWhen } from '../text/when.js';
import type { Context, Execution } from './context.js';
import type { execute } from './execute.js';
import { resolveArguments } from './inputs.js';
import type { CallScope } from './inputs.js';
import type { LoopItem } from './items.js';

/** A task or a step at its place in the tree of nodes. */
export interface CallSetting {
  place: Omit<Execution, 'inputs'>;
  call: Call;
  scope: CallScope;
  run: typeof execute;
}

/** Moves a call: its arguments are replaced once, when it begins. Answers null where it may not begin yet. */
export function executeCall(
  context: Context,
  { place, call, scope, run }: CallSetting
): NodeStatus | null {
  if (context.find(place.name) !== undefined) {
    return run(context, { ...place, arguments: () => ({}) });
  }
  return (
    skipped(context, place, call.when, scope) ??
    run(context, { ...place, arguments: () => resolveArguments(call.arguments, scope) })
  );
}

/** Moves each round of a loop; null stands for those that may not begin yet. */
export function executeItems(
  context: Context,
  setting: CallSetting,
  items: readonly LoopItem[]
): (NodeStatus | null)[] {
  const { place, scope } = setting;
  return items.map(({ suffix, lookup }) =>
    executeCall(context, {
      ...setting,
      place: {
        ...place,
        name: `${place.name}${suffix}`,
        displayName: `${place.displayName}${suffix}`
      },
      scope: { ...scope, lookup: anyOf(lookup, scope.lookup) }
    })
  );
}

/** The node of a loop that has nothing to do. */
export function skippedLoop(context: Context, place: Omit<Execution, 'inputs'>): NodeStatus {
  return context.add({ ...place, inputs: {} }, 'Skipped', 'Skipped', EMPTY_LOOP);
}

/** Ends the node that holds the rounds of a loop together once all of them have ended. */
export function endLoop(
  context: Context,
  group: NodeStatus,
  rounds: readonly (NodeStatus | null)[]
): void {
  if (rounds.some(round => round !== null && !isEnd(round.phase))) {
    return;
  }
  const failed = rounds.find(round => round?.phase === 'Failed' || round?.phase === 'Error');
  if (!rounds.includes(null)) {
    context.end(group, failed?.phase ?? 'Succeeded');
  } else if (context.ending !== null) {
    context.end(group, 'Failed', context.ending);
  }
}

/** The node of a call whose `when` is false, or cannot be evaluated; null where it is true. */
function skipped(
  context: Context,
  place: Omit<Execution, 'inputs'>,
  when: string | undefined,
  scope: CallScope
): NodeStatus | null {
  const execution = { ...place, inputs: {} };
  try {
    return evaluateWhen(when, scope.lookup)
      ? null
      : context.add(
          execution,
          'Skipped',
          'Skipped',
          `when '${substitute(when ?? '', scope.lookup)}' evaluated false`
        );
  } catch (error) {
    if (error instanceof WhenError || error instanceof UnresolvedError) {
      return context.add(execution, 'Skipped', 'Error', `when: ${error.message}`);
    }
    throw error;
  }
}
