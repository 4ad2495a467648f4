import fc from 'fast-check';

import { checkNotebook } from './check.js';
import type { NotebookForm } from './types.js';

const good: NotebookForm = {
  name: 'lab',
  image: 'localhost/kubeflow-lab-jupyter:0.1.0',
  cpu: '0.5',
  memory: '1Gi',
  workspace: { mode: 'new', size: '5Gi' }
};
const limits = { cpu: '2', memory: '24Gi' };

const wellFormed: Partial<NotebookForm>[] = [
  {},
  { name: 'a' },
  { name: 'a'.repeat(52) },
  { cpu: '2', memory: '24Gi' },
  { image: 'registry.example.com:5000/team/image@sha256:0123' },
  { workspace: { mode: 'existing', claim: 'my.claim' } },
  { workspace: { mode: 'none' } }
];

it.each(wellFormed)('takes %j', change => {
  expect(checkNotebook({ ...good, ...change }, limits)).toEqual([]);
});

const problems: [Partial<NotebookForm>, string, RegExp][] = [
  [{ name: '' }, 'name', /Give a notebook server a name/],
  [{ name: 'a'.repeat(53) }, 'name', /has 53 characters.*at most 52/],
  [{ name: 'Lab' }, 'name', /lower-case/],
  [{ name: '1lab' }, 'name', /begin with a letter/],
  [{ name: 'lab-' }, 'name', /end with a letter or a digit/],
  [{ name: 'lab.x' }, 'name', /lower-case/],
  [{ name: 'lab\n' }, 'name', /lower-case/],
  [{ image: '' }, 'image', /Choose an image/],
  [{ image: 'not an image' }, 'image', /no image name/],
  [{ cpu: 'two' }, 'cpu', /number of cores/],
  [{ cpu: '0' }, 'cpu', /number of cores/],
  [{ cpu: '-1' }, 'cpu', /number of cores/],
  [{ cpu: '1u' }, 'cpu', /smallest amount/],
  [{ cpu: '3' }, 'cpu', /No node of the cluster has 3 CPUs; the largest has 2/],
  [{ memory: '1GB' }, 'memory', /such as 512Mi/],
  [{ memory: '2' }, 'memory', /2 is 2 bytes.*did you mean 2Gi/],
  [{ memory: '512m' }, 'memory', /did you mean 512Gi/],
  [{ memory: '25Gi' }, 'memory', /No node of the cluster has 25Gi of memory; the largest has 24Gi/],
  [{ workspace: { mode: 'new', size: 'big' } }, 'workspace.size', /such as 5Gi/],
  [{ workspace: { mode: 'new', size: '5' } }, 'workspace.size', /such as 5Gi/],
  [
    { workspace: { mode: 'new', size: '5Gi', storageClass: 'A B' } },
    'workspace.storageClass',
    /cannot be the name of a storage class/
  ],
  [{ workspace: { mode: 'existing', claim: '' } }, 'workspace.claim', /Choose the volume/],
  [{ workspace: { mode: 'existing', claim: 'shared' } }, 'workspace.claim', /shared folder/],
  [{ workspace: { mode: 'existing', claim: '../x' } }, 'workspace.claim', /cannot be the name/]
];

it.each(problems)('finds what is wrong with %j', (change, path, message) => {
  expect(checkNotebook({ ...good, ...change }, limits)).toEqual([
    { path, message: expect.stringMatching(message) }
  ]);
});

it('knows no largest node until it is told', () => {
  expect(checkNotebook({ ...good, cpu: '1000', memory: '1Pi' })).toEqual([]);
});

it('takes a name exactly where Kubernetes takes it for a Service, up to 52 characters', () => {
  const letters = fc.constantFrom('a', 'z', '0', '9', '-', '.', 'A', '_', ' ');
  fc.assert(
    fc.property(fc.array(letters, { minLength: 1, maxLength: 60 }), parts => {
      const name = parts.join('');
      const valid = /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 52;
      expect(checkNotebook({ ...good, name }).length === 0).toBe(valid);
    })
  );
});
