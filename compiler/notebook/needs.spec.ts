import fc from 'fast-check';

import { compile } from '../compile.js';
import { defaultNeedsOf, needsOf, taggedDefaultsOf, withDefaultNeeds, withNeeds } from './needs.js';
import type { NeedingCell, StepNeeds } from './needs.js';

const cell = (source: string, tags: string[] = [], additions?: unknown): NeedingCell => ({
  source,
  tags,
  additions
});
const NOTHING: StepNeeds = { limits: {}, settings: {} };

it.each<[string, NeedingCell, StepNeeds, NeedingCell]>([
  [
    'what Kale can say stands in tags',
    cell('x = 1', ['step:a', 'mine']),
    { limits: { memory: '2Gi' }, settings: { image: 'lab:1', cache: false } },
    cell('x = 1', ['step:a', 'mine', 'image:lab:1', 'limit:memory:2Gi', 'cache:disabled'])
  ],
  [
    'what it cannot say stands in the metadata, beside what others wrote there',
    cell('x = 1', ['step:a'], { colour: 'red' }),
    { limits: { 'nvidia.com/mig-1g.5gb': '1' }, settings: { timeoutSeconds: 60 } },
    cell('x = 1', ['step:a'], {
      colour: 'red',
      limits: { 'nvidia.com/mig-1g.5gb': '1' },
      timeoutSeconds: 60
    })
  ],
  [
    'what the first line can say stands there',
    cell('%%step a --cpu=1 --after b --image old\nx = 1'),
    { limits: { cpu: '2', 'nvidia.com/gpu': '1' }, settings: { image: 'lab:1' } },
    cell('%%step a --after b --image lab:1 --cpu 2 --gpu 1\nx = 1')
  ],
  [
    'the first line and tags of a step say the same',
    cell('%%step a\nx = 1', ['step:a']),
    { limits: { cpu: '2' }, settings: {} },
    cell('%%step a --cpu 2\nx = 1', ['step:a', 'limit:cpu:2'])
  ],
  [
    'what is no longer needed goes, wherever it stood',
    cell('x = 1', ['limit:cpu:1', 'step:a'], { image: 'lab:1', retry: { limit: 2 } }),
    NOTHING,
    cell('x = 1', ['step:a'])
  ],
  [
    'labels and what nobody can read stay',
    cell('x = 1', ['step:a', 'label:a:b', 'limit:cpu', 'secret:s:k'], {
      env: 'wrong',
      labels: { team: 'x' }
    }),
    { limits: {}, settings: { cache: true } },
    cell('x = 1', ['step:a', 'label:a:b', 'limit:cpu', 'secret:s:k', 'cache:enabled'], {
      env: 'wrong',
      labels: { team: 'x' }
    })
  ],
  [
    'secrets stand in tags',
    cell('%%step a\nx = 1', ['secret:old:k:OLD']),
    { limits: {}, settings: { secrets: [{ name: 's', key: 'k', env: 'TOKEN' }] } },
    cell('%%step a\nx = 1', ['secret:s:k:TOKEN'])
  ]
])('%s', (_what, before, needs, after) => {
  expect(withNeeds(before, needs)).toEqual(after);
});

it('leaves a line as it is that says the same already', () => {
  const before = cell('%%step   a  --cpu=2');
  expect(withNeeds(before, needsOf(before))).toEqual(before);
});

const amount = fc.stringMatching(/^[1-9][0-9]{0,3}(?:m|Gi)?$/);
const needs: fc.Arbitrary<StepNeeds> = fc.record({
  limits: fc.dictionary(
    fc.constantFrom('cpu', 'memory', 'nvidia.com/gpu', 'amd.com/gpu', 'example.com/tpu2'),
    amount
  ),
  settings: fc.record(
    {
      image: fc.constantFrom('lab:1', 'localhost:5000/a/b@sha256:0f'),
      cache: fc.boolean(),
      timeoutSeconds: fc.integer({ min: 1, max: 9999 }),
      retry: fc.record({ limit: fc.integer({ min: 0, max: 5 }) }),
      env: fc.dictionary(fc.constantFrom('A', 'B'), fc.string()),
      volumes: fc.array(fc.constant({ claim: 'data', path: '/data' }), { maxLength: 2 }),
      secrets: fc.constant([{ name: 's', key: 'tls.key', env: 'KEY' }])
    },
    { requiredKeys: [] }
  )
});
const cells = fc.constantFrom<NeedingCell>(
  cell('x = 1', ['step:a']),
  cell('%%step a --after b\nx = 1'),
  cell('\n%%step a --memory 1Gi\n', ['step:a', 'limit:memory:1Gi']),
  cell('x = 1', ['mine', 'step:a', 'image:old:1'], { limits: { cpu: '9' }, colour: 'red' })
);

it('reads what it wrote, whatever stood there, and the compiler has nothing to say to it', () => {
  fc.assert(
    fc.property(cells, needs, needs, (start, first, second) => {
      const written = withNeeds(withNeeds(start, first), second);
      expect(needsOf(written)).toEqual(second);
      const { graph } = compile({
        cells: [
          { cell_type: 'code', id: 'b', source: 'y = 1', metadata: { tags: ['step:b'] } },
          {
            cell_type: 'code',
            id: 'a',
            source: written.source,
            metadata: { tags: written.tags, kubeflow_lab: written.additions }
          }
        ]
      });
      const codes = graph.diagnostics.map(({ code }) => code);
      expect(codes.filter(code => code.startsWith('conflicting'))).toEqual([]);
      expect(graph.steps.find(({ name }) => name === 'a')).toMatchObject({
        limits: second.limits
      });
    })
  );
});

describe('the needs of all steps', () => {
  const needs: StepNeeds = {
    limits: { cpu: '2' },
    settings: { image: 'lab:1', cache: true, volumes: [{ claim: 'data', path: '/data' }] }
  };

  it.each<[string, unknown, Record<string, unknown>]>([
    ['no metadata', undefined, {}],
    ['nothing said', { kernelspec: { name: 'python3' } }, {}],
    ['others said', { kubeflow_lab: { defaults: { timeoutSeconds: 60 } } }, {}],
    [
      'a schedule, and what nobody can read',
      { kubeflow_lab: { schedule: { cron: ['0 6 * * *'] }, defaults: { colour: 'red' } } },
      { schedule: { cron: ['0 6 * * *'] }, defaults: { colour: 'red' } }
    ]
  ])('are written beside the rest: %s', (_, metadata, rest) => {
    const written = withDefaultNeeds(metadata, needs);
    expect(defaultNeedsOf({ kubeflow_lab: written })).toEqual(needs);
    expect(written).toMatchObject(rest);
    expect(withDefaultNeeds({ kubeflow_lab: written }, NOTHING)).toEqual(rest);
  });

  it('hold for the steps that say nothing else, and go before what Kale says', () => {
    const kale = { steps_defaults: ['limit:cpu:1', 'limit:memory:1Gi'] };
    const metadata = { kubeflow_notebook: kale };
    expect(taggedDefaultsOf(metadata).limits).toEqual({ cpu: '1', memory: '1Gi' });
    const { graph } = compile({
      metadata: { ...metadata, kubeflow_lab: withDefaultNeeds(metadata, needs) },
      cells: [{ cell_type: 'code', id: 'a', source: 'x = 1', metadata: { tags: ['step:a'] } }]
    });
    expect(graph.steps[0].limits).toEqual({ cpu: '2', memory: '1Gi' });
    expect(graph.steps[0].settings).toMatchObject(needs.settings);
  });
});
