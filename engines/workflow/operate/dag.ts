import { dependsOf, holds, isEnd, tasksBefore } from '@kubeflow-lab/resources';
import type {
  DagTask,
  NodePhase,
  NodeStatus,
  TaskResult,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import { inputsLookup, siblingLookup } from '../text/lookups.js';
import { UnresolvedError, anyOf } from '../text/substitute.js';
import { WhenError, evaluateWhen } from '../text/when.js';
import type { Context, Execution } from './context.js';
import type { execute } from './execute.js';
import { resolveArguments } from './inputs.js';
import type { CallScope } from './inputs.js';
import { groupOutputs } from './outputs.js';

/** Moves the tasks of a dag: each begins as soon as the tasks before it allow it. */
export function executeDag(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec,
  call: typeof execute
): NodeStatus | null {
  const existing = context.find(execution.name);
  if (existing === undefined && context.ending !== null) {
    return null;
  }
  const node = existing ?? context.add(execution, 'DAG', 'Running');
  const tasks = template.dag?.tasks ?? [];
  const find = (name: string) => context.find(`${execution.name}.${name}`);
  const scope: CallScope = {
    lookup: anyOf(inputsLookup(execution.inputs), siblingLookup('tasks', find), context.globals),
    inputs: execution.inputs,
    find,
    prefix: 'tasks'
  };
  for (const task of inOrder(tasks)) {
    executeTask(context, { node, execution, task, tasks, scope, call });
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
  call: typeof execute;
}

function executeTask(context: Context, setting: TaskSetting): void {
  const { node, execution, task, tasks, scope, call } = setting;
  const place = {
    name: `${execution.name}.${task.name}`,
    displayName: task.name,
    template: task.template ?? '',
    boundary: node
  };
  const before = tasksBefore(task, tasks).map(name => scope.find(name));
  if (before.some(earlier => !isEnd(earlier?.phase))) {
    return;
  }
  const parents =
    before.length === 0 ? [node] : before.flatMap(n => (n ? context.outbound(n) : []));
  const known = scope.find(task.name) !== undefined;
  const made = known
    ? call(context, { ...place, arguments: () => ({}) })
    : (withheld(context, place, task, tasks, scope) ??
      call(context, { ...place, arguments: () => resolveArguments(task.arguments, scope) }));
  if (made !== null && !known) {
    context.link(parents, made);
  }
}

/** The node of a task that does not run, because of `depends` or `when`; null where it runs. */
function withheld(
  context: Context,
  place: Omit<Execution, 'inputs'>,
  task: DagTask,
  tasks: readonly DagTask[],
  scope: CallScope
): NodeStatus | null {
  const depends = dependsOf(task, tasks);
  const has = (name: string, result: TaskResult) => hasResult(scope.find(name), result);
  if (depends !== null && !holds(depends, has)) {
    const message = 'omitted: depends condition not met';
    return context.add({ ...place, inputs: {} }, 'Skipped', 'Omitted', message);
  }
  return skipped(context, place, task.when, scope);
}

/** The node of a call whose `when` is false, or cannot be evaluated; null where it is true. */
export function skipped(
  context: Context,
  place: Omit<Execution, 'inputs'>,
  when: string | undefined,
  scope: CallScope
): NodeStatus | null {
  const execution = { ...place, inputs: {} };
  try {
    return evaluateWhen(when, scope.lookup)
      ? null
      : context.add(execution, 'Skipped', 'Skipped', `when '${when}' evaluated false`);
  } catch (error) {
    if (error instanceof WhenError || error instanceof UnresolvedError) {
      return context.add(execution, 'Skipped', 'Error', `when: ${error.message}`);
    }
    throw error;
  }
}

function hasResult(node: NodeStatus | undefined, result: TaskResult): boolean {
  switch (result) {
    case 'Succeeded':
    case 'Failed':
    case 'Skipped':
    case 'Omitted':
      return node?.phase === result;
    case 'Errored':
      return node?.phase === 'Error';
    default:
      // Daemons and loops do not exist here.
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
  if (nodes.some(found => found !== undefined && !isEnd(found.phase))) {
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
