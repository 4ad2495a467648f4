import { DependsError, dependsOf, stepGroups, tasksOf } from '@kubeflow-lab/resources';
import type {
  Call,
  DagTask,
  FieldProblem,
  Workflow,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import { WhenError, checkWhen } from '../text/when.js';
import { SPEC, STEP } from './fields.js';
import type { Shape } from './fields.js';

type Report = (path: string, message: string) => void;

/**
 * Everything about a Workflow that the engine cannot run, with its path. Nothing of a Workflow with a problem is run:
 * part of a run would be worse than none.
 */
export function checkWorkflow(workflow: Workflow): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  checkFields(workflow.spec ?? {}, SPEC, 'spec', report);
  if (problems.length > 0) {
    // Their shapes are not to be relied on.
    return problems;
  }
  checkExpressions(workflow.spec, 'spec', report);
  const templates = workflow.spec?.templates ?? [];
  const names = new Set(templates.map(template => template.name ?? ''));
  if (!names.has(workflow.spec?.entrypoint ?? '')) {
    const entrypoint = workflow.spec?.entrypoint ?? '';
    report(
      'spec.entrypoint',
      entrypoint === '' ? 'is missing' : `there is no template ${entrypoint}`
    );
  }
  templates.forEach((template, index) =>
    checkTemplate(template, `spec.templates[${index}]`, names, report)
  );
  return problems;
}

function checkFields(value: unknown, shape: Shape, path: string, report: Report): void {
  if (shape === true || value === undefined || value === null) {
    return;
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) {
      report(path, 'must be a list');
      return;
    }
    value.forEach((item, index) =>
      checkFields(item, shape[0] as Shape, `${path}[${index}]`, report)
    );
    return;
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    report(path, 'must hold fields');
    return;
  }
  const fields = shape as Record<string, Shape>;
  for (const [field, content] of Object.entries(value)) {
    if (!Object.hasOwn(fields, field)) {
      report(`${path}.${field}`, 'is not supported by the embedded engine');
    } else {
      checkFields(content, fields[field], `${path}.${field}`, report);
    }
  }
}

/** Argo's expression tags are a language of their own. */
function checkExpressions(value: unknown, path: string, report: Report): void {
  if (typeof value === 'string') {
    if (/\{\{\s*=/.test(value)) {
      report(path, 'holds an expression {{=…}}, which the embedded engine does not support');
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => checkExpressions(item, `${path}[${index}]`, report));
  } else if (typeof value === 'object' && value !== null) {
    Object.entries(value).forEach(([key, item]) =>
      checkExpressions(item, `${path}.${key}`, report)
    );
  }
}

const KINDS = ['container', 'script', 'dag', 'steps', 'suspend'] as const;

function checkTemplate(
  template: WorkflowTemplateSpec,
  path: string,
  names: ReadonlySet<string>,
  report: Report
): void {
  if (!template.name) {
    report(`${path}.name`, 'is missing');
  }
  const kinds = KINDS.filter(kind => template[kind] !== undefined && template[kind] !== null);
  if (kinds.length !== 1) {
    report(path, `must have exactly one of ${KINDS.join(', ')}`);
    return;
  }
  switch (kinds[0]) {
    case 'dag':
      checkDag(template.dag?.tasks ?? [], `${path}.dag.tasks`, names, report);
      break;
    case 'steps':
      checkSteps(template, `${path}.steps`, names, report);
      break;
    case 'container':
    case 'script':
      checkContainer(template, kinds[0], `${path}.${kinds[0]}`, report);
      break;
    case 'suspend':
      break;
  }
  checkOutputs(template, kinds[0], path, report);
}

function checkContainer(
  template: WorkflowTemplateSpec,
  kind: 'container' | 'script',
  path: string,
  report: Report
): void {
  const container = template[kind];
  if (!container?.image) {
    report(`${path}.image`, 'is missing');
  }
  if (!Array.isArray(container?.command) || container.command.length === 0) {
    report(
      `${path}.command`,
      'is missing; the embedded engine does not ask a registry what an image runs by itself'
    );
  }
  if (kind === 'script' && !template.script?.source) {
    report(`${path}.source`, 'is missing');
  }
}

/** Directories of every image, which an empty volume must not hide. */
const SYSTEM_PATH = /^\/(bin|boot|dev|etc|lib|lib64|proc|sbin|sys|usr|var\/lib)?$/;

function checkOutputs(
  template: WorkflowTemplateSpec,
  kind: (typeof KINDS)[number],
  path: string,
  report: Report
): void {
  const inPod = kind === 'container' || kind === 'script';
  template.outputs?.parameters?.forEach((parameter, index) => {
    const own = `${path}.outputs.parameters[${index}].valueFrom`;
    const file = parameter.valueFrom?.path;
    if (!inPod && parameter.valueFrom?.parameter === undefined) {
      report(`${own}.parameter`, 'is missing');
    } else if (inPod && file === undefined) {
      report(`${own}.path`, 'is missing');
    } else if (inPod) {
      checkPath(file, `${own}.path`, report);
    }
  });
  template.outputs?.artifacts?.forEach((artifact, index) => {
    const own = `${path}.outputs.artifacts[${index}]`;
    if (!inPod && artifact.from === undefined) {
      report(`${own}.from`, 'is missing');
    } else if (inPod) {
      checkPath(artifact.path, `${own}.path`, report);
    }
  });
  template.inputs?.artifacts?.forEach((artifact, index) => {
    if (inPod && !artifact.path?.startsWith('/')) {
      report(`${path}.inputs.artifacts[${index}].path`, 'must be an absolute path');
    }
  });
}

function checkPath(file: string | undefined, path: string, report: Report): void {
  if (!file?.startsWith('/') || file.split('/').includes('..')) {
    report(path, 'must be an absolute path');
  } else if (SYSTEM_PATH.test(directoryOf(file))) {
    report(
      path,
      `lies in ${directoryOf(file)}, which the image needs itself; use another directory`
    );
  }
}

/** The directory in which a file lies, or the directory itself where the path ends with a slash. */
export function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function checkCall(call: Call, path: string, names: ReadonlySet<string>, report: Report): void {
  if (!/^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?$/.test(call.name ?? '')) {
    report(`${path}.name`, 'must consist of letters, digits, dashes and underscores');
  }
  if (!names.has(call.template ?? '')) {
    report(
      `${path}.template`,
      call.template === undefined ? 'is missing' : `there is no template ${call.template}`
    );
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

function checkSteps(
  template: WorkflowTemplateSpec,
  path: string,
  names: ReadonlySet<string>,
  report: Report
): void {
  const seen = new Set<string>();
  stepGroups(template).forEach((group, outer) =>
    group.forEach((step, inner) => {
      const own = `${path}[${outer}][${inner}]`;
      checkFields(step, STEP, own, report);
      checkCall(step, own, names, report);
      if (seen.has(step.name)) {
        report(`${own}.name`, `${step.name} is the name of two steps`);
      }
      seen.add(step.name);
    })
  );
}

function checkDag(
  tasks: readonly DagTask[],
  path: string,
  names: ReadonlySet<string>,
  report: Report
): void {
  const before = new Map<string, string[]>();
  tasks.forEach((task, index) => {
    const own = `${path}[${index}]`;
    checkCall(task, own, names, report);
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
