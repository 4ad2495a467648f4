import type { NodeStatus, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { parseDuration } from '../text/duration.js';
import { isCreated } from './context.js';
import type { Context, Execution, PodView } from './context.js';
import { podOutputs } from './outputs.js';

/** Begins a step's pod, or takes over how it is. */
export function executePod(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec
): NodeStatus | null {
  const existing = context.find(execution.name);
  if (existing !== undefined && isCreated(existing)) {
    return follow(context, existing, template);
  }
  if (!context.mayStart(execution.boundary)) {
    return existing !== undefined && context.ending !== null
      ? context.end(existing, 'Failed', context.ending)
      : (existing ?? null);
  }
  return begin(context, execution, template, existing);
}

function begin(
  context: Context,
  execution: Execution,
  template: WorkflowTemplateSpec,
  existing: NodeStatus | undefined
): NodeStatus {
  const node = existing ?? context.add(execution, 'Pod', 'Pending');
  node.startedAt = context.time;
  delete node.message;
  const { inputs, retries = 0 } = execution;
  const { globals } = context;
  const pod = context.around.build({ node, template, inputs, retries, globals });
  context.pods.push({ node, pod });
  return node;
}

function follow(context: Context, node: NodeStatus, template: WorkflowTemplateSpec): NodeStatus {
  const view = context.around.pod(node);
  if (view === 'missing') {
    return context.ending === null
      ? context.end(node, 'Error', 'pod deleted')
      : context.end(node, 'Failed', context.ending);
  }
  if (view.phase !== 'Pending' && view.phase !== 'Running') {
    return finish(context, node, template, view);
  }
  if (context.ending !== null) {
    return context.end(node, 'Failed', context.ending);
  }
  const deadline = deadlineOf(node, template);
  if (deadline !== null) {
    if (context.around.now >= deadline) {
      return context.end(
        node,
        'Failed',
        `Step exceeded its deadline: its timeout is ${template.timeout}`
      );
    }
    context.wake(deadline);
  }
  node.phase = view.phase;
  delete node.message;
  assign(node, view);
  return node;
}

/** When a step has to be over, the time counted in which its pod waits; null where it may take as long as it likes. */
function deadlineOf(node: NodeStatus, { timeout }: WorkflowTemplateSpec): number | null {
  const longest = parseDuration(timeout);
  return longest === null ? null : Date.parse(node.startedAt ?? '') + longest;
}

function finish(
  context: Context,
  node: NodeStatus,
  template: WorkflowTemplateSpec,
  view: PodView
): NodeStatus {
  const { message } = view;
  context.end(node, view.phase, message, podOutputs(template, view));
  assign(node, view);
  return node;
}

function assign(node: NodeStatus, { message, host }: PodView): void {
  if (message !== undefined) {
    node.message = message;
  }
  if (host !== undefined) {
    node.hostNodeName = host;
  }
}
