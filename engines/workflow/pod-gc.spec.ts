import type { NodePhase, Pod, WorkflowPhase } from '@kubeflow-lab/resources';

import { podsToCollect } from './pod-gc.js';

function pod(id: string, phase: string): Pod {
  const annotations = { 'workflows.argoproj.io/node-id': id };
  return { metadata: { name: id, annotations }, status: { phase } };
}

const pods = [pod('good', 'Succeeded'), pod('bad', 'Failed'), pod('busy', 'Running')];
const phases: [string, NodePhase][] = [
  ['good', 'Succeeded'],
  ['bad', 'Failed'],
  ['busy', 'Running']
];
const nodes = Object.fromEntries(
  phases.map(([id, phase]) => [id, { id, name: id, type: 'Pod' as const, phase }])
);

it.each<[string | undefined, WorkflowPhase, string[]]>([
  [undefined, 'Succeeded', []],
  ['OnPodCompletion', 'Running', ['good', 'bad']],
  ['OnPodSuccess', 'Running', ['good']],
  ['OnWorkflowCompletion', 'Running', []],
  ['OnWorkflowCompletion', 'Failed', ['good', 'bad']],
  ['OnWorkflowSuccess', 'Failed', []],
  ['OnWorkflowSuccess', 'Succeeded', ['good', 'bad']]
])('%s deletes, while the run is %s, the pods of %j', (strategy, phase, deleted) => {
  const workflow = { spec: { podGC: { strategy } }, status: { phase, nodes } };
  expect(podsToCollect(workflow, pods).map(one => one.metadata?.name)).toEqual(deleted);
});

it('keeps a pod whose end is not stored yet', () => {
  const status = {
    phase: 'Running' as const,
    nodes: { good: { ...nodes.good, phase: 'Running' as const } }
  };
  const workflow = { spec: { podGC: { strategy: 'OnPodCompletion' } }, status };
  expect(podsToCollect(workflow, pods)).toEqual([]);
});
