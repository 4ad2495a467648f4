import { isEnd, isLoop, stepGroups } from '@kubeflow-lab/resources';
import type { NodeStatus, WorkflowStep, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { inputsLookup, loopLookup, siblingLookup } from '../text/lookups.js';
import { UnresolvedError, anyOf } from '../text/substitute.js';
import { executeCall, executeItems, skippedLoop } from './call.js';
import type { CallSetting } from './call.js';
import type { Context, Execution } from './context.js';
import type { execute } from './execute.js';
import type { CallScope } from './inputs.js';
import { loopItems } from './items.js';
import { runHooks } from './hooks.js';
import { groupOutputs } from './outputs.js';

/** Moves lists of steps: those of one list run side by side, the next list begins when all of them have ended well. */
export function executeSteps(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec,
  run: typeof execute
): NodeStatus | null {
  const existing = context.find(execution.name);
  if (existing === undefined && context.ending !== null) {
    return null;
  }
  const node = existing ?? context.add(execution, 'Steps', 'Running');
  const groups = stepGroups(template);
  const scope = scopeOf(context, execution, groups);
  let parents = [node];
  for (const [index, steps] of groups.entries()) {
    const group = executeGroup(context, { node, execution, index, steps, parents, scope, run });
    if (group === null || !isEnd(group.phase)) {
      return group === null && context.ending !== null
        ? context.end(node, 'Failed', context.ending)
        : node;
    }
    const ends = context.childrenOf(group).flatMap(child => context.outbound(child));
    parents = ends.length === 0 ? [group] : ends;
    node.outboundNodes = parents.map(parent => parent.id);
    if (group.phase !== 'Succeeded') {
      return context.end(node, group.phase ?? '', group.message);
    }
  }
  return context.end(node, 'Succeeded', undefined, groupOutputs(template, scope));
}

function stepName(execution: Execution, index: number, step: WorkflowStep): string {
  return `${execution.name}[${index}].${step.name}`;
}

function scopeOf(
  context: Context,
  execution: Execution,
  groups: readonly (readonly WorkflowStep[])[]
): CallScope {
  const places = new Map(
    groups.flatMap((steps, index) => steps.map(step => [step.name, { step, index }] as const))
  );
  const find = (name: string) => {
    const place = places.get(name);
    return place && context.find(stepName(execution, place.index, place.step));
  };
  const rounds = (name: string) => {
    const place = places.get(name);
    return place && isLoop(place.step) ? roundsOf(context, execution, place) : undefined;
  };
  // A loop has no node of its own among steps: its status is that of its list of steps, as in Argo.
  const loopGroup = (name: string) => {
    const place = places.get(name);
    return place && isLoop(place.step)
      ? context.find(`${execution.name}[${place.index}]`)
      : undefined;
  };
  return {
    lookup: anyOf(
      inputsLookup(execution.inputs),
      loopLookup('steps', rounds),
      siblingLookup('steps', name => find(name) ?? loopGroup(name)),
      context.globals
    ),
    inputs: execution.inputs,
    find,
    prefix: 'steps'
  };
}

/** The rounds of a looped step: nodes of its group beside the others. None before the group has begun. */
function roundsOf(
  context: Context,
  execution: Execution,
  { step, index }: { step: WorkflowStep; index: number }
): NodeStatus[] | undefined {
  const group = context.find(`${execution.name}[${index}]`);
  const prefix = `${stepName(execution, index, step)}(`;
  return group && context.childrenOf(group).filter(child => child.name.startsWith(prefix));
}

interface GroupSetting {
  node: NodeStatus;
  execution: Execution;
  index: number;
  steps: readonly WorkflowStep[];
  parents: readonly NodeStatus[];
  scope: CallScope;
  run: typeof execute;
}

function executeGroup(context: Context, setting: GroupSetting): NodeStatus | null {
  const { node, execution, index, steps, parents, scope, run } = setting;
  const name = `${execution.name}[${index}]`;
  const existing = context.find(name);
  if (existing !== undefined && isEnd(existing.phase)) {
    return existing;
  }
  if (existing === undefined && context.ending !== null) {
    return null;
  }
  const group =
    existing ??
    context.add(
      { name, displayName: `[${index}]`, template: '', inputs: {}, boundary: node },
      'StepGroup',
      'Running'
    );
  context.link(parents, group);
  const children = steps.flatMap(step => {
    const place = {
      name: stepName(execution, index, step),
      displayName: step.name,
      template: step.template ?? '',
      boundary: node
    };
    const nodes = executeStep(context, { place, call: step, scope, run });
    return nodes.map(child => ({ step, child, ...hooked(context, setting, step, child) }));
  });
  for (const { child } of children) {
    if (child !== null) {
      context.link([group], child);
    }
  }
  return assess(context, group, children);
}

/** Moves the hooks of a step, and says whether they have still to end. */
function hooked(
  context: Context,
  { node, scope, run }: GroupSetting,
  { hooks }: WorkflowStep,
  parent: NodeStatus | null
): { isOpen: boolean } {
  const isOpen =
    parent !== null && runHooks(context, { hooks, parent, boundary: node, scope, run });
  return { isOpen };
}

/** The nodes of a step: more than one where it runs for each item of a list. */
function executeStep(context: Context, setting: CallSetting): (NodeStatus | null)[] {
  const { place, call, scope } = setting;
  if (!isLoop(call) || context.find(place.name) !== undefined) {
    return [executeCall(context, setting)];
  }
  try {
    const items = loopItems(call, scope.lookup);
    return items.length === 0
      ? [skippedLoop(context, place)]
      : executeItems(context, setting, items);
  } catch (error) {
    if (!(error instanceof UnresolvedError)) {
      throw error;
    }
    return [context.add({ ...place, inputs: {} }, 'Skipped', 'Error', error.message)];
  }
}

/** Ends a group once all its steps have ended; one that failed, and may not, fails it. */
function assess(
  context: Context,
  group: NodeStatus,
  children: readonly { step: WorkflowStep; child: NodeStatus | null; isOpen: boolean }[]
): NodeStatus {
  if (children.some(({ child, isOpen }) => isOpen || (child !== null && !isEnd(child.phase)))) {
    return group;
  }
  const failed = children.find(
    ({ step, child }) =>
      (child?.phase === 'Failed' && step.continueOn?.failed !== true) ||
      (child?.phase === 'Error' && step.continueOn?.error !== true)
  );
  if (failed !== undefined) {
    return context.end(group, 'Failed', `child '${failed.child?.id}' failed`);
  }
  if (children.some(({ child }) => child === null)) {
    return context.ending === null ? group : context.end(group, 'Failed', context.ending);
  }
  return context.end(group, 'Succeeded');
}
