import type { TrainingJobForm } from '@kubeflow-lab/schema';
import fc from 'fast-check';

import { checkTrainingJob, utf8Length } from './check.js';
import { XGBOOSTJOB_KIND } from './kinds.js';

const good: TrainingJobForm = {
  name: 'digits',
  image: 'registry.example/train:1',
  replicas: [{ role: 'Chief', count: 1 }],
  code: { cells: [{ id: 'a', source: '1' }], modules: [], parameters: {} },
  resources: {},
  env: [],
  volumes: []
};

describe('checkTrainingJob', () => {
  it('finds nothing wrong with a good form', () => {
    expect(checkTrainingJob(good, { cpu: '4', memory: '8Gi' })).toEqual([]);
  });

  const bad: [string, Partial<TrainingJobForm>, string, RegExp][] = [
    ['no name', { name: '' }, 'name', /name/],
    ['a long name', { name: 'a'.repeat(50) }, 'name', /at most 49/],
    ['an upper-case name', { name: 'Digits' }, 'name', /lower-case/],
    ['no image', { image: '' }, 'image', /which image/],
    ['no replica', { replicas: [{ role: 'Chief', count: 0 }] }, 'replicas', /at least one/],
    ['two chiefs', { replicas: [{ role: 'Chief', count: 2 }] }, 'replicas.0.count', /one chief/],
    [
      'a role twice',
      {
        replicas: [
          { role: 'Worker', count: 1 },
          { role: 'Worker', count: 1 }
        ]
      },
      'replicas.1.role',
      /twice/
    ],
    ['more memory than a node', { resources: { memory: '64Gi' } }, 'resources.memory', /largest/],
    ['no amount', { resources: { cpu: 'many' } }, 'resources.cpu', /cores/],
    ['half a GPU', { resources: { gpu: '0.5' } }, 'resources.gpu', /whole/],
    ['a bad variable', { env: [{ name: '1A', value: '' }] }, 'env.0.name', /no name/],
    ['our variable', { env: [{ name: 'TF_CONFIG', value: '' }] }, 'env.0.name', /platform/],
    [
      'a relative path',
      { volumes: [{ claim: 'shared', path: 'data' }] },
      'volumes.0.path',
      /absolute/
    ],
    [
      'a climbing path',
      { volumes: [{ claim: 'shared', path: '/a/../b' }] },
      'volumes.0.path',
      /absolute/
    ],
    ['a bad claim', { volumes: [{ claim: '../x', path: '/x' }] }, 'volumes.0.claim', /claim/],
    ['no code', { code: { cells: [], modules: [], parameters: {} } }, 'code.cells', /no code/],
    [
      'too much code',
      {
        code: { cells: [{ id: 'a', source: 'x'.repeat(1_000_000) }], modules: [], parameters: {} }
      },
      'code',
      /1 MB/
    ]
  ];
  it.each(bad)('refuses %s', (_, change, path, message) => {
    const problems = checkTrainingJob({ ...good, ...change }, { cpu: '4', memory: '8Gi' });
    expect(problems).toEqual([{ path, message: expect.stringMatching(message) as string }]);
  });
});

describe('checkTrainingJob of an XGBoostJob', () => {
  const kinds: [string, Partial<TrainingJobForm>, string | null, RegExp][] = [
    ['a master alone', { replicas: [{ role: 'Master', count: 1 }] }, null, /^$/],
    ['no master', { replicas: [{ role: 'Worker', count: 2 }] }, 'replicas', /needs one master/],
    ['nobody', { replicas: [] }, 'replicas', /needs one master/],
    ['a role of others', { replicas: [{ role: 'PS', count: 1 }] }, 'replicas.0.role', /has no PS/],
    ['its variable', { env: [{ name: 'RANK', value: '0' }] }, 'env.0.name', /platform/],
    ['a variable of others', { env: [{ name: 'TF_CONFIG', value: '' }] }, null, /^$/]
  ];
  it.each(kinds)('knows what an XGBoostJob needs: %s', (_what, change, path, message) => {
    const form = { ...good, replicas: [{ role: 'Master' as const, count: 1 }], ...change };
    const problems = checkTrainingJob(form, {}, XGBOOSTJOB_KIND);
    const found = problems.find(problem => problem.path === path);
    expect([problems.length > 0, found?.message ?? '']).toEqual([
      path !== null,
      expect.stringMatching(message)
    ]);
  });
});

it('counts bytes as UTF-8 does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => utf8Length(text) === Buffer.byteLength(text))
  );
});
