import { dependsOf, holds, isEnd, isLoop, tasksBefore } from '@kubeflow-lab/resources';
import type {
  DagTask,
  NodePhase,
  NodeStatus,
  TaskResult,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import { inputsLookup, loopLookup, siblingLookup } from '../text/lookups.js';
import { UnresolvedError, anyOf } from '../text/substitute.js';
import { endLoop, executeCall, executeItems, skippedLoop } from './call.js';
import type { CallSetting } from './call.js';
import type { Context, Execution } from './context.js';
import type { execute } from './execute.js';
import type { CallScope } from './inputs.js';
import { loopItems } from './items.js';
import { hasOpenHooks, runHooks } from './hooks.js';
import { groupOutputs } from './outputs.js';

/** Moves the tasks of a dag: each begins as soon as the tasks before it allow it. */
export function executeDag(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec,
  run: typeof execute
): NodeStatus | null {
  const existing = context.find(execution.name);
  if (existing === undefined && context.ending !== null) {
    return null;
  }
  const node = existing ?? context.add(execution, 'DAG', 'Running');
  const tasks = template.dag?.tasks ?? [];
  const find = (name: string) => context.find(`${execution.name}.${name}`);
  const scope: CallScope = {
    lookup: anyOf(
      inputsLookup(execution.inputs),
      loopLookup('tasks', name => context.roundsOf(find(name))),
      siblingLookup('tasks', find),
      context.globals
    ),
    inputs: execution.inputs,
    find,
    prefix: 'tasks'
  };
  for (const task of inOrder(tasks)) {
    executeTask(context, { node, execution, task, tasks, scope, run });
  }
  return assess(context, node, tasks, template, scope);
}

/** The tasks so that each stands behind those before it. */
export function inOrder(tasks: readonly DagTask[]): DagTask[] {
  const ordered = new Set<DagTask>();
  const visit = (task: DagTask): void => {
    if (ordered.has(task)) {
      return;
    }
    for (const name of tasksBefore(task, tasks)) {
      const earlier = tasks.find(other => other.name === name);
      if (earlier !== undefined) {
        visit(earlier);
      }
    }
    ordered.add(task);
  };
  tasks.forEach(visit);
  return [...ordered];
}

interface TaskSetting {
  node: NodeStatus;
  execution: Execution;
  task: DagTask;
  tasks: readonly DagTask[];
  scope: CallScope;
  run: typeof execute;
}

function executeTask(context: Context, setting: TaskSetting): void {
  const { node, execution, task, tasks, scope, run } = setting;
  const names = tasksBefore(task, tasks);
  const before = names.map(name => scope.find(name));
  const isOpen = (name: string) => isTaskOpen(context, tasks, name, scope);
  if (before.some(earlier => !isEnd(earlier?.phase)) || names.some(isOpen)) {
    return;
  }
  const place = {
    name: `${execution.name}.${task.name}`,
    displayName: task.name,
    template: task.template ?? '',
    boundary: node
  };
  const known = scope.find(task.name) !== undefined;
  const call = { place, call: task, scope, run };
  const made =
    (known ? null : omitted(context, place, task, tasks, scope)) ??
    (isLoop(task) ? executeLoop(context, call) : executeCall(context, call));
  if (made !== null && !known) {
    const parents =
      before.length === 0 ? [node] : before.flatMap(n => (n ? context.outbound(n) : []));
    context.link(parents, made);
  }
  if (made !== null) {
    runHooks(context, { hooks: task.hooks, parent: made, boundary: node, scope, run });
  }
}

/** Whether hooks of a task have still to end. */
function isTaskOpen(
  context: Context,
  tasks: readonly DagTask[],
  name: string,
  { find }: CallScope
): boolean {
  const task = tasks.find(other => other.name === name);
  return task !== undefined && hasOpenHooks(context, task, find(name));
}

/** The node of a task that does not run because of how those before it ended; null where it runs. */
function omitted(
  context: Context,
  place: Omit<Execution, 'inputs'>,
  task: DagTask,
  tasks: readonly DagTask[],
  scope: CallScope
): NodeStatus | null {
  const depends = dependsOf(task, tasks);
  const has = (name: string, result: TaskResult) => hasResult(context, scope.find(name), result);
  return depends === null || holds(depends, has)
    ? null
    : context.add(
        { ...place, inputs: {} },
        'Skipped',
        'Omitted',
        'omitted: depends condition not met'
      );
}

/** A task that runs once for each item of a list: a node for each, and one that holds them together. */
function executeLoop(context: Context, setting: CallSetting): NodeStatus | null {
  const { place, call, scope } = setting;
  const existing = context.find(place.name);
  if (existing !== undefined ? isEnd(existing.phase) : context.ending !== null) {
    return existing ?? null;
  }
  try {
    const items = loopItems(call, scope.lookup);
    if (items.length === 0) {
      return skippedLoop(context, place);
    }
    const group = existing ?? context.add({ ...place, inputs: {} }, 'TaskGroup', 'Running');
    const rounds = executeItems(context, setting, items);
    rounds.forEach(round => round && context.link([group], round));
    endLoop(context, group, rounds);
    return group;
  } catch (error) {
    if (!(error instanceof UnresolvedError)) {
      throw error;
    }
    return existing === undefined
      ? context.add({ ...place, inputs: {} }, 'Skipped', 'Error', error.message)
      : context.end(existing, 'Error', error.message);
  }
}

function hasResult(context: Context, node: NodeStatus | undefined, result: TaskResult): boolean {
  const rounds = node?.type === 'TaskGroup' ? context.childrenOf(node) : [];
  switch (result) {
    case 'Succeeded':
    case 'Failed':
    case 'Skipped':
    case 'Omitted':
      return node?.phase === result;
    case 'Errored':
      return node?.phase === 'Error';
    case 'AnySucceeded':
      return rounds.some(round => round.phase === 'Succeeded');
    case 'AllFailed':
      return rounds.length > 0 && rounds.every(round => round.phase === 'Failed');
    default:
      // Daemons do not exist here.
      return false;
  }
}

/** Ends the dag once nothing of it runs or can still begin: how its last tasks ended decides. */
function assess(
  context: Context,
  node: NodeStatus,
  tasks: readonly DagTask[],
  template: WorkflowTemplateSpec,
  scope: CallScope
): NodeStatus {
  const nodes = tasks.map(task => scope.find(task.name));
  if (
    nodes.some(found => found !== undefined && !isEnd(found.phase)) ||
    tasks.some(({ name }) => isTaskOpen(context, tasks, name, scope))
  ) {
    return node;
  }
  const followed = new Set(tasks.flatMap(task => tasksBefore(task, tasks)));
  const targets = tasks.filter(task => !followed.has(task.name));
  const phases = branchPhases(tasks, scope);
  const failed = targets.find(task => {
    const phase = phases.get(task.name);
    const tolerated =
      (phase === 'Failed' && task.continueOn?.failed === true) ||
      (phase === 'Error' && task.continueOn?.error === true);
    return (phase === 'Failed' || phase === 'Error') && !tolerated;
  });
  const waiting = nodes.includes(undefined);
  if (
    waiting &&
    context.ending === null &&
    (failed === undefined || template.dag?.failFast === false)
  ) {
    return node;
  }
  node.outboundNodes = targets.flatMap(task => {
    const target = scope.find(task.name);
    return target === undefined ? [] : context.outbound(target).map(out => out.id);
  });
  if (failed !== undefined) {
    return context.end(node, phases.get(failed.name) ?? 'Failed');
  }
  return waiting
    ? context.end(node, 'Failed', context.ending ?? undefined)
    : context.end(node, 'Succeeded', undefined, groupOutputs(template, scope));
}

/** How each task ended; one that did not run carries on how those before it ended. */
function branchPhases(tasks: readonly DagTask[], scope: CallScope): Map<string, NodePhase> {
  const phases = new Map<string, NodePhase>();
  for (const task of inOrder(tasks)) {
    const own = scope.find(task.name)?.phase;
    if (own === 'Succeeded' || own === 'Failed' || own === 'Error') {
      phases.set(task.name, own);
      continue;
    }
    const before = tasksBefore(task, tasks).map(name => phases.get(name));
    const bad = before.find(phase => phase === 'Failed' || phase === 'Error');
    phases.set(task.name, bad ?? (own === undefined ? '' : 'Succeeded'));
  }
  return phases;
}
