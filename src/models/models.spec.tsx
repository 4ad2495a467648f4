import { nullTranslator } from '@jupyterlab/translation';
import type { Phase, ServingRuntimeItem } from '@kubeflow-lab/schema';
import { fireEvent, render, screen } from '@testing-library/react';

import { eventually } from '../testing/eventually';
import { answering, changes, modelItem, platform } from '../testing/models';
import { tensorText } from './byGrpc';
import { modelCard } from './card';
import { modelActions, modelKind } from './kinds';
import { ModelPicture } from './picture';
import { curlSnippet, pythonSnippet } from './snippets';
import { TestForm, protocolOf, requestText } from './test';

// The answers come from outside of the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const trans = nullTranslator.load('kubeflow_lab');

it.each<[Phase, string]>([
  ['Running', 'stop'],
  ['Failed', 'stop'],
  ['Stopped', 'start'],
  ['Stopping', 'start']
])('while %s it can %s', (phase, id) => {
  const actions = modelActions(
    { item: modelItem(phase), platform: platform() },
    modelKind(trans),
    trans
  );
  expect(actions.filter(({ enabled }) => enabled).map(action => action.id)).toEqual([id]);
});

it('asks the model with its sample, and shows the answer as a table or as it came', async () => {
  const { connected, act } = answering({
    versions: { items: [] },
    predict: { status: 200, milliseconds: 3.4, body: { predictions: [7] } }
  });
  render(
    <ModelPicture
      item={modelItem()}
      platform={connected}
      gone={false}
      showLog={() => undefined}
      trans={trans}
    />
  );
  fireEvent.click(screen.getByRole('button', { name: 'Predict' }));
  await screen.findByText('Answered in 3 ms');
  expect(screen.getByRole('table', { name: 'Answer' }).textContent).toContain('7[0,1]');
  fireEvent.click(screen.getByRole('button', { name: 'Show as JSON' }));
  expect(screen.getByText(/"predictions"/)).toBeTruthy();
  expect(act).toHaveBeenCalledWith(
    { plural: 'inferenceservices', namespace: 'team-a', name: 'digits' },
    'predict',
    { protocol: 'v1', body: { instances: [[0, 1]] } }
  );

  fireEvent.change(screen.getByLabelText('Ask the model'), { target: { value: '{' } });
  fireEvent.click(screen.getByRole('button', { name: 'Predict' }));
  await eventually(() => expect(screen.getByRole('alert').textContent).toContain('not JSON'));
});

it('asks by gRPC where the runtime serves it, with the rows as a tensor', async () => {
  const { connected, act } = answering({
    versions: { items: [] },
    predict: { status: 200, milliseconds: 1, body: { outputs: [{ shape: [1], data: [7] }] } }
  });
  const runtime = { name: 'r', protocols: ['v1', 'v2', 'grpc-v2'] } as ServingRuntimeItem;
  jest.spyOn(connected.client, 'servingRuntimes').mockResolvedValue({ items: [runtime] });
  render(<TestForm item={modelItem()} platform={connected} trans={trans} />);
  fireEvent.click(await screen.findByLabelText('By gRPC (protocol v2)'));
  fireEvent.click(screen.getByRole('button', { name: 'Predict' }));
  await screen.findByText('Answered in 1 ms');
  const inputs = [{ name: 'rows', shape: [1, 2], datatype: 'FP64', data: [0, 1] }];
  expect(changes(act)).toEqual([['predict', { protocol: 'grpc-v2', body: { inputs } }]]);
});

it('asks by Ctrl+Enter, once at a time', async () => {
  const { connected, act } = answering({
    predict: { status: 200, milliseconds: 1, body: { predictions: [7] } }
  });
  render(<TestForm item={modelItem()} platform={connected} trans={trans} />);
  const text = screen.getByLabelText('Ask the model');
  fireEvent.keyDown(text, { key: 'Enter' });
  fireEvent.keyDown(text, { key: 'Enter', ctrlKey: true });
  await screen.findByText('Asking…');
  fireEvent.keyDown(text, { key: 'Enter', ctrlKey: true });
  await screen.findByText('Answered in 1 ms');
  expect(changes(act)).toHaveLength(1);
});

it('offers no gRPC where the runtime does not serve it', async () => {
  const { connected } = answering({});
  const runtime = { name: 'r', protocols: ['v1', 'v2'] } as ServingRuntimeItem;
  const list = jest.spyOn(connected.client, 'servingRuntimes');
  list.mockResolvedValue({ items: [runtime] });
  render(<TestForm item={modelItem()} platform={connected} trans={trans} />);
  await eventually(() => expect(list).toHaveBeenCalledTimes(1));
  await list.mock.results[0].value;
  expect(screen.queryByLabelText('By gRPC (protocol v2)')).toBeNull();
});

it.each([
  [
    'numbers',
    [
      [1, null],
      [3, 4]
    ],
    [{ name: 'rows', shape: [2, 2], datatype: 'FP64', data: [1, null, 3, 4] }]
  ],
  [
    'texts',
    ['a "good" day', 'b'],
    [{ name: 'rows', shape: [2], datatype: 'BYTES', data: ['a "good" day', 'b'] }]
  ],
  [
    'rows of texts',
    [['a', 'b']],
    [{ name: 'rows', shape: [1, 2], datatype: 'BYTES', data: ['a', 'b'] }]
  ],
  [
    'names of columns',
    [
      { size: 1.5, place: 'a' },
      { size: null, place: 'b' }
    ],
    [
      { name: 'size', shape: [2, 1], datatype: 'FP64', data: [1.5, null] },
      { name: 'place', shape: [2, 1], datatype: 'BYTES', data: ['a', 'b'] }
    ]
  ]
])('makes tensors of a request with %s', (_, instances, inputs) => {
  expect(JSON.parse(tensorText({ instances }) ?? '')).toEqual({ inputs });
});

it.each([
  ['texts beside numbers', { instances: [['a', 1]] }],
  ['rows of two lengths', { instances: [[1, 2], [1]] }],
  ['a number beside rows', { instances: [[1], 2] }],
  ['a column that is missing once', { instances: [{ a: 'x' }, {}] }],
  ['tables in rows', { instances: [[[1], [2]]] }],
  ['no rows', { instances: [] }],
  ['tensors already', { inputs: [] }]
])('leaves a request with %s as it is', (_, body) => {
  expect(tensorText(body)).toBeNull();
});

it('says what the model found wrong with the request', async () => {
  const { connected } = answering({
    versions: { items: [] },
    predict: { status: 400, milliseconds: 2, body: { error: 'X has 2 features' } }
  });
  render(
    <ModelPicture
      item={modelItem()}
      platform={connected}
      gone={false}
      showLog={() => undefined}
      trans={trans}
    />
  );
  fireEvent.click(screen.getByRole('button', { name: 'Predict' }));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toBe('The model answered with status 400 after 2 ms: X has 2 features');
});

it('leads to the run and the notebook that it comes from', () => {
  const { connected } = answering({ versions: { items: [] } });
  connected.actions = { open: jest.fn(), delete: jest.fn(), openNotebook: jest.fn() };
  const item = modelItem();
  const origin = { run: 'digits-1', step: 'train', output: 'model' };
  item.summary = { ...item.summary, origin, notebook: 'work/digits.ipynb' };
  render(<ModelPicture item={item} platform={connected} gone={false} trans={trans} />);
  fireEvent.click(screen.getByRole('button', { name: 'digits-1 / train' }));
  const run = { plural: 'workflows', namespace: 'team-a', name: 'digits-1' };
  expect(connected.actions.open).toHaveBeenCalledWith(run);
  fireEvent.click(screen.getByRole('button', { name: 'work/digits.ipynb' }));
  expect(connected.actions.openNotebook).toHaveBeenCalledWith('work/digits.ipynb');
});

it('writes programs that ask the model with its sample', () => {
  const item = modelItem();
  item.summary.sample = [{ name: "it's", there: true }];
  expect(pythonSnippet(item)).toBe(
    [
      'import json',
      'import kubeflow_lab',
      '',
      'rows = json.loads("[{\\"name\\":\\"it\'s\\",\\"there\\":true}]")',
      'kubeflow_lab.models["digits"].predict(rows)'
    ].join('\n')
  );
  const curl = curlSnippet(item, 'http://localhost:8081');
  expect(curl).toContain('http://localhost:8081/models/team-a/digits/v1/models/digits:predict');
  expect(curl).toContain(`--data '{"instances": [{"name":"it'\\''s","there":true}]}'`);
  expect(pythonSnippet(modelItem())).toContain('rows = [[0,1]]');
});

it.each([
  [{ instances: [] }, 'v1'],
  [{ inputs: [] }, 'v2'],
  [null, 'v1'],
  [[1], 'v1']
])('speaks to the model of %j by %s', (body, protocol) => {
  expect(protocolOf(body)).toBe(protocol);
});

it.each([
  [
    [
      [1, 2],
      [3, 4]
    ]
  ],
  [[]],
  [null],
  ['text']
])('makes JSON of the sample %j', sample => {
  expect(JSON.parse(requestText(sample))).toEqual({
    instances: Array.isArray(sample) ? sample : []
  });
});

it.each([[{}], [{ model: null, replicas: 'x', url: 3 }]])(
  'reads %j from a card that anyone wrote',
  fields => {
    const { summary } = modelItem();
    const read = modelCard.read({
      ...summary,
      model: undefined,
      replicas: undefined,
      ...fields
    } as never);
    expect(read.replicas).toEqual({ ready: 0, desired: 0 });
    expect(read.model.format).toBeNull();
  }
);
