import type { NodeStatus, Workflow } from './types.js';
import { storingRun, valueKey } from './values.js';

const hit = (key: string): NodeStatus => ({
  id: 'run-1',
  name: 'run.load-it',
  type: 'Pod',
  templateName: 'load-it',
  memoizationStatus: { hit: true, key: 'k', cacheName: 'c' },
  outputs: { artifacts: [{ name: 'output-x', s3: { key } }] }
});
const graph = { steps: [{ name: 'load_it', template: 'load-it', cells: [], dependsOn: [] }] };

function run(node: NodeStatus, reused: object = {}): Workflow {
  return {
    metadata: {
      uid: 'u2',
      annotations: {
        'lab.kubeflow.org/graph': JSON.stringify(graph),
        'lab.kubeflow.org/reused': JSON.stringify(reused)
      }
    },
    status: { nodes: { [node.id]: node } }
  };
}

it.each<[string, Workflow, string]>([
  ['its own', run({ ...hit(''), memoizationStatus: undefined }), 'u2'],
  ['what its key names', run(hit(valueKey('u1', 'load_it', 'x'))), 'u1'],
  ['its own where the key is of another kind', run(hit('elsewhere/x')), 'u2'],
  [
    'the one that it was not run again after',
    run(hit('x'), { load_it: { workflow: 'a', uid: 'u0' } }),
    'u0'
  ]
])('the run that has stored a value is %s', (_which, workflow, uid) => {
  expect(storingRun(workflow, 'load_it')).toBe(uid);
});
