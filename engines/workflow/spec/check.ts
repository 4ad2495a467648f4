import { TEMPLATE_KINDS, inlinePlace } from '@kubeflow-lab/resources';
import type {
  FieldProblem,
  LifecycleHook,
  Workflow,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import { CLAIM_GC_STRATEGIES } from '../claims.js';
import { EXIT_HOOK } from '../operate/hooks.js';
import { POD_GC_STRATEGIES } from '../pod-gc.js';
import { parseDuration } from '../text/duration.js';
import type { Templates } from './callee.js';
import { checkDag, checkSteps } from './calls.js';
import { checkExpressionAt, checkExpressions } from './expressions.js';
import { SPEC, TEMPLATE } from './fields.js';
import { checkHooks } from './hooks.js';
import { checkFields } from './shape.js';
import type { Report } from './shape.js';

/**
 * Everything about a Workflow that the engine cannot run, with its path. Nothing of a Workflow with a problem is run:
 * part of a run would be worse than none.
 */
export function checkWorkflow(workflow: Workflow): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  checkAllFields(workflow, report);
  if (problems.length > 0) {
    // Their shapes are not to be relied on.
    return problems;
  }
  // Values of a run's own arguments are never looked into.
  checkExpressions({ ...workflow.spec, arguments: undefined }, 'spec', report);
  checkOneOf(workflow.spec?.podGC?.strategy, POD_GC_STRATEGIES, 'spec.podGC.strategy', report);
  checkClaims(workflow, report);
  const templates = workflow.spec?.templates ?? [];
  const byName: Templates = new Map(templates.map(template => [template.name ?? '', template]));
  if (!byName.has(workflow.spec?.entrypoint ?? '')) {
    const entrypoint = workflow.spec?.entrypoint ?? '';
    report(
      'spec.entrypoint',
      entrypoint === '' ? 'is missing' : `there is no template ${entrypoint}`
    );
  }
  const { onExit } = workflow.spec ?? {};
  if (onExit !== undefined && !byName.has(onExit)) {
    report('spec.onExit', `there is no template ${onExit}`);
  }
  checkHooks(ownHooks(workflow), 'spec.hooks', byName, report);
  templates.forEach((template, index) =>
    checkTemplate(template, placeOf(template, index), byName, report)
  );
  return problems;
}

/** The exit hook of a run gets the arguments of the run where it has none of its own. */
function ownHooks({ spec }: Workflow): Record<string, LifecycleHook> | undefined {
  const { hooks, arguments: own } = spec ?? {};
  const exit = hooks?.[EXIT_HOOK];
  return exit === undefined || own === undefined
    ? hooks
    : { ...hooks, [EXIT_HOOK]: { arguments: own, ...exit } };
}

/** Templates that stand within calls come after the others, and are told by where they stand. */
function placeOf(template: WorkflowTemplateSpec | undefined, index: number): string {
  return inlinePlace(String(template?.name ?? '')) ?? `spec.templates[${index}]`;
}

function checkAllFields({ spec = {} }: Workflow, report: Report): void {
  const { templates, ...rest } = spec;
  if (!Array.isArray(templates)) {
    checkFields(spec, SPEC, 'spec', report);
    return;
  }
  checkFields(rest, SPEC, 'spec', report);
  templates.forEach((template: WorkflowTemplateSpec, index) =>
    checkFields(template, TEMPLATE, placeOf(template, index), report)
  );
}

function checkClaims({ spec }: Workflow, report: Report): void {
  checkOneOf(
    spec?.volumeClaimGC?.strategy,
    CLAIM_GC_STRATEGIES,
    'spec.volumeClaimGC.strategy',
    report
  );
  spec?.volumeClaimTemplates?.forEach(({ metadata }, index) => {
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(metadata?.name ?? '')) {
      const path = `spec.volumeClaimTemplates[${index}].metadata.name`;
      report(path, 'must consist of lower-case letters, digits and dashes');
    }
  });
}

function checkTemplate(
  template: WorkflowTemplateSpec,
  path: string,
  templates: Templates,
  report: Report
): void {
  if (!template.name) {
    report(`${path}.name`, 'is missing');
  }
  const kinds = TEMPLATE_KINDS.filter(
    kind => template[kind] !== undefined && template[kind] !== null
  );
  if (kinds.length !== 1) {
    report(path, `must have exactly one of ${TEMPLATE_KINDS.join(', ')}`);
    return;
  }
  switch (kinds[0]) {
    case 'dag':
      checkDag(template.dag?.tasks ?? [], `${path}.dag.tasks`, templates, report);
      break;
    case 'steps':
      checkSteps(template, `${path}.steps`, templates, report);
      break;
    case 'container':
    case 'script':
      checkContainer(template, kinds[0], `${path}.${kinds[0]}`, report);
      break;
    case 'suspend':
      break;
  }
  checkOutputs(template, kinds[0], path, report);
  checkMemoize(template, path, report);
  checkTimes(template, path, report);
}

function checkMemoize({ memoize }: WorkflowTemplateSpec, path: string, report: Report): void {
  if (memoize === undefined) {
    return;
  }
  if (!memoize.key) {
    report(`${path}.memoize.key`, 'is missing');
  }
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(memoize.cache?.configMap?.name ?? '')) {
    report(`${path}.memoize.cache.configMap.name`, 'must be the name of a ConfigMap');
  }
}

const RETRY_POLICIES = ['Always', 'OnFailure', 'OnError'];

/** Values that would otherwise count as not given. */
function checkTimes(template: WorkflowTemplateSpec, path: string, report: Report): void {
  const { retryStrategy, suspend } = template;
  const duration = (value: unknown, own: string) => {
    if (value !== undefined && value !== '' && parseDuration(value) === null) {
      report(own, `${String(value)} is no duration, such as 90, 30s or 1m30s`);
    }
  };
  duration(template.timeout, `${path}.timeout`);
  if (template.timeout && (template.dag !== undefined || template.steps !== undefined)) {
    report(`${path}.timeout`, 'concerns pods; of a group it does nothing');
  }
  duration(template.memoize?.maxAge, `${path}.memoize.maxAge`);
  duration(suspend?.duration, `${path}.suspend.duration`);
  duration(retryStrategy?.backoff?.duration, `${path}.retryStrategy.backoff.duration`);
  duration(retryStrategy?.backoff?.maxDuration, `${path}.retryStrategy.backoff.maxDuration`);
  checkExpressionAt(retryStrategy?.expression, `${path}.retryStrategy.expression`, report);
  const policy = `${path}.retryStrategy.retryPolicy`;
  checkOneOf(retryStrategy?.retryPolicy, RETRY_POLICIES, policy, report);
  if (retryStrategy?.limit !== undefined && !/^\d+$/.test(String(retryStrategy.limit))) {
    report(`${path}.retryStrategy.limit`, 'must be a whole number');
  }
}

function checkOneOf(
  value: string | undefined,
  allowed: readonly string[],
  path: string,
  report: Report
): void {
  if (value !== undefined && value !== '' && !allowed.includes(value)) {
    report(path, `may be ${allowed.join(', ')}`);
  }
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
  kind: (typeof TEMPLATE_KINDS)[number],
  path: string,
  report: Report
): void {
  const inPod = kind === 'container' || kind === 'script';
  template.outputs?.parameters?.forEach((parameter, index) => {
    const own = `${path}.outputs.parameters[${index}].valueFrom`;
    const file = parameter.valueFrom?.path;
    const { parameter: from, expression } = parameter.valueFrom ?? {};
    checkExpressionAt(expression, `${own}.expression`, report);
    if (!inPod && (from === undefined) === (expression === undefined)) {
      report(own, 'must have exactly one of parameter, expression');
    } else if (inPod && file === undefined) {
      report(`${own}.path`, 'is missing');
    } else if (inPod) {
      checkPath(file, `${own}.path`, report);
    }
  });
  template.outputs?.artifacts?.forEach((artifact, index) => {
    const own = `${path}.outputs.artifacts[${index}]`;
    checkExpressionAt(artifact.fromExpression, `${own}.fromExpression`, report);
    if (!inPod && (artifact.from === undefined) === (artifact.fromExpression === undefined)) {
      report(own, 'must have exactly one of from, fromExpression');
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
