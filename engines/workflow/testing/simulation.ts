import { isEnd } from '@kubeflow-lab/resources';
import type { NodeStatus, Workflow, WorkflowSpec } from '@kubeflow-lab/resources';

import type { PodRequest, PodView } from '../operate/context.js';
import type { CacheEntry } from '../operate/memoize.js';
import { operate } from '../operate/operate.js';

/** How the pod of a step ends, by its node; Succeeded where nothing is said. */
export type Fate = (node: NodeStatus, request: PodRequest) => Partial<PodView> | undefined;

/** A cluster of nothing but nodes: pods end in the order in which the test says so. */
export class Simulation {
  workflow: Workflow;
  now = Date.parse('2026-01-01T00:00:00Z');
  /** Node names of the pods in the order in which they were made. */
  readonly made: string[] = [];
  wakeAt: number | null = null;
  /** Entries of caches by `<name>/<key>`. */
  readonly cache = new Map<string, CacheEntry>();
  private readonly pods = new Map<string, { view: PodView; request: PodRequest }>();

  constructor(
    spec: WorkflowSpec,
    private readonly fate: Fate = () => undefined
  ) {
    this.workflow = {
      metadata: { name: 'run', namespace: 'ada', uid: 'u1' },
      spec: { entrypoint: 'main', ...spec }
    };
  }

  /** One pass; its status is stored, its pods are made. */
  pass(): this {
    const requests = new Map<string, PodRequest>();
    const operation = operate(this.workflow, {
      now: this.now,
      pod: node => this.pods.get(node.id)?.view ?? 'missing',
      cached: (name, key) => this.cache.get(`${name}/${key}`),
      build: request => {
        requests.set(request.node.id, request);
        return { metadata: { name: request.node.name } };
      }
    });
    for (const { node } of operation.pods) {
      if (this.pods.has(node.id)) {
        throw new Error(`The pod of ${node.name} was made twice.`);
      }
      this.made.push(node.name.slice('run'.length));
      const request = requests.get(node.id)!;
      this.pods.set(node.id, { view: { phase: 'Pending', stored: null }, request });
    }
    this.workflow = { ...this.workflow, status: structuredClone(operation.status) };
    this.wakeAt = operation.wakeAt;
    return this;
  }

  /** Lets a pod begin or end. */
  set(name: string, view: Partial<PodView>): this {
    const node = this.node(name);
    const pod = this.pods.get(node.id)!;
    pod.view = { phase: 'Running', stored: null, ...view };
    return this;
  }

  remove(name: string): this {
    this.pods.delete(this.node(name).id);
    return this;
  }

  /** Ends the pods that are there, and passes, until nothing happens any more. */
  run(): this {
    for (let round = 0; round < 500; round += 1) {
      this.pass();
      const open = this.open();
      if (isEnd(this.workflow.status?.phase)) {
        return this;
      }
      if (open.length === 0) {
        if (this.wakeAt === null) {
          return this;
        }
        this.now = this.wakeAt;
      }
      open.forEach(node => this.end(node));
    }
    throw new Error('The workflow does not come to an end.');
  }

  /** Nodes of pods that have not ended. */
  open(): NodeStatus[] {
    return Object.values(this.nodes).filter(n => n.type === 'Pod' && !isEnd(n.phase));
  }

  end(node: NodeStatus): void {
    const pod = this.pods.get(node.id)!;
    pod.view = {
      phase: 'Succeeded',
      exitCode: 0,
      stored: null,
      ...this.fate(node, pod.request)
    };
  }

  get nodes(): Record<string, NodeStatus> {
    return this.workflow.status?.nodes ?? {};
  }

  node(name: string): NodeStatus {
    const found = Object.values(this.nodes).find(node => node.name === `run${name}`);
    if (found === undefined) {
      throw new Error(`There is no node run${name}.`);
    }
    return found;
  }

  /** Phases by node name. */
  get phases(): Record<string, string> {
    return Object.fromEntries(
      Object.values(this.nodes).map(node => [node.name.slice('run'.length), node.phase ?? ''])
    );
  }

  request(name: string): PodRequest {
    return this.pods.get(this.node(name).id)!.request;
  }
}

/** A template of a container that takes the parameters named. */
export function step(name: string, ...parameters: string[]) {
  return {
    name,
    ...(parameters.length > 0
      ? { inputs: { parameters: parameters.map(parameter => ({ name: parameter })) } }
      : {}),
    container: { image: 'any', command: ['any'] }
  };
}
