/** An engine that is killed anywhere between what it reads and what it writes. */
import type { NodeStatus, Workflow, WorkflowSpec, WorkflowStatus } from '@kubeflow-lab/resources';
import { isEnd } from '@kubeflow-lab/resources';
import fc from 'fast-check';

import { step } from '../testing/simulation.js';
import type { PodView } from './context.js';
import { operate } from './operate.js';

/** What of a pass reaches the cluster: so many of its pods, and the status or not. */
interface Fortune {
  pods: number;
  status: boolean;
}

const WHOLE: Fortune = { pods: Infinity, status: true };
const fortunes = fc.oneof(
  fc.constant(WHOLE),
  fc.record({ pods: fc.nat({ max: 3 }), status: fc.constant(false) })
);

const value = (text: string) => ({ parameters: [{ name: 'x', value: text }] });
const taking = (name: string, more: object = {}) => ({
  ...step(name, 'x'),
  outputs: { parameters: [{ name: 'out', valueFrom: { path: '/tmp/out' } }] },
  ...more
});

/** A bit of everything that makes pods. */
const SPEC: WorkflowSpec = {
  entrypoint: 'main',
  hooks: { exit: { template: 'step', arguments: value('{{workflow.status}}') } },
  templates: [
    {
      name: 'main',
      dag: {
        tasks: [
          { name: 'a', template: 'step', arguments: value('1') },
          {
            name: 'loop',
            template: 'step',
            dependencies: ['a'],
            withItems: [1, 2, 3],
            arguments: value('{{item}} {{tasks.a.outputs.parameters.out}}')
          },
          {
            name: 'retried',
            template: 'retried',
            dependencies: ['a'],
            arguments: value('{{tasks.a.outputs.parameters.out}}')
          },
          { name: 'known', template: 'known', arguments: value('k') },
          {
            name: 'hooked',
            template: 'steps',
            dependencies: ['known'],
            arguments: value('{{tasks.known.outputs.parameters.out}}'),
            hooks: {
              exit: { template: 'step', arguments: value('over') },
              well: {
                template: 'step',
                arguments: value('well'),
                expression: "tasks.hooked.status == 'Succeeded'"
              }
            }
          },
          {
            name: 'end',
            template: 'step',
            depends: 'loop && retried && hooked',
            arguments: value('{{tasks.loop.outputs.parameters.out}}')
          }
        ]
      }
    },
    {
      name: 'steps',
      inputs: { parameters: [{ name: 'x' }] },
      parallelism: 1,
      steps: [
        [
          { name: 'p', template: 'step', arguments: value('{{inputs.parameters.x}}') },
          { name: 'q', template: 'step', arguments: value('{{inputs.parameters.x}}') }
        ]
      ]
    },
    taking('step'),
    taking('retried', { retryStrategy: { limit: 2 } }),
    taking('known', {
      memoize: { key: '{{inputs.parameters.x}}', cache: { configMap: { name: 'c' } } }
    })
  ]
};

class Cluster {
  status: WorkflowStatus | undefined;
  readonly creations = new Map<string, number>();
  private readonly pods = new Map<string, { view: PodView; inputs: string }>();

  pass({ pods, status }: Fortune): void {
    const workflow: Workflow = {
      metadata: { name: 'run', namespace: 'ada', uid: 'u' },
      spec: SPEC,
      status: this.status
    };
    const inputs = new Map<string, string>();
    const operation = operate(workflow, {
      now: 0,
      pod: node => this.pods.get(node.id)?.view ?? 'missing',
      cached: (_name, key) => ({
        nodeID: key,
        outputs: { parameters: [{ name: 'out', value: 'kept' }] },
        creationTimestamp: '1970-01-01T00:00:00Z'
      }),
      build: request => {
        inputs.set(request.node.id, JSON.stringify(request.inputs));
        return { metadata: { name: request.node.name } };
      }
    });
    for (const { node } of operation.pods.slice(0, pods)) {
      // The name is taken: an engine before this one has made it.
      if (!this.pods.has(node.id)) {
        this.creations.set(node.name, (this.creations.get(node.name) ?? 0) + 1);
        const view: PodView = { phase: 'Pending', stored: null };
        this.pods.set(node.id, { view, inputs: inputs.get(node.id)! });
      }
    }
    if (status) {
      this.status = structuredClone(operation.status);
    }
  }

  /** Pods that run, whether or not anybody has told of them. */
  open(): string[] {
    return [...this.pods].filter(([, { view }]) => view.phase === 'Pending').map(([id]) => id);
  }

  end(id: string): void {
    const pod = this.pods.get(id)!;
    const fails = [...this.creations.keys()].some(
      name => name === 'run.retried(0)' && this.nodeOf(name) === id
    );
    pod.view = fails
      ? { phase: 'Failed', exitCode: 1, stored: null }
      : {
          phase: 'Succeeded',
          exitCode: 0,
          stored: { parameters: { out: `of ${pod.inputs}` }, artifacts: [] }
        };
  }

  private nodeOf(name: string): string | undefined {
    return Object.values(this.status?.nodes ?? {}).find(node => node.name === name)?.id;
  }

  /** All that a person can see of the end, but for times and the order in which things happened. */
  outcome(): unknown {
    const nodes = Object.values(this.status?.nodes ?? {}).map((node: NodeStatus) => [
      node.name,
      { phase: node.phase, inputs: node.inputs, outputs: node.outputs, type: node.type }
    ]);
    return { phase: this.status?.phase, nodes: Object.fromEntries(nodes) };
  }
}

function run(fortune: () => Fortune, choose: () => number): Cluster {
  const cluster = new Cluster();
  for (let round = 0; round < 500 && !isEnd(cluster.status?.phase); round += 1) {
    cluster.pass(fortune());
    const open = cluster.open();
    if (open.length > 0 && choose() % 2 === 0) {
      cluster.end(open[choose() % open.length]!);
    }
  }
  return cluster;
}

it('goes on after any crash: no step is run twice, no output is lost', () => {
  const undisturbed = run(
    () => WHOLE,
    () => 0
  );
  expect(undisturbed.status?.phase).toBe('Succeeded');
  expect(undisturbed.creations.size).toBe(12);
  fc.assert(
    fc.property(fc.infiniteStream(fortunes), fc.infiniteStream(fc.nat()), (crashes, choices) => {
      const cluster = run(
        () => crashes.next().value,
        () => choices.next().value
      );
      expect([...cluster.creations.values()].every(times => times === 1)).toBe(true);
      expect(cluster.outcome()).toEqual(undisturbed.outcome());
    }),
    { numRuns: 60 }
  );
});
