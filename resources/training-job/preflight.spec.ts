import { writeFields } from './fields.js';
import type { JobFields } from './fields.js';
import { MPIJOB_KIND, PYTORCHJOB_KIND, TFJOB_KIND, XGBOOSTJOB_KIND } from './kinds.js';
import { checkJob, freeName } from './preflight.js';
import type { JobSurroundings } from './preflight.js';
import { plainJob } from './template.js';
import type { TrainingJobKind } from './types.js';

const around: JobSurroundings = {
  limits: { cpu: '4', memory: '8Gi', gpu: '0', nodes: 2 },
  names: ['digits', 'digits-2'],
  images: ['train:1'],
  claims: [
    { name: 'shared', accessModes: ['ReadWriteOnce'] },
    { name: 'wide', accessModes: ['ReadWriteMany'] },
    { name: 'alone', accessModes: ['ReadWriteOncePod'] }
  ]
};
const good = { name: 'fine', image: 'train:1', command: ['python'] };

function check(changes: Partial<JobFields>, kind: TrainingJobKind = TFJOB_KIND, known = around) {
  const job = writeFields(plainJob(kind, 'x'), kind, { ...good, ...changes });
  return { job, problems: checkJob(job, kind, known) };
}

const replicas = (...counts: [JobFields['replicas'][number]['role'], number][]) => ({
  replicas: counts.map(([role, count]) => ({ role, count }))
});
const two = replicas(['Chief', 1], ['Worker', 1]);
const mount = (claim: string, path = '/data') => ({ volumes: [{ claim, path }] });

it('finds nothing wrong with a good job', () => {
  expect(check({ cpu: '4', memory: '8Gi', ...two, ...mount('wide') }).problems).toEqual([]);
});

const rules: [string, Partial<JobFields>, string, string, RegExp, boolean, TrainingJobKind?][] = [
  ['no name', { name: '' }, 'error', 'name', /name/, false],
  ['a long name', { name: 'a'.repeat(60) }, 'error', 'name', /60 characters/, true],
  ['a name with capitals', { name: 'My Digits' }, 'error', 'name', /lower-case/, true],
  ['a name that is taken', { name: 'digits' }, 'error', 'name', /already/, true],
  ['no image', { image: '' }, 'error', 'image', /which image/, true],
  ['no image name', { image: 'a b' }, 'error', 'image', /no image name/, true],
  ['two chiefs', replicas(['Chief', 2]), 'error', 'replicas.Chief', /one chief/, true],
  ['no replicas', replicas(['Chief', 0]), 'error', 'replicas', /at least one/, true],
  [
    'no master',
    replicas(['Master', 0], ['Worker', 1]),
    'error',
    'replicas.Master',
    /needs one master/,
    true,
    XGBOOSTJOB_KIND
  ],
  [
    'nowhere to meet',
    replicas(['Master', 0], ['Worker', 2]),
    'warning',
    'replicas.Master',
    /where to meet/,
    true,
    PYTORCHJOB_KIND
  ],
  ['no command', { command: [] }, 'warning', 'command', /by itself/, false],
  [
    'a launcher without a command',
    { command: [] },
    'error',
    'command',
    /launcher/,
    false,
    MPIJOB_KIND
  ],
  ['no amount', { memory: 'much' }, 'error', 'memory', /quantity/, false],
  ['more than a node has', { cpu: '16' }, 'error', 'cpu', /largest has 4/, true],
  [
    'a GPU where there is none',
    { gpu: '1' },
    'error',
    'gpu',
    /No node of the cluster has a GPU/,
    true
  ],
  ['half a GPU', { gpu: '0.5' }, 'error', 'gpu', /whole/, false],
  [
    'a variable without a name',
    { env: [{ name: '1', value: '' }] },
    'error',
    'env.0',
    /no name/,
    true
  ],
  [
    "the operator's variable",
    { env: [{ name: 'TF_CONFIG', value: '' }] },
    'error',
    'env.0',
    /operator/,
    true
  ],
  ['a relative folder', mount('wide', 'data'), 'error', 'volumes.0', /absolute/, false],
  ['a volume that is not there', mount('gone'), 'error', 'volumes.0', /no volume gone/, true],
  [
    'one node at a time',
    { ...two, ...mount('shared') },
    'warning',
    'volumes.0',
    /ReadWriteMany/,
    true
  ],
  ['one pod at a time', { ...two, ...mount('alone') }, 'error', 'volumes.0', /Only one pod/, true]
];
it.each(rules)('refuses %s', (_, changes, severity, path, message, fixable, kind = TFJOB_KIND) => {
  const { job, problems } = check(changes, kind);
  expect(problems).toMatchObject([
    { severity, path, message: expect.stringMatching(message) as string }
  ]);
  const [{ fix }] = problems;
  expect(fix !== undefined).toBe(fixable);
  if (fix) {
    expect(checkJob(writeFields(job, kind, fix.changes), kind, around)).toEqual([]);
  }
});

it.each<[string, Partial<JobFields>, JobSurroundings]>([
  ['what is not known', { ...two, ...mount('any'), gpu: '1', cpu: '99' }, {}],
  [
    'a volume of the only node',
    { ...two, ...mount('shared') },
    { ...around, limits: { nodes: 1 } }
  ],
  ['one replica on a volume of one node', mount('shared'), around],
  ['no command beside code', { command: [] }, { ...around, hasCode: true }]
])('says nothing against %s', (_, changes, known) => {
  expect(check(changes, TFJOB_KIND, known).problems).toEqual([]);
});

it('finds the next free name', () => {
  expect(freeName('a')).toBe('a');
  expect(freeName('a', ['a', 'a-2'])).toBe('a-3');
  expect(freeName('a-2', ['a-2'])).toBe('a-3');
  const long = 'a'.repeat(49);
  expect(freeName(long, [long])).toBe(`${'a'.repeat(47)}-2`);
});
