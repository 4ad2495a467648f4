import { isEnd, stepGroups } from '@kubeflow-lab/resources';
import type { NodeStatus, WorkflowStep, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { inputsLookup, siblingLookup } from '../text/lookups.js';
import { anyOf } from '../text/substitute.js';
import type { Context, Execution } from './context.js';
import { skipped } from './dag.js';
import type { execute } from './execute.js';
import { resolveArguments } from './inputs.js';
import type { CallScope } from './inputs.js';
import { groupOutputs } from './outputs.js';

/** Moves lists of steps: those of one list run side by side, the next list begins when all of them have ended well. */
export function executeSteps(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec,
  call: typeof execute
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
    const group = executeGroup(context, { node, execution, index, steps, parents, scope, call });
    if (group === null || !isEnd(group.phase)) {
      return group === null && context.ending !== null
        ? context.end(node, 'Failed', context.ending)
        : node;
    }
    const ends = steps
      .map(step => context.find(stepName(execution, index, step)))
      .flatMap(found => (found === undefined ? [] : context.outbound(found)));
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
  const names = new Map(
    groups.flatMap((steps, index) =>
      steps.map(step => [step.name, stepName(execution, index, step)] as const)
    )
  );
  const find = (name: string) => context.find(names.get(name) ?? '');
  return {
    lookup: anyOf(inputsLookup(execution.inputs), siblingLookup('steps', find), context.globals),
    inputs: execution.inputs,
    find,
    prefix: 'steps'
  };
}

interface GroupSetting {
  node: NodeStatus;
  execution: Execution;
  index: number;
  steps: readonly WorkflowStep[];
  parents: readonly NodeStatus[];
  scope: CallScope;
  call: typeof execute;
}

function executeGroup(context: Context, setting: GroupSetting): NodeStatus | null {
  const { node, execution, index, steps, parents, scope, call } = setting;
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
  const children = steps.map(step => {
    const place = {
      name: stepName(execution, index, step),
      displayName: step.name,
      template: step.template ?? '',
      boundary: node
    };
    const known = context.find(place.name) !== undefined;
    const child = known
      ? call(context, { ...place, arguments: () => ({}) })
      : (skipped(context, place, step.when, scope) ??
        call(context, { ...place, arguments: () => resolveArguments(step.arguments, scope) }));
    if (child !== null) {
      context.link([group], child);
    }
    return { step, child };
  });
  return assess(context, group, children);
}

/** Ends a group once all its steps have ended; one that failed, and may not, fails it. */
function assess(
  context: Context,
  group: NodeStatus,
  children: readonly { step: WorkflowStep; child: NodeStatus | null }[]
): NodeStatus {
  if (children.some(({ child }) => child !== null && !isEnd(child.phase))) {
    return group;
  }
  const failed = children.find(
    ({ step, child }) =>
      (child?.phase === 'Failed' && step.continueOn?.failed !== true) ||
      (child?.phase === 'Error' && step.continueOn?.error !== true)
  );
  if (failed !== undefined) {
    return context.end(group, failed.child?.phase ?? '', `child '${failed.child?.id}' failed`);
  }
  if (children.some(({ child }) => child === null)) {
    return context.ending === null ? group : context.end(group, 'Failed', context.ending);
  }
  return context.end(group, 'Succeeded');
}
