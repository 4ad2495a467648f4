import { podDefaultChanges, selectingLabels } from './describe.js';
import type { PodDefault } from './types.js';

const cases: [string, PodDefault['spec'], string[]][] = [
  ['nothing', undefined, []],
  [
    'variables and mounts',
    {
      env: [{ name: 'HTTP_PROXY' }, { name: 'NO_PROXY' }],
      volumes: [{ name: 'keys' }],
      volumeMounts: [{ name: 'keys', mountPath: '/keys' }]
    },
    ['sets the variables HTTP_PROXY, NO_PROXY', 'mounts volumes at /keys']
  ],
  ['a volume alone', { volumes: [{ name: 'keys' }] }, ['adds the volumes keys']],
  [
    'containers',
    { sidecars: [{ name: 'proxy' }], initContainers: [{ name: 'clone' }] },
    ['runs beside the server proxy', 'runs before it clone']
  ],
  [
    'many names',
    { labels: Object.fromEntries([...'abcdefgh'].map(key => [key, ''])) },
    ['sets the labels a, b, c, d, e, f and 2 more']
  ],
  [
    'the rest',
    { tolerations: [{}], envFrom: [{}], serviceAccountName: 'robot', args: ['x'] },
    [
      'sets variables from Secrets or ConfigMaps',
      'lets it run on nodes with taints',
      'runs as the service account robot',
      'sets its command'
    ]
  ],
  ['odd fields', { env: [null, {}] as never, volumes: 'x' as never }, []]
];

it.each(cases)('%s', (_what, spec, changes) => {
  expect(podDefaultChanges({ spec })).toEqual(changes);
});

it('is asked for by the labels of its selector', () => {
  expect(selectingLabels({ spec: { selector: { matchLabels: { a: 'b' } } } })).toEqual({ a: 'b' });
  expect(selectingLabels({})).toEqual({});
});
