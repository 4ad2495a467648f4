import { nullTranslator } from '@jupyterlab/translation';
import type { StepNeeds } from '@kubeflow-lab/compiler';
import fc from 'fast-check';

import { fieldsOf, readNeeds, type NeedsFields } from './form';

const trans = nullTranslator.load('kubeflow_lab');
const NOTHING: StepNeeds = { limits: {}, settings: {} };
const EMPTY = fieldsOf(NOTHING);

function wrongIn(change: Partial<NeedsFields>): Record<string, string> {
  const read = readNeeds({ ...EMPTY, ...change }, NOTHING, trans);
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
    timeout: '1.5',
    cache: 'off',
    volumes: [
      { claim: 'data', path: '/data' },
      { claim: '', path: '' }
    ],
    env: [
      { name: 'A', value: ' x ' },
      { name: '', value: '' }
    ]
  };
  expect(readNeeds(fields, NOTHING, trans)).toEqual({
    needs: {
      limits: { cpu: '2', memory: '4Gi', 'nvidia.com/gpu': '1' },
      settings: {
        image: 'lab:2',
        retry: { limit: 3, backoffSeconds: 10 },
        timeoutSeconds: 90,
        cache: false,
        volumes: [{ claim: 'data', path: '/data' }],
        env: { A: ' x ' }
      }
    }
  });
});

it('keeps what the form does not show, and takes away what was emptied', () => {
  const before: StepNeeds = {
    limits: { cpu: '1', 'amd.com/gpu': '1' },
    settings: {
      image: 'lab:1',
      nodeSelector: { disk: 'ssd' },
      retry: { limit: 1, factor: 2 },
      timeoutSeconds: 60
    }
  };
  const fields = { ...fieldsOf(before), cpu: '', image: '', timeout: '' };
  expect(readNeeds(fields, before, trans)).toEqual({
    needs: {
      limits: { 'amd.com/gpu': '1' },
      settings: { nodeSelector: { disk: 'ssd' }, retry: { limit: 1, factor: 2 } }
    }
  });
});

it.each<[Partial<NeedsFields>, string]>([
  [{ cpu: 'two' }, 'cpu'],
  [{ cpu: '0' }, 'cpu'],
  [{ memory: '4 GB' }, 'memory'],
  [{ gpu: '0.5' }, 'gpu'],
  [{ retries: '-1' }, 'retries'],
  [{ backoff: '0' }, 'backoff'],
  [{ timeout: '0' }, 'timeout'],
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
        env: fc.constant<Record<string, string>>({ A: '', B: 'x' })
      },
      { requiredKeys: [] }
    )
  });
  fc.assert(
    fc.property(needs, one => {
      expect(readNeeds(fieldsOf(one), one, trans)).toEqual({ needs: one });
    })
  );
});
