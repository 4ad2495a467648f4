import type { StepSummary } from '@kubeflow-lab/schema';

import type { KubeEvent, PersistentVolumeClaim, Pod } from '../common/object.js';
import { listOf, plainText } from '../common/text.js';
import { timeOrNull } from '../common/time.js';
import { podTrouble } from '../common/trouble.js';
import { formatDuration } from '../training-job/duration.js';
import { graphOf, reusedOf } from './annotations.js';
import { nodeId, podName } from './names.js';
import { planSteps } from './plan.js';
import { templateNameOf } from './references.js';
import { executedNotebook, stepError, stepResult } from './result.js';
import {
  EMPTY_LOOP,
  MAIN_CONTAINER,
  NODE_ID_ANNOTATION,
  isEnd,
  isWorkflowCompleted
} from './types.js';
import type { NodeStatus, Workflow } from './types.js';

/** What lies around a workflow; whatever is left out counts as not there. */
export interface WorkflowSurroundings {
  /** The pods of this workflow. */
  pods?: readonly Pod[];
  /** Events of its pods and of the namespace's claims. */
  events?: readonly KubeEvent[];
  claims?: readonly PersistentVolumeClaim[];
}

/** Every step of a run: those that the spec asks for, also before they begin, and whatever else has run. */
export function summarizeSteps(
  workflow: Workflow,
  around: WorkflowSurroundings = {}
): StepSummary[] {
  return new StepReader(workflow, around).read();
}

type Fate = Pick<StepSummary, 'phase' | 'message' | 'reason'>;
type Identity = Pick<StepSummary, 'name' | 'dependsOn' | 'cells'>;

/** Nodes that are one step for a person; the others only hold these together. */
const LEAVES = new Set(['Pod', 'Skipped', 'Suspend', 'HTTP', 'Plugin']);

class StepReader {
  private readonly name: string;
  private readonly nodes: Record<string, NodeStatus>;
  private readonly pods: Map<string, Pod>;
  private readonly seen = new Set<string>();

  constructor(
    private readonly workflow: Workflow,
    private readonly around: WorkflowSurroundings
  ) {
    this.name = workflow.metadata?.name ?? '';
    this.nodes = workflow.status?.nodes ?? {};
    this.pods = new Map(
      listOf(around.pods).map(pod => [pod.metadata?.annotations?.[NODE_ID_ANNOTATION] ?? '', pod])
    );
  }

  read(): StepSummary[] {
    const planned = planSteps(this.workflow).flatMap(step => {
      const identity = this.identify(step.template, step.name, step.dependsOn);
      return step.loop ? this.loop(step.node, identity) : [this.step(step.node, identity)];
    });
    return [...this.reused(), ...planned, ...this.unplanned()];
  }

  /** Steps of a notebook are named and ordered as in the notebook. */
  private identify(template: string, name: string, dependsOn: string[]): Identity {
    const known = graphOf(this.workflow)?.steps.find(step => step.template === template);
    return known === undefined
      ? { name, dependsOn: dependsOn.map(before => this.notebookName(before)), cells: [] }
      : {
          name: known.name,
          // The notebook does not say of the step at the end what it waits for.
          dependsOn:
            known.dependsOn.length > 0
              ? known.dependsOn
              : dependsOn.map(before => this.notebookName(before)),
          cells: known.cells
        };
  }

  private notebookName(task: string): string {
    return graphOf(this.workflow)?.steps.find(step => step.template === task)?.name ?? task;
  }

  private reused(): StepSummary[] {
    const graph = graphOf(this.workflow);
    return Object.entries(reusedOf(this.workflow)).map(([name, from]) => {
      const known = graph?.steps.find(step => step.name === name);
      return {
        ...empty(nodeId(this.name, `${this.name}.${name}`)),
        name,
        dependsOn: known?.dependsOn ?? [],
        cells: known?.cells ?? [],
        phase: 'Succeeded',
        message: `Its results come from the run ${plainText(from.workflow, 253)}.`,
        reason: 'Reused',
        reusedFrom: from.workflow
      };
    });
  }

  private step(nodeName: string, identity: Identity): StepSummary {
    const node = this.nodes[nodeId(this.name, nodeName)];
    if (node === undefined) {
      return { ...empty(nodeId(this.name, nodeName)), ...identity, ...this.unborn(identity) };
    }
    return this.born(node, identity);
  }

  /** One step for each item of a list, as soon as the items are known. */
  private loop(nodeName: string, identity: Identity): StepSummary[] {
    const items = this.leaves().filter(node => node.name.startsWith(`${nodeName}(`));
    return items.length === 0
      ? [this.step(nodeName, identity)]
      : items.map(node => this.born(node, turnOf(identity, node.name.slice(nodeName.length))));
  }

  /** What has run without standing in the plan, such as exit handlers. */
  private unplanned(): StepSummary[] {
    return this.leaves()
      .filter(node => !this.seen.has(node.id))
      .map(node => this.born(node, { name: this.shortName(node), dependsOn: [], cells: [] }));
  }

  /** Nodes that are one step each: attempts of a retried one belong to it. */
  private leaves(): NodeStatus[] {
    const nodes = Object.values(this.nodes);
    const attempts = new Set(nodes.filter(isRetry).flatMap(node => listOf(node.children)));
    return nodes.filter(
      node => !attempts.has(node.id) && (LEAVES.has(node.type) || this.retriesPods(node))
    );
  }

  private retriesPods(node: NodeStatus): boolean {
    return isRetry(node) && this.attempts(node).every(attempt => LEAVES.has(attempt.type));
  }

  private attempts(node: NodeStatus): NodeStatus[] {
    return listOf(node.children)
      .map(id => this.nodes[id])
      .filter(child => child !== undefined);
  }

  private shortName(node: NodeStatus): string {
    return node.name.startsWith(`${this.name}.`)
      ? node.name.slice(this.name.length + 1)
      : node.name;
  }

  private born(node: NodeStatus, identity: Identity): StepSummary {
    const attempts = isRetry(node) ? this.attempts(node) : [node];
    const last = attempts.at(-1) ?? node;
    this.seen.add(node.id);
    const pod = this.pods.get(last.id);
    const ended = mainEnd(pod);
    const error = stepError(ended?.message) ?? stepError(last.message);
    return {
      ...empty(node.id),
      ...identity,
      ...this.fate(node, last, pod, error),
      startedAt: timeOrNull(node.startedAt),
      finishedAt: timeOrNull(node.finishedAt),
      pod: last.type === 'Pod' ? (pod?.metadata?.name ?? this.podName(last)) : null,
      exitCode: exitCode(last.outputs?.exitCode ?? ended?.exitCode),
      retries: Math.max(0, attempts.length - 1),
      error: isEnd(last.phase) ? error : null,
      outputs: stepResult(node.outputs ?? last.outputs).outputs,
      executed: executedNotebook(last.outputs)
    };
  }

  private podName(node: NodeStatus): string {
    return podName(this.name, node.name, templateNameOf(node));
  }

  private unborn({ dependsOn }: Identity): Fate {
    if (this.workflow.status?.compressedNodes !== undefined) {
      return fate('Unknown', 'The run is so large that its steps are stored packed.', 'Packed');
    }
    if (isWorkflowCompleted(this.workflow)) {
      return fate('Stopped', 'Not run: the run ended before.', 'NotRun');
    }
    const waits =
      dependsOn.length === 0 ? 'Waits to begin.' : `Waits for ${sentenceList(dependsOn)}.`;
    return fate('Queued', waits);
  }

  private fate(
    node: NodeStatus,
    last: NodeStatus,
    pod: Pod | undefined,
    error: StepSummary['error']
  ): Fate {
    switch (node.phase) {
      case 'Succeeded':
        return node.memoizationStatus?.hit === true
          ? fate('Succeeded', 'Its results are those of an earlier run of the same step.', 'Cached')
          : fate('Succeeded', took(node));
      case 'Skipped':
        return fate(
          'Stopped',
          node.message === EMPTY_LOOP
            ? 'Not run: the list of its loop is empty.'
            : 'Not run: its condition is not true.',
          'Skipped'
        );
      case 'Omitted':
        return fate('Stopped', 'Not run, because of how the steps before it ended.', 'Omitted');
      case 'Failed':
      case 'Error':
        return failed(last.message ? last : node, pod, error);
      default:
        return this.underWay(node, last, pod);
    }
  }

  private underWay(node: NodeStatus, last: NodeStatus, pod: Pod | undefined): Fate {
    if (node.type === 'Suspend') {
      return fate('Queued', 'Waits until the run is resumed.', 'Suspended');
    }
    if (this.workflow.spec?.shutdown) {
      return fate('Stopping', 'Is being stopped.');
    }
    if (isRetry(node) && isEnd(last.phase)) {
      const detail = plainText(node.message);
      return fate('Pending', `Failed, and begins again soon${detail && ` (${detail})`}.`, 'Retry');
    }
    const trouble =
      pod === undefined ? null : podTrouble(pod, { ...this.around, what: 'The step' });
    if (trouble !== null && last.phase !== 'Running') {
      return fate('Pending', trouble.message, trouble.reason);
    }
    if (last.phase === 'Running') {
      return fate('Running', 'Is running.');
    }
    return pod?.spec?.nodeName
      ? fate('Starting', 'Is being set up on its node.')
      : fate(
          'Pending',
          last.message ? `${plainText(last.message)}.` : 'Waits for a place on a node.'
        );
  }
}

/** One turn of a loop: `train(0:10)`, or a step of its own template: `train(0:10).fit`. */
function turnOf(loop: Identity, turn: string): Identity {
  return { ...loop, name: `${loop.name}${turn}` };
}

function isRetry(node: NodeStatus): boolean {
  return node.type === 'Retry';
}

function fate(phase: StepSummary['phase'], message: string, reason = ''): Fate {
  return { phase, message, reason };
}

function empty(id: string): StepSummary {
  return {
    id,
    name: '',
    phase: 'Unknown',
    message: '',
    reason: '',
    startedAt: null,
    finishedAt: null,
    dependsOn: [],
    pod: null,
    exitCode: null,
    retries: 0,
    cells: [],
    error: null,
    outputs: [],
    executed: null,
    reusedFrom: null
  };
}

function mainEnd(pod: Pod | undefined) {
  const main = listOf(pod?.status?.containerStatuses).find(c => c?.name === MAIN_CONTAINER);
  return main?.state?.terminated;
}

function took(node: NodeStatus): string {
  const span = Date.parse(node.finishedAt ?? '') - Date.parse(node.startedAt ?? '');
  return span >= 0 ? `Finished after ${formatDuration(span)}.` : 'Finished.';
}

function failed(node: NodeStatus, pod: Pod | undefined, error: StepSummary['error']): Fate {
  const message = String(node.message ?? '');
  if (/shutdown with strategy/.test(message)) {
    return fate('Stopped', 'Was stopped.', 'Stopped');
  }
  if (error !== null) {
    return fate('Failed', `${plainText(error.ename, 100)}: ${plainText(error.evalue)}.`, 'Crash');
  }
  const trouble = pod === undefined ? null : podTrouble(pod, { what: 'The step' });
  if (trouble !== null && node.phase !== 'Error') {
    return fate('Failed', trouble.message, trouble.reason);
  }
  const detail = plainText(message);
  return fate(
    'Failed',
    detail === '' ? 'Failed; its log says why.' : `Failed: ${detail}.`,
    node.phase === 'Error' ? 'Error' : 'Crash'
  );
}

function exitCode(code: unknown): number | null {
  return code !== undefined && code !== '' && Number.isInteger(Number(code)) ? Number(code) : null;
}

/** "a", "a and b", "a, b and c". */
export function sentenceList(names: readonly string[]): string {
  const plain = names.map(name => plainText(name, 100));
  return plain.length < 2 ? plain.join('') : `${plain.slice(0, -1).join(', ')} and ${plain.at(-1)}`;
}
