import { checkVolumeForm, deletionProblem, expansionProblem } from './check.js';

const form = { name: 'data', size: '1Gi' };

it.each([
  [form, []],
  [{ ...form, name: '' }, ['name']],
  [{ ...form, name: 'Data' }, ['name']],
  [{ ...form, size: 'big' }, ['size']],
  [
    { name: 'x/y', size: '0', storageClass: 'A', accessMode: 'Any' },
    ['name', 'size', 'storageClass', 'accessMode']
  ]
])('%j is wrong in %j', (volume, fields) => {
  expect(checkVolumeForm(volume).map(({ path }) => path)).toEqual(fields);
});

it.each([
  ['5Gi', '10Gi', null],
  ['5Gi', '5368709121', null],
  ['5Gi', '5Gi', /only become larger; ask for more than 5Gi/],
  ['5Gi', '1Gi', /only become larger/],
  ['5Gi', 'more', /as a quantity/],
  ['', '1Gi', null]
])('of %s to %s', (now, wanted, problem) => {
  const found = expansionProblem(now, wanted);
  expect(problem === null ? found === null : problem.test(found ?? '')).toBe(true);
});

it.each([
  [{ name: 'data', servers: [], usedBy: [] }, null],
  [{ name: 'shared', servers: [], usedBy: [] }, /shared folder/],
  [{ name: 'data', servers: ['lab'], usedBy: ['lab-0'] }, /server lab would lose files; delete it/],
  [{ name: 'data', servers: ['a', 'b'], usedBy: [] }, /servers a, b would lose files/],
  [{ name: 'data', servers: [], usedBy: ['job-1'] }, /in use by job-1/]
])('deleting %j', (claim, problem) => {
  const found = deletionProblem(claim);
  expect(problem === null ? found === null : problem.test(found ?? '')).toBe(true);
});
