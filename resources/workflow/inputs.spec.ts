import { stepInputs } from './inputs.js';
import type { Inputs, Workflow } from './types.js';

function workflow(inputs: Inputs | undefined, annotations = {}): Workflow {
  return {
    metadata: { name: 'train', uid: 'uid-1', annotations },
    status: {
      nodes: { one: { id: 'one', name: 'train.fit', type: 'Pod', templateName: 'fit', inputs } }
    }
  } as Workflow;
}

const OURS = { 'lab.kubeflow.org/graph': '{"steps":[]}' };

it('says which values a step of a notebook took, and of which step and run', () => {
  const inputs: Inputs = {
    parameters: [
      { name: 'trees', value: 60 },
      { name: 'digest-load', value: 'abc' }
    ],
    artifacts: [
      { name: 'code', raw: { data: 'e30=' } },
      { name: 'parameter-trees', raw: { data: '60' } },
      { name: 'input-x', s3: { key: 'runs/uid-1/load/x' } }
    ]
  };
  expect(stepInputs(workflow(inputs, OURS), 'one')).toEqual({
    parameters: [{ name: 'trees', value: '60' }],
    values: [{ name: 'x', from: { step: 'load', run: 'uid-1' }, place: 'runs/uid-1/load/x' }]
  });
});

it('reads from the template where a value lies of which the node says nothing', () => {
  const fit = {
    name: 'fit',
    inputs: {
      artifacts: [
        { name: 'input-x', s3: { key: 'runs/{{workflow.uid}}/load/x' } },
        { name: 'input-y', path: '/tmp/y' }
      ]
    }
  };
  const run = workflow({ artifacts: [{ name: 'input-y', s3: { key: 'runs/uid-0/load/y' } }] });
  run.spec = { templates: [{ name: 'other' }, fit] };
  expect(stepInputs(run, 'one').values).toEqual([
    { name: 'x', from: { step: 'load', run: 'uid-1' }, place: 'runs/uid-1/load/x' },
    { name: 'y', from: { step: 'load', run: 'uid-0' }, place: 'runs/uid-0/load/y' }
  ]);
  expect(stepInputs(run, 'two').values).toEqual([]);
});

it('says of what others made where it lies', () => {
  const inputs: Inputs = {
    parameters: [{ name: 'digest-load', value: 'abc' }, { name: 'none' }],
    artifacts: [
      { name: 'data', http: { url: 'https://data.example/a.csv' } },
      { name: 'model', s3: { key: 'models/digits/1/model.joblib' } },
      { name: 'nowhere' }
    ]
  };
  expect(stepInputs(workflow(inputs), 'one')).toEqual({
    parameters: [
      { name: 'digest-load', value: 'abc' },
      { name: 'none', value: '' }
    ],
    values: [
      { name: 'data', from: null, place: 'https://data.example/a.csv' },
      { name: 'model', from: null, place: 'models/digits/1/model.joblib' },
      { name: 'nowhere', from: null, place: '' }
    ]
  });
});

it.each<[string, Workflow, string]>([
  ['a step that has not begun', workflow(undefined), 'two'],
  ['a step that takes nothing', workflow(undefined), 'one'],
  ['a run without a status', { metadata: {} } as Workflow, 'one'],
  [
    'a status that anyone may have written',
    workflow({ parameters: 'x', artifacts: [null] } as unknown as Inputs),
    'one'
  ]
])('has nothing to say of %s', (_what, run, id) => {
  expect(stepInputs(run, id)).toEqual({ parameters: [], values: [] });
});
