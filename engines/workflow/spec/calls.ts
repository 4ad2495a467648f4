import {
  DependsError,
  LOOP_FIELDS,
  dependsOf,
  isLoop,
  stepGroups,
  tasksOf
} from '@kubeflow-lab/resources';
import type { Call, DagTask, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { SEQUENCE_FORMAT } from '../operate/items.js';
import { WhenError, checkWhen } from '../text/when.js';
import { checkCallee } from './callee.js';
import type { Templates } from './callee.js';
import { STEP } from './fields.js';
import { checkHooks } from './hooks.js';
import { checkFields } from './shape.js';
import type { Report } from './shape.js';

function checkCall(call: Call, path: string, templates: Templates, report: Report): void {
  if (!/^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?$/.test(call.name ?? '')) {
    report(`${path}.name`, 'must consist of letters, digits, dashes and underscores');
  }
  checkCallee(call, path, templates, report);
  checkLoop(call, path, report);
  checkHooks(call.hooks, `${path}.hooks`, templates, report);
  if (call.hooks !== undefined && isLoop(call)) {
    report(`${path}.hooks`, 'is not supported by the embedded engine beside a loop');
  }
  try {
    checkWhen(call.when);
  } catch (error) {
    if (!(error instanceof WhenError)) {
      throw error;
    }
    report(`${path}.when`, error.message);
  }
}

function checkLoop(call: Call, path: string, report: Report): void {
  const loops = LOOP_FIELDS.filter(field => call[field] !== undefined);
  if (loops.length > 1) {
    report(path, `has ${loops.join(' and ')}; use one of them`);
  }
  const { count, end, format } = (call.withSequence ?? {}) as Record<string, unknown>;
  if (call.withSequence !== undefined && (count === undefined) === (end === undefined)) {
    report(`${path}.withSequence`, 'must have exactly one of count, end');
  }
  if (format !== undefined && !SEQUENCE_FORMAT.test(String(format))) {
    report(`${path}.withSequence.format`, 'must hold %d, %x or %X, such as item-%03d');
  }
}

/** Reports what is wrong with lists of steps. */
export function checkSteps(
  template: WorkflowTemplateSpec,
  path: string,
  templates: Templates,
  report: Report
): void {
  const seen = new Set<string>();
  stepGroups(template).forEach((group, outer) =>
    group.forEach((step, inner) => {
      const own = `${path}[${outer}][${inner}]`;
      checkFields(step, STEP, own, report);
      checkCall(step, own, templates, report);
      if (seen.has(step.name)) {
        report(`${own}.name`, `${step.name} is the name of two steps`);
      }
      seen.add(step.name);
    })
  );
}

/** Reports what is wrong with the tasks of a dag. */
export function checkDag(
  tasks: readonly DagTask[],
  path: string,
  templates: Templates,
  report: Report
): void {
  const before = new Map<string, string[]>();
  tasks.forEach((task, index) => {
    const own = `${path}[${index}]`;
    checkCall(task, own, templates, report);
    if (before.has(task.name)) {
      report(`${own}.name`, `${task.name} is the name of two tasks`);
    }
    before.set(task.name, checkDepends(task, tasks, own, report));
  });
  const circle = circleIn(before);
  if (circle !== null) {
    report(path, `${circle.join(' → ')} is a circle`);
  }
}

function checkDepends(
  task: DagTask,
  tasks: readonly DagTask[],
  path: string,
  report: Report
): string[] {
  const field = task.depends ? 'depends' : 'dependencies';
  if (task.depends && task.dependencies !== undefined && task.dependencies.length > 0) {
    report(path, 'has both depends and dependencies; use one of them');
  }
  try {
    const names = tasksOf(dependsOf(task, tasks));
    names
      .filter(name => !tasks.some(other => other.name === name))
      .forEach(name => report(`${path}.${field}`, `there is no task ${name}`));
    return names;
  } catch (error) {
    if (!(error instanceof DependsError)) {
      throw error;
    }
    report(`${path}.${field}`, error.message.replace(/\.$/, ''));
    return [];
  }
}

/** A circle of tasks that wait for each other; null where there is none. */
function circleIn(before: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (name: string): string[] | null => {
    if (done.has(name)) {
      return null;
    }
    if (way.includes(name)) {
      return [...way.slice(way.indexOf(name)), name];
    }
    way.push(name);
    for (const earlier of before.get(name) ?? []) {
      const circle = visit(earlier);
      if (circle !== null) {
        return circle;
      }
    }
    way.pop();
    done.add(name);
    return null;
  };
  for (const name of before.keys()) {
    const circle = visit(name);
    if (circle !== null) {
      return circle;
    }
  }
  return null;
}
