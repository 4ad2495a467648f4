import { isEnd } from '@kubeflow-lab/resources';
import type { NodeStatus, RetryStrategy, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { holdsExpression } from '../expression/index.js';
import { parseDuration } from '../text/duration.js';
import { inputsLookup } from '../text/lookups.js';
import { anyOf, resolved } from '../text/substitute.js';
import type { Context, Execution } from './context.js';

type Body = (
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec
) => NodeStatus | null;

/** Tries a template until it succeeds or its limit is reached. Each try is a node of its own: `name(0)`, `name(1)`. */
export function executeRetry(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec,
  body: Body
): NodeStatus | null {
  const existing = context.find(execution.name);
  if (existing === undefined && !context.mayStart(execution.boundary)) {
    return null;
  }
  const node = existing ?? context.add(execution, 'Retry', 'Running');
  const attempts = context.attempts(node);
  let last: NodeStatus | null = attempts.at(-1) ?? null;
  if (last === null) {
    last = attempt(context, execution, template, node, 0, body);
  } else if (!isEnd(last.phase)) {
    last = attempt(context, execution, template, node, attempts.length - 1, body);
  }
  if (last === null || !isEnd(last.phase)) {
    return node;
  }
  if (last.phase !== 'Failed' && last.phase !== 'Error') {
    return context.end(node, last.phase ?? '', last.message, last.outputs);
  }
  return again(context, execution, template, node, last, body);
}

function attempt(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec,
  parent: NodeStatus,
  index: number,
  body: Body
): NodeStatus | null {
  const node = body(
    context,
    {
      ...execution,
      name: `${execution.name}(${index})`,
      displayName: `${execution.displayName}(${index})`,
      retries: index,
      retried: true
    },
    template
  );
  if (node !== null) {
    context.link([parent], node);
  }
  return node;
}

/** After a failure: one more try, a wait before it, or the end. */
function again(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec,
  node: NodeStatus,
  last: NodeStatus,
  body: Body
): NodeStatus {
  const strategy = template.retryStrategy ?? {};
  const attempts = context.attempts(node);
  const finish = (message = last.message) =>
    context.end(node, last.phase ?? '', message, last.outputs);
  if (context.ending !== null || !isRetried(strategy, last)) {
    return finish();
  }
  if (!isWorthwhile(strategy, execution, last, context)) {
    return finish(`retryStrategy.expression evaluated to false: ${last.message ?? ''}`);
  }
  if (strategy.limit !== undefined && attempts.length > Number(strategy.limit)) {
    return finish(`No more retries left: ${last.message ?? 'the last one failed'}`);
  }
  const wait = waitAfter(strategy, attempts.length);
  const next = Date.parse(last.finishedAt ?? '') + wait;
  const longest = parseDuration(strategy.backoff?.maxDuration);
  if (longest !== null && next - Date.parse(node.startedAt ?? '') > longest) {
    return finish(`Max duration limit exceeded: ${last.message ?? 'the last try failed'}`);
  }
  if (context.around.now < next) {
    node.message = `Backoff for ${Math.round(wait / 1000)} seconds`;
    context.wake(next);
    return node;
  }
  delete node.message;
  attempt(context, execution, template, node, attempts.length, body);
  return node;
}

function isRetried(strategy: RetryStrategy, last: NodeStatus): boolean {
  // As Argo: an expression decides alone, unless there is a policy too.
  const usual = strategy.expression === undefined ? 'OnFailure' : 'Always';
  const retryPolicy = strategy.retryPolicy || usual;
  return (
    retryPolicy === 'Always' ||
    (retryPolicy === 'OnFailure' && last.phase === 'Failed') ||
    (retryPolicy === 'OnError' && last.phase === 'Error')
  );
}

/** What `retryStrategy.expression` says of the last try. Throws UnresolvedError. */
function isWorthwhile(
  { expression }: RetryStrategy,
  { inputs }: Execution,
  last: NodeStatus,
  context: Context
): boolean {
  const span = Date.parse(last.finishedAt ?? '') - Date.parse(last.startedAt ?? '');
  const values: Record<string, string | undefined> = {
    'lastRetry.exitCode': last.outputs?.exitCode ?? '-1',
    'lastRetry.status': last.phase,
    'lastRetry.duration': String(Math.trunc(span / 1000) || 0),
    'lastRetry.message': last.message ?? ''
  };
  const own = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);
  const lookup = anyOf(own, inputsLookup(inputs), context.globals);
  return (
    expression === undefined ||
    resolved('retryStrategy.expression', () => holdsExpression(expression, lookup))
  );
}

/** Milliseconds to wait after so many tries. */
function waitAfter({ backoff }: RetryStrategy, tries: number): number {
  const first = parseDuration(backoff?.duration) ?? 0;
  return first * Number(backoff?.factor ?? 1) ** (tries - 1);
}
