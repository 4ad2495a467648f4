import { listOf } from '../common/text.js';
import { podName } from './names.js';
import { templateNameOf } from './references.js';
import {
  RESUBMITTED_FROM_LABEL,
  WORKFLOW_API_VERSION,
  WORKFLOW_COMPLETED_LABEL,
  WORKFLOW_PHASE_LABEL,
  isWorkflowCompleted
} from './types.js';
import type { NodeStatus, Workflow } from './types.js';

export const WORKFLOW_ACTIONS = [
  'stop',
  'terminate',
  'suspend',
  'resume',
  'retry',
  'resubmit'
] as const;
export type WorkflowAction = (typeof WORKFLOW_ACTIONS)[number];

/** Why an action can do nothing just now, as a sentence; null where it can. */
export function whyNot(action: WorkflowAction, workflow: Workflow): string | null {
  const { spec, status } = workflow;
  const completed = isWorkflowCompleted(workflow);
  switch (action) {
    case 'resubmit':
      return null;
    case 'retry':
      if (!completed) {
        return 'The run has not ended yet.';
      }
      if (status?.phase === 'Succeeded') {
        return 'The run succeeded: nothing of it has to be tried again.';
      }
      if (status?.compressedNodes !== undefined || status?.offloadNodeStatusVersion) {
        return 'The run is so large that its steps are stored packed; only Argo itself can retry it.';
      }
      return failedLeaves(workflow).length === 0
        ? 'None of its steps has failed; submit it again instead.'
        : null;
    case 'resume':
      return completed
        ? 'The run has ended.'
        : spec?.suspend === true || waitingNodes(workflow).length > 0
          ? null
          : 'The run is not suspended.';
    case 'suspend':
      return completed
        ? 'The run has ended.'
        : spec?.suspend === true
          ? 'The run is suspended already.'
          : null;
    default:
      return completed ? 'The run has ended.' : null;
  }
}

/** The JSON merge patch of an action that Argo, too, takes by a patch. `now` is RFC 3339. */
export function workflowPatch(
  action: 'stop' | 'terminate' | 'suspend' | 'resume',
  workflow: Workflow,
  now: string
): object {
  switch (action) {
    case 'stop':
      return { spec: { shutdown: 'Stop' } };
    case 'terminate':
      return { spec: { shutdown: 'Terminate' } };
    case 'suspend':
      return { spec: { suspend: true } };
    case 'resume':
      return resumePatch(workflow, now);
  }
}

function waitingNodes({ status }: Workflow): NodeStatus[] {
  return Object.values(status?.nodes ?? {}).filter(
    node => node.type === 'Suspend' && node.phase === 'Running'
  );
}

function resumePatch(workflow: Workflow, now: string): object {
  const nodes = waitingNodes(workflow).map(node => [
    node.id,
    { phase: 'Succeeded', finishedAt: now }
  ]);
  return {
    spec: { suspend: null },
    ...(nodes.length > 0 ? { status: { nodes: Object.fromEntries(nodes) } } : {})
  };
}

/** How a run that failed is tried again. */
export interface RetryPlan {
  /** To be deleted first: their names are used again. Those that are gone already do not matter. */
  podsToDelete: string[];
  /** A JSON merge patch of the Workflow, to be made after that. */
  patch: object;
}

/**
 * What tries the failed steps again, with the code that they have: they and all that stands below or around them lose
 * their state, the succeeded ones keep theirs. As `argo retry` does it.
 */
export function retryPlan(workflow: Workflow): RetryPlan {
  const name = workflow.metadata?.name ?? '';
  const nodes = workflow.status?.nodes ?? {};
  const kept = keptNodes(workflow);
  const changes: Record<string, object | null> = {};
  const podsToDelete: string[] = [];
  for (const node of Object.values(nodes)) {
    if (!kept.has(node.id)) {
      changes[node.id] = null;
      if (node.type === 'Pod') {
        podsToDelete.push(podName(name, node.name, templateNameOf(node)));
      }
    } else if (node.phase !== 'Succeeded' && node.phase !== 'Skipped') {
      changes[node.id] = reopened(node, kept);
    } else if (listOf(node.children).some(child => !kept.has(child))) {
      changes[node.id] = { children: listOf(node.children).filter(child => kept.has(child)) };
    }
  }
  return {
    podsToDelete,
    patch: {
      metadata: {
        labels: { [WORKFLOW_COMPLETED_LABEL]: 'false', [WORKFLOW_PHASE_LABEL]: 'Running' }
      },
      spec: { shutdown: null, suspend: null },
      status: {
        phase: 'Running',
        message: null,
        finishedAt: null,
        conditions: null,
        outputs: null,
        nodes: changes
      }
    }
  };
}

/** A group that goes on: as if its failed members had not begun. */
function reopened(node: NodeStatus, kept: ReadonlySet<string>): object {
  return {
    phase: 'Running',
    message: null,
    finishedAt: null,
    outputs: null,
    outboundNodes: null,
    children: listOf(node.children).filter(child => kept.has(child))
  };
}

/** Types of nodes that hold others together. */
const GROUPS = new Set(['DAG', 'Steps', 'StepGroup', 'TaskGroup']);

/** What keeps its place: everything that went well, and the groups around it that did not. */
function keptNodes(workflow: Workflow): Set<string> {
  const handler = `${workflow.metadata?.name ?? ''}.onExit`;
  // The exit handler runs once more at the new end.
  const nodes = Object.values(workflow.status?.nodes ?? {}).filter(
    ({ name }) => name !== handler && !/^[.([]/.test(afterPrefix(name, handler))
  );
  const well = new Set(
    nodes
      .filter(node => node.phase === 'Succeeded' || node.phase === 'Skipped')
      .map(node => node.id)
  );
  const holders = nodes.filter(node => GROUPS.has(node.type) && node.phase !== 'Omitted');
  // An attempt that failed before one that succeeded belongs to what went well.
  const attempts = nodes
    .filter(node => node.type === 'Retry' && well.has(node.id))
    .flatMap(node => listOf(node.children));
  return new Set([...well, ...holders.map(node => node.id), ...attempts]);
}

/** What stands behind a prefix; '' where a text has another. */
function afterPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : '';
}

function failedLeaves({ status }: Workflow): NodeStatus[] {
  return Object.values(status?.nodes ?? {}).filter(
    node => !GROUPS.has(node.type) && (node.phase === 'Failed' || node.phase === 'Error')
  );
}

/** What Argo itself writes; a new object must not bring it along. */
const ARGO_OWN = /^workflows\.argoproj\.io\//;

/** The same run once more, as a new object; parameters that are not named keep their values. */
export function resubmitted(
  workflow: Workflow,
  parameters: Readonly<Record<string, string>> = {}
): Workflow {
  const { name = '', generateName, namespace, labels, annotations } = workflow.metadata ?? {};
  const spec = { ...workflow.spec };
  delete spec.shutdown;
  delete spec.suspend;
  return {
    apiVersion: WORKFLOW_API_VERSION,
    kind: 'Workflow',
    metadata: {
      generateName: generateName ?? `${name.slice(0, 50).replace(/[.-]+$/, '')}-`,
      namespace,
      labels: { ...withoutArgo(labels), [RESUBMITTED_FROM_LABEL]: name.slice(0, 63) },
      annotations: withoutArgo(annotations)
    },
    spec: { ...spec, arguments: withParameters(spec.arguments, parameters) }
  };
}

function withoutArgo(texts: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(texts).filter(
    ([name]) => !ARGO_OWN.test(name) && !name.startsWith('kubectl.kubernetes.io/')
  );
  return Object.fromEntries(kept);
}

function withParameters(
  given: NonNullable<Workflow['spec']>['arguments'],
  values: Readonly<Record<string, string>>
) {
  const before = listOf(given?.parameters);
  const changed = before.map(parameter =>
    Object.hasOwn(values, parameter.name)
      ? { ...parameter, value: values[parameter.name] }
      : parameter
  );
  const added = Object.keys(values)
    .filter(name => !before.some(parameter => parameter.name === name))
    .map(name => ({ name, value: values[name] }));
  return { ...given, parameters: [...changed, ...added] };
}
