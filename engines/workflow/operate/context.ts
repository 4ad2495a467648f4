import {
  EMPTY_LOOP,
  inlinePlace,
  isEnd,
  nodeId,
  referenceOf,
  templateKeyOf
} from '@kubeflow-lab/resources';
import type {
  Inputs,
  NodePhase,
  NodeStatus,
  NodeType,
  Outputs,
  Pod,
  Workflow,
  WorkflowArtifact,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import { workflowLookup } from '../text/lookups.js';
import { anyOf } from '../text/substitute.js';
import type { Lookup } from '../text/substitute.js';
import type { CacheEntry } from './memoize.js';

/** How a pod is, as far as its node is concerned. */
export interface PodView {
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Error';
  message?: string;
  host?: string;
  exitCode?: number;
  /** What the pod said of its outputs; null where it said nothing. */
  stored: { parameters: Record<string, string>; artifacts: WorkflowArtifact[] } | null;
  /** The standard output, where another step asks for it. */
  result?: string;
}

/** What a pod is made from. */
export interface PodRequest {
  node: NodeStatus;
  template: WorkflowTemplateSpec;
  inputs: Inputs;
  /** How often the step has been tried before. */
  retries: number;
  /** What holds for the whole run. */
  globals: Lookup;
}

export interface Surroundings {
  /** The pod of a node: 'missing' where it surely does not exist. */
  pod: (node: NodeStatus) => PodView | 'missing';
  /** The pod to be made. Throws UnresolvedError where it cannot be. */
  build: (request: PodRequest) => Pod;
  /** What a cache holds under a key. */
  cached?: (cacheName: string, key: string) => CacheEntry | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

/** What is called: a template with its arguments, at a place in the tree of nodes. */
export interface Execution {
  name: string;
  displayName: string;
  template: string;
  inputs: Inputs;
  boundary: NodeStatus | null;
  retries?: number;
  retried?: boolean;
}

/** The state of one pass over a workflow: a copy of its nodes that is changed, and what has to be done. */
export class Context {
  readonly nodes: Record<string, NodeStatus>;
  /** Pods to be made, with their nodes. */
  readonly pods: { node: NodeStatus; pod: Pod }[] = [];
  globals: Lookup;
  readonly templates: ReadonlyMap<string, WorkflowTemplateSpec>;
  /** The earliest time at which something has to be looked at again. */
  wakeAt: number | null = null;
  /** Whether the run is over but for its exit handler, which neither a stop nor a deadline holds back. */
  private exiting = false;

  constructor(
    readonly workflow: Workflow,
    readonly around: Surroundings
  ) {
    this.nodes = structuredClone(workflow.status?.nodes ?? {});
    this.globals = workflowLookup(workflow);
    this.templates = new Map(
      (workflow.spec?.templates ?? []).map(template => [template.name ?? '', template])
    );
  }

  get workflowName(): string {
    return this.workflow.metadata?.name ?? '';
  }

  get time(): string {
    return new Date(this.around.now).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  /** From here on the exit handler runs. It knows how the run ended. */
  exit(end: Lookup): void {
    this.exiting = true;
    this.globals = anyOf(end, this.globals);
  }

  /** Why nothing new begins and what runs is ended; null while the run goes on. */
  get ending(): string | null {
    const { shutdown } = this.workflow.spec ?? {};
    if (this.exiting && shutdown !== 'Terminate') {
      return null;
    }
    if (shutdown) {
      return `workflow shutdown with strategy: ${shutdown}`;
    }
    const deadline = this.deadline;
    return deadline !== null && this.around.now >= deadline
      ? 'Step exceeded its deadline: the workflow ran longer than its activeDeadlineSeconds'
      : null;
  }

  /** When the whole run has to be over. */
  get deadline(): number | null {
    const seconds = Number(this.workflow.spec?.activeDeadlineSeconds);
    const started = Date.parse(this.workflow.status?.startedAt ?? this.time);
    return seconds > 0 ? started + seconds * 1000 : null;
  }

  find(name: string): NodeStatus | undefined {
    return this.nodes[nodeId(this.workflowName, name)];
  }

  add(execution: Execution, type: NodeType, phase: NodePhase, message?: string): NodeStatus {
    const node: NodeStatus = {
      id: nodeId(this.workflowName, execution.name),
      name: execution.name,
      displayName: execution.displayName,
      type,
      ...this.templateOf(execution.template),
      phase,
      ...(execution.boundary === null ? {} : { boundaryID: execution.boundary.id }),
      ...(message === undefined ? {} : { message }),
      startedAt: this.time,
      finishedAt: isEnd(phase) ? this.time : null,
      ...(hasInputs(execution.inputs) ? { inputs: execution.inputs } : {}),
      ...(execution.retried === true ? { nodeFlag: { retried: true } } : {})
    };
    this.nodes[node.id] = node;
    return node;
  }

  /** How a node names its template. */
  private templateOf(
    key: string
  ): Pick<NodeStatus, 'templateName' | 'templateRef' | 'templateScope'> {
    const templateScope = `local/${this.workflowName}`;
    const templateRef = inlinePlace(key) === null ? referenceOf(key) : null;
    return templateRef !== null
      ? { templateRef, templateScope: `namespaced/${templateRef.name}` }
      : {
          ...(key === '' || inlinePlace(key) !== null ? {} : { templateName: key }),
          templateScope
        };
  }

  end(node: NodeStatus, phase: NodePhase, message?: string, outputs?: Outputs): NodeStatus {
    node.phase = phase;
    node.finishedAt = this.time;
    delete node.message;
    if (message !== undefined && message !== '') {
      node.message = message;
    }
    if (outputs !== undefined) {
      node.outputs = outputs;
    }
    return node;
  }

  /** Notes that a node follows others, in the order in which they run. */
  link(parents: readonly NodeStatus[], child: NodeStatus): void {
    for (const parent of parents) {
      if (!parent.children?.includes(child.id)) {
        parent.children = [...(parent.children ?? []), child.id];
      }
    }
  }

  /** The nodes with which a node ends: what follows it is linked to them. */
  outbound(node: NodeStatus): NodeStatus[] {
    if (node.type === 'TaskGroup') {
      // Its own, not those that follow: nothing follows the group itself.
      return this.childrenOf(node).flatMap(round => this.outbound(round));
    }
    if (node.type === 'Retry') {
      // As Argo: what follows hangs on the last try itself, also where that is a group.
      return [this.attempts(node).at(-1) ?? node];
    }
    if (node.outboundNodes !== undefined) {
      return node.outboundNodes.map(id => this.nodes[id]).filter(found => found !== undefined);
    }
    return [node];
  }

  childrenOf(node: NodeStatus): NodeStatus[] {
    return (node.children ?? []).map(id => this.nodes[id]).filter(found => found !== undefined);
  }

  /** The rounds of a looped task; undefined where the node is no loop's. */
  roundsOf(node: NodeStatus | undefined): NodeStatus[] | undefined {
    if (node?.type === 'TaskGroup') {
      return this.childrenOf(node);
    }
    return node?.message === EMPTY_LOOP ? [] : undefined;
  }

  /** The tries of a step that is retried. */
  attempts(node: NodeStatus): NodeStatus[] {
    const own = new Set(
      (node.children ?? []).filter(id => this.nodes[id]?.nodeFlag?.retried === true)
    );
    return [...own].map(id => this.nodes[id]);
  }

  /** Whether one more pod may begin now. */
  mayStart(boundary: NodeStatus | null): boolean {
    const { spec } = this.workflow;
    if (this.ending !== null || (spec?.suspend === true && !this.exiting)) {
      return false;
    }
    const active = Object.values(this.nodes).filter(
      node => node.type === 'Pod' && !isEnd(node.phase) && isCreated(node)
    );
    const around = boundary === null ? undefined : this.templates.get(templateKeyOf(boundary));
    const beside = active.filter(node => node.boundaryID === boundary?.id).length;
    return (
      active.length < (spec?.parallelism ?? Infinity) && beside < (around?.parallelism ?? Infinity)
    );
  }

  wake(at: number): void {
    this.wakeAt = Math.min(this.wakeAt ?? Infinity, at);
  }
}

/**
 * Whether the pod of a node has been made. A node whose pod the API server would not take yet, because of a quota say,
 * has no start.
 */
export function isCreated(node: NodeStatus): boolean {
  return node.startedAt !== null && node.startedAt !== undefined;
}

function hasInputs(inputs: Inputs): boolean {
  return (inputs.parameters?.length ?? 0) + (inputs.artifacts?.length ?? 0) > 0;
}
