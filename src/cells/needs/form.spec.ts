import { nullTranslator } from '@jupyterlab/translation';
import type { StepLoop, StepNeeds } from '@kubeflow-lab/compiler';
import fc from 'fast-check';

import type { PipelineNames } from './check';
import { BLANK, fieldsOf, type NeedsFields, type TolerationRow } from './fields';
import { readNeeds } from './form';
import { loopFields, readItems } from './loop';

const trans = nullTranslator.load('kubeflow_lab');
const NOTHING: StepNeeds = { limits: {}, settings: {} };
const EMPTY = fieldsOf(NOTHING);
const PIPELINE: PipelineNames = {
  parameters: [
    { name: 'trees', type: 'int', default: 10 },
    { name: 'kind', type: 'str', default: 'forest' },
    { name: 'seed', type: 'int', default: 1 }
  ],
  used: ['trees', 'kind']
};

function wrongIn(change: Partial<NeedsFields>): Record<string, string> {
  const read = readNeeds({ ...EMPTY, ...change }, NOTHING, PIPELINE, trans);
  return 'wrong' in read ? read.wrong : {};
}

it('reads what was typed, in the units of the settings', () => {
  const fields: NeedsFields = {
    image: ' lab:2 ',
    cpu: '2',
    memory: '4Gi',
    gpu: '1',
    retries: '3',
    backoff: '10',
    factor: '2',
    timeout: '1.5',
    cache: 'off',
    when: ' trees > 10 ',
    turn: 'items',
    over: 'trees',
    items: '10, 100',
    from: 'kind',
    secrets: [{ name: 'db', key: 'password', env: 'PASSWORD' }],
    nodeSelector: [{ name: 'disk', value: ' ssd ' }],
    tolerations: [
      { key: 'gpu', operator: 'Exists', value: '', effect: '', seconds: '' },
      { key: '', operator: 'Equal', value: '', effect: '', seconds: '' }
    ],
    volumes: [
      { claim: 'data', path: '/data' },
      { claim: '', path: '' }
    ],
    env: [
      { name: 'A', value: ' x ' },
      { name: '', value: '' }
    ]
  };
  expect(readNeeds(fields, NOTHING, PIPELINE, trans)).toEqual({
    needs: {
      limits: { cpu: '2', memory: '4Gi', 'nvidia.com/gpu': '1' },
      settings: {
        image: 'lab:2',
        retry: { limit: 3, backoffSeconds: 10, factor: 2 },
        timeoutSeconds: 90,
        cache: false,
        volumes: [{ claim: 'data', path: '/data' }],
        env: { A: ' x ' },
        secrets: [{ name: 'db', key: 'password', env: 'PASSWORD' }],
        nodeSelector: { disk: 'ssd' },
        tolerations: [{ key: 'gpu', operator: 'Exists' }],
        when: 'trees > 10',
        loop: { parameter: 'trees', items: [10, 100] }
      }
    }
  });
});

it('keeps what the form does not show, and takes away what was emptied', () => {
  const before: StepNeeds = {
    limits: { cpu: '1', 'amd.com/gpu': '1' },
    settings: {
      image: 'lab:1',
      labels: { team: 'x' },
      onExit: true,
      timeoutSeconds: 60
    }
  };
  const fields: NeedsFields = {
    ...fieldsOf(before),
    cpu: '',
    image: '',
    timeout: '',
    turn: 'once'
  };
  expect(readNeeds(fields, before, PIPELINE, trans)).toEqual({
    needs: {
      limits: { 'amd.com/gpu': '1' },
      settings: { labels: { team: 'x' } }
    }
  });
});

function toleration(change: Partial<TolerationRow>): TolerationRow {
  return { ...BLANK.tolerations, ...change };
}

it('takes a toleration of every taint for what it is', () => {
  const everything = [toleration({ operator: 'Exists' })];
  const read = readNeeds({ ...EMPTY, tolerations: everything }, NOTHING, PIPELINE, trans);
  expect(read).toEqual({
    needs: { limits: {}, settings: { tolerations: [{ operator: 'Exists' }] } }
  });
});

it.each([
  ['int', [10, 100], '10, 100'],
  ['str', ['forest', 'a, b'], '["forest","a, b"]'],
  ['str', [' '], '[" "]'],
  ['bool', [true, false], 'true, false']
] as const)('shows values of type %s so that they can be read back: %j', (type, items, text) => {
  expect(loopFields({ parameter: 'x', items: [...items] }).items).toBe(text);
  expect(readItems(text, { type })).toEqual(items);
});

it.each<[Partial<NeedsFields>, string]>([
  [{ cpu: 'two' }, 'cpu'],
  [{ cpu: '0' }, 'cpu'],
  [{ memory: '4 GB' }, 'memory'],
  [{ gpu: '0.5' }, 'gpu'],
  [{ retries: '-1' }, 'retries'],
  [{ backoff: '0' }, 'backoff'],
  [{ factor: 'x' }, 'factor'],
  [{ timeout: '0' }, 'timeout'],
  [{ when: 'trees >' }, 'when'],
  [{ when: 'depth > 3' }, 'when'],
  [{ turn: 'exit', when: 'trees > 3' }, 'when'],
  [{ turn: 'items', items: '1' }, 'over'],
  [{ turn: 'items', over: 'seed', items: '1' }, 'over'],
  [{ turn: 'items', over: 'trees', items: '10, many' }, 'items'],
  [{ turn: 'items', over: 'trees', items: '' }, 'items'],
  [{ turn: 'from', over: 'trees', from: 'seed' }, 'from'],
  [{ secrets: [{ name: 'My', key: 'k', env: 'A' }] }, 'secrets.0'],
  [{ secrets: [{ name: 'my', key: 'a:b', env: 'A' }] }, 'secrets.0'],
  [{ env: [{ name: 'A', value: '' }], secrets: [{ name: 'my', key: 'k', env: 'A' }] }, 'secrets.0'],
  [{ nodeSelector: [{ name: '-', value: '' }] }, 'nodeSelector.0'],
  [{ nodeSelector: [{ name: 'disk', value: 'a b' }] }, 'nodeSelector.0'],
  [{ tolerations: [toleration({ value: 'yes' })] }, 'tolerations.0'],
  [{ tolerations: [toleration({ key: 'gpu', operator: 'Exists', value: 'x' })] }, 'tolerations.0'],
  [{ image: 'a b' }, 'image'],
  [{ volumes: [{ claim: '', path: '/data' }] }, 'volumes.0'],
  [{ volumes: [{ claim: 'data', path: 'data' }] }, 'volumes.0'],
  [{ env: [{ name: '', value: 'x' }] }, 'env.0'],
  [{ env: [{ name: '1A', value: '' }] }, 'env.0'],
  [
    {
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' }
      ]
    },
    'env.1'
  ]
])('says what is wrong with %j', (change, field) => {
  expect(Object.keys(wrongIn(change))).toEqual([field]);
});

it('gives back settings that nobody changed', () => {
  const needs: fc.Arbitrary<StepNeeds> = fc.record({
    limits: fc.dictionary(fc.constantFrom('cpu', 'memory', 'amd.com/gpu'), fc.constant('2')),
    settings: fc.record(
      {
        image: fc.constant('lab:1'),
        cache: fc.boolean(),
        retry: fc.record({ limit: fc.integer({ min: 0, max: 9 }) }),
        timeoutSeconds: fc.integer({ min: 1, max: 100_000 }),
        volumes: fc.constant<{ claim: string; path: string }[]>([{ claim: 'data', path: '/data' }]),
        env: fc.constant<Record<string, string>>({ A: '', B: 'x' }),
        secrets: fc.constant([{ name: 'my', key: 'k', env: 'C' }]),
        nodeSelector: fc.constant<Record<string, string>>({ 'example.com/disk': 'ssd' }),
        tolerations: fc.constant([
          { effect: 'NoExecute' as const, key: 'a', tolerationSeconds: 9 }
        ]),
        loop: fc.constantFrom<StepLoop>(
          { parameter: 'trees', items: ['10', 20] },
          { parameter: 'trees', from: 'kind' }
        ),
        when: fc.constant("kind == 'forest'")
      },
      { requiredKeys: [] }
    )
  });
  fc.assert(
    fc.property(needs, one => {
      expect(readNeeds(fieldsOf(one), one, PIPELINE, trans)).toEqual({ needs: one });
    })
  );
});
