import type { NodeStatus, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

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
  node.progress = '0/1';
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
  node.phase = view.phase;
  delete node.message;
  assign(node, view);
  return node;
}

function finish(
  context: Context,
  node: NodeStatus,
  template: WorkflowTemplateSpec,
  view: PodView
): NodeStatus {
  node.progress = '1/1';
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
