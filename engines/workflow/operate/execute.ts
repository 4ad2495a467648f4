import { isEnd } from '@kubeflow-lab/resources';
import type { Arguments, NodeStatus, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { parseDuration } from '../text/duration.js';
import { UnresolvedError } from '../text/substitute.js';
import type { Context, Execution } from './context.js';
import { executeDag } from './dag.js';
import { resolveInputs } from './inputs.js';
import { memoization } from './memoize.js';
import type { CacheEntry, MemoizationStatus } from './memoize.js';
import { executePod } from './pod.js';
import { executeRetry } from './retry.js';
import { executeSteps } from './steps.js';

/**
 * Moves a called template as far as it can go now; answers its node, or null where it may not begin yet. Called again
 * and again, it does nothing twice.
 */
export function execute(
  context: Context,
  call: Omit<Execution, 'inputs'> & { arguments: () => Arguments }
): NodeStatus | null {
  const existing = context.find(call.name);
  if (existing !== undefined && isEnd(existing.phase)) {
    return existing;
  }
  const template = context.templates.get(call.template);
  if (template === undefined) {
    throw new Error(`There is no template ${call.template}, though the spec was checked.`);
  }
  const { arguments: given, ...place } = call;
  try {
    const inputs = existing
      ? (existing.inputs ?? {})
      : resolveInputs(template, given(), context.globals);
    const execution = { ...place, inputs };
    const memo = existing === undefined ? memoization(context, template, inputs) : null;
    if (memo !== null && memo.entry !== null) {
      return remembered(context, execution, memo.status, memo.entry);
    }
    const node = executeTemplate(context, execution, template);
    if (memo !== null && node !== null) {
      node.memoizationStatus = memo.status;
    }
    return node;
  } catch (error) {
    if (!(error instanceof UnresolvedError)) {
      throw error;
    }
    const made = context.find(call.name);
    return made === undefined
      ? context.add({ ...place, inputs: {} }, 'Skipped', 'Error', error.message)
      : context.end(made, 'Error', error.message);
  }
}

/** The node of a step whose results of before are used. */
function remembered(
  context: Context,
  execution: Execution,
  status: MemoizationStatus,
  { outputs }: CacheEntry
): NodeStatus {
  const node = context.add(execution, 'Pod', 'Succeeded');
  node.memoizationStatus = status;
  if (outputs !== null) {
    node.outputs = outputs;
  }
  return node;
}

function executeTemplate(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec
): NodeStatus | null {
  return template.retryStrategy === undefined
    ? executeBody(context, execution, template)
    : executeRetry(context, execution, template, executeBody);
}

/** The template itself, without its retries. */
function executeBody(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec
): NodeStatus | null {
  if (template.dag !== undefined) {
    return executeDag(context, execution, template, execute);
  }
  if (template.steps !== undefined) {
    return executeSteps(context, execution, template, execute);
  }
  if (template.suspend !== undefined) {
    return executeSuspend(context, execution, template);
  }
  return executePod(context, execution, template);
}

/** Waits until somebody resumes the run, or for a while. */
function executeSuspend(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec
): NodeStatus | null {
  const existing = context.find(execution.name);
  if (context.ending !== null) {
    return existing === undefined ? null : context.end(existing, 'Failed', context.ending);
  }
  if (existing === undefined && context.workflow.spec?.suspend === true) {
    return null;
  }
  const node = existing ?? context.add(execution, 'Suspend', 'Running');
  const duration = parseDuration(template.suspend?.duration);
  if (duration !== null) {
    const end = Date.parse(node.startedAt ?? '') + duration;
    if (context.around.now >= end) {
      return context.end(node, 'Succeeded');
    }
    context.wake(end);
  }
  return node;
}
