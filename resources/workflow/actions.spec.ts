import { resubmitted, retryPlan, whyNot, workflowPatch } from './actions.js';
import type { WorkflowAction } from './actions.js';
import { nodeId, podName } from './names.js';
import type { NodePhase, NodeStatus, NodeType, Workflow, WorkflowStatus } from './types.js';

const NOW = '2026-01-01T00:00:00Z';

function node(name: string, type: NodeType, phase: NodePhase, children: string[] = []): NodeStatus {
  const id = nodeId('run', name);
  return {
    id,
    name,
    type,
    phase,
    templateName: 't',
    children: children.map(c => nodeId('run', c))
  };
}

function workflow(status?: WorkflowStatus, spec: Workflow['spec'] = {}): Workflow {
  return { metadata: { name: 'run', namespace: 'ada', uid: 'u1' }, spec, status };
}

function byId(...nodes: NodeStatus[]): Record<string, NodeStatus> {
  return Object.fromEntries(nodes.map(one => [one.id, one]));
}

const ended = (phase: 'Succeeded' | 'Failed', ...nodes: NodeStatus[]) =>
  workflow({ phase, nodes: byId(...nodes) });

it.each<[WorkflowAction, Workflow, RegExp | null]>([
  ['stop', workflow({ phase: 'Running' }), null],
  ['stop', workflow(), null],
  ['stop', ended('Failed'), /has ended/],
  ['terminate', ended('Succeeded'), /has ended/],
  ['suspend', workflow({ phase: 'Running' }), null],
  ['suspend', workflow({ phase: 'Running' }, { suspend: true }), /suspended already/],
  ['resume', workflow({ phase: 'Running' }, { suspend: true }), null],
  ['resume', workflow({ phase: 'Running' }), /not suspended/],
  [
    'resume',
    workflow({ phase: 'Running', nodes: byId(node('run.ok', 'Suspend', 'Running')) }),
    null
  ],
  ['retry', workflow({ phase: 'Running' }), /not ended yet/],
  ['retry', ended('Succeeded'), /succeeded/],
  ['retry', ended('Failed'), /None of its steps/],
  ['retry', ended('Failed', node('run.a', 'Pod', 'Failed')), null],
  ['retry', workflow({ phase: 'Failed', compressedNodes: 'H4s' }), /packed/],
  ['resubmit', ended('Failed'), null]
])('%s of %j', (action, object, why) => {
  const answer = whyNot(action, object);
  if (why === null) {
    expect(answer).toBeNull();
  } else {
    expect(answer).toMatch(why);
  }
});

it('stops, terminates and suspends by one field', () => {
  expect(workflowPatch('stop', workflow(), NOW)).toEqual({ spec: { shutdown: 'Stop' } });
  expect(workflowPatch('terminate', workflow(), NOW)).toEqual({ spec: { shutdown: 'Terminate' } });
  expect(workflowPatch('suspend', workflow(), NOW)).toEqual({ spec: { suspend: true } });
});

it('resumes what is suspended, and the steps that wait for it', () => {
  const waiting = node('run.ok', 'Suspend', 'Running');
  const object = workflow({ nodes: byId(waiting, node('run.a', 'Pod', 'Running')) });
  expect(workflowPatch('resume', object, NOW)).toEqual({
    spec: { suspend: null },
    status: { nodes: { [waiting.id]: { phase: 'Succeeded', finishedAt: NOW } } }
  });
  expect(workflowPatch('resume', workflow(), NOW)).toEqual({ spec: { suspend: null } });
});

describe('a retry', () => {
  const root = node('run', 'DAG', 'Failed', ['run.a']);
  const a = node('run.a', 'Pod', 'Succeeded', ['run.b', 'run.c']);
  const b = node('run.b', 'Retry', 'Failed', ['run.b(0)', 'run.b(1)']);
  const c = node('run.c', 'Pod', 'Succeeded', ['run.d']);
  const d = node('run.d', 'Skipped', 'Omitted');
  const tries = [node('run.b(0)', 'Pod', 'Failed'), node('run.b(1)', 'Pod', 'Failed', ['run.d'])];
  const plan = retryPlan(ended('Failed', root, a, b, c, d, ...tries));
  const changes = (plan.patch as { status: { nodes: Record<string, unknown> } }).status.nodes;

  it('deletes the pods of the failed tries only', () => {
    expect(plan.podsToDelete).toEqual(tries.map(one => podName('run', one.name, 't')));
  });

  it('forgets what failed and what followed it, and opens the group again', () => {
    expect(changes).toEqual({
      run: {
        phase: 'Running',
        message: null,
        finishedAt: null,
        outputs: null,
        outboundNodes: null,
        children: [a.id]
      },
      [a.id]: { children: [c.id] },
      [b.id]: null,
      [c.id]: { children: [] },
      [d.id]: null,
      [tries[0].id]: null,
      [tries[1].id]: null
    });
  });

  it('lets the run go on, also one that was stopped', () => {
    expect(plan.patch).toMatchObject({
      metadata: {
        labels: {
          'workflows.argoproj.io/completed': 'false',
          'workflows.argoproj.io/phase': 'Running'
        }
      },
      spec: { shutdown: null, suspend: null },
      status: { phase: 'Running', message: null, finishedAt: null }
    });
  });

  it('opens a loop again with its good rounds, and lets the exit handler run once more', () => {
    const [good, bad] = ['run.x(0:a)', 'run.x(1:b)'];
    const { podsToDelete, patch } = retryPlan(
      ended(
        'Failed',
        root,
        node('run.x', 'TaskGroup', 'Failed', [good, bad]),
        node(good, 'Pod', 'Succeeded'),
        node(bad, 'Pod', 'Failed'),
        node('run.onExit', 'Steps', 'Succeeded', ['run.onExit[0].tell']),
        node('run.onExit[0].tell', 'Pod', 'Succeeded')
      )
    );
    const name = (pod: string) => podName('run', pod, 't');
    expect(podsToDelete).toEqual([name(bad), name('run.onExit[0].tell')]);
    const { nodes } = (patch as { status: { nodes: Record<string, object | null> } }).status;
    expect(nodes[nodeId('run', 'run.x')]).toMatchObject({
      phase: 'Running',
      children: [nodeId('run', good)]
    });
    expect(nodes[nodeId('run', 'run.onExit')]).toBeNull();
  });

  it('keeps the failed tries before one that succeeded', () => {
    const won = node('run.x', 'Retry', 'Succeeded', ['run.x(0)', 'run.x(1)']);
    const lost = node('run.x(0)', 'Pod', 'Failed');
    const last = node('run.x(1)', 'Pod', 'Succeeded');
    const { podsToDelete } = retryPlan(
      ended('Failed', root, won, lost, last, node('run.y', 'Pod', 'Failed'))
    );
    expect(podsToDelete).toEqual([podName('run', 'run.y', 't')]);
  });
});

describe('a run that is submitted again', () => {
  const original: Workflow = {
    metadata: {
      name: 'run-abc',
      generateName: 'run-',
      namespace: 'ada',
      uid: 'u1',
      resourceVersion: '5',
      labels: { team: 'x', 'workflows.argoproj.io/phase': 'Failed' },
      annotations: {
        'lab.kubeflow.org/notebook': 'a.ipynb',
        'workflows.argoproj.io/pod-name-format': 'v2',
        'kubectl.kubernetes.io/last-applied-configuration': '{}'
      }
    },
    spec: {
      entrypoint: 'main',
      shutdown: 'Stop',
      suspend: true,
      arguments: {
        parameters: [
          { name: 'lr', value: '0.1' },
          { name: 'n', value: '3' }
        ]
      }
    },
    status: { phase: 'Failed' }
  };

  it('is a new object of the same spec, without its fate', () => {
    expect(resubmitted(original)).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: {
        generateName: 'run-',
        namespace: 'ada',
        labels: { team: 'x', 'workflows.argoproj.io/resubmitted-from-workflow': 'run-abc' },
        annotations: { 'lab.kubeflow.org/notebook': 'a.ipynb' }
      },
      spec: { entrypoint: 'main', arguments: original.spec!.arguments }
    });
  });

  it('takes other parameters in place of its own', () => {
    const { spec } = resubmitted(original, { lr: '0.5', more: 'yes' });
    expect(spec?.arguments?.parameters).toEqual([
      { name: 'lr', value: '0.5' },
      { name: 'n', value: '3' },
      { name: 'more', value: 'yes' }
    ]);
  });
});
