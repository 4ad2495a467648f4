import type { PodTemplateSpec } from '@kubeflow-lab/resources';
import fc from 'fast-check';

import { describeChanges, templateChanges } from './changes.js';

function template(container: object = {}, spec: object = {}, metadata: object = {}) {
  const containers = [{ name: 'lab', image: 'a:1', ...container }];
  return { metadata, spec: { containers, ...spec } } as PodTemplateSpec;
}

const env = (variables: Record<string, string>) => ({
  env: Object.entries(variables).map(([name, value]) => ({ name, value }))
});

const cases: [string, PodTemplateSpec, PodTemplateSpec, object[]][] = [
  [
    'an image',
    template(),
    template({ image: 'a:2' }),
    [{ field: 'containers[lab].image', from: 'a:1', to: 'a:2' }]
  ],
  [
    'variables that come, change and go',
    template(env({ A: '1', B: '2' })),
    template(env({ B: '3', C: '4' })),
    [
      { field: 'containers[lab].env[A]', from: '1' },
      { field: 'containers[lab].env[B].value', from: '2', to: '3' },
      { field: 'containers[lab].env[C]', to: '4' }
    ]
  ],
  ['another order only', template(env({ A: '1', B: '2' })), template(env({ B: '2', A: '1' })), []],
  [
    'a variable that comes twice',
    template({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' }
      ]
    }),
    template(env({ A: '1' })),
    [{ field: 'containers[lab].env[1]', from: '2' }]
  ],
  [
    'arguments',
    template({ args: ['x', 'y'] }),
    template({ args: ['x', 'z'] }),
    [{ field: 'containers[lab].args[1]', from: 'y', to: 'z' }]
  ],
  [
    'limits',
    template({ resources: { limits: { cpu: '1', 'nvidia.com/gpu': '1' } } }),
    template({ resources: { limits: { cpu: '2' } } }),
    [
      { field: 'containers[lab].resources.limits.cpu', from: '1', to: '2' },
      { field: 'containers[lab].resources.limits[nvidia.com/gpu]', from: '1' }
    ]
  ],
  [
    'labels',
    template({}, {}, { labels: { app: 'x', 'a.b/c': 'd' } }),
    template({}, {}, { labels: { app: 'y' } }),
    [
      { field: 'labels.app', from: 'x', to: 'y' },
      { field: 'labels[a.b/c]', from: 'd' }
    ]
  ],
  ['what is null and what is missing', template({ x: null }), template(), []]
];

it.each(cases)('tells of %s', (_what, from, to, changes) => {
  expect(templateChanges(from, to)).toEqual(changes);
});

it('cuts long values, and lets no control characters through', () => {
  const [change] = templateChanges(template(), template({ image: `a\n\u202e${'b'.repeat(999)}` }));
  expect(change.to).toMatch(/^a b{197}…$/);
});

it('finds nothing between a template and itself, and something between two that differ', () => {
  const values = fc.jsonValue({ maxDepth: 4 });
  fc.assert(
    fc.property(values, values, (a, b) => {
      expect(templateChanges(template({ x: a }), template({ x: structuredClone(a) }))).toEqual([]);
      const scalars = [a, b].every(value => typeof value !== 'object');
      fc.pre(scalars && a !== b);
      expect(templateChanges(template({ x: a }), template({ x: b }))).toHaveLength(1);
    })
  );
});

const START =
  'The running server was started before its last change; its next start, or a restart, changes ';

it.each([
  [['containers[lab].image'], 'the image.'],
  [
    ['containers[lab].resources.limits.memory', 'containers[lab].resources.requests.memory'],
    'the memory.'
  ],
  [
    ['containers[lab].resources.limits.cpu', 'containers[lab].env[A].value'],
    'the CPU and variable A.'
  ],
  [['containers[lab].resources.limits[nvidia.com/gpu]'], 'nvidia.com/gpu.'],
  [
    ['volumes[data]', 'containers[lab].volumeMounts[/data]', 'labels.x'],
    'the volumes and label x.'
  ],
  [['annotations[a.b/c]', 'labels[a.b/d]'], 'annotation a.b/c and label a.b/d.'],
  [['serviceAccountName'], 'serviceAccountName.'],
  [['a', 'b', 'c', 'd', 'e', 'f'], 'a, b, c, d and 2 other fields.']
])('says of %j: %s', (fields, sentence) => {
  expect(describeChanges(fields.map(field => ({ field })))).toBe(START + sentence);
});
