import { checkNotebook } from './check.js';
import type { NotebookForm } from './types.js';

const form: NotebookForm = {
  name: 'lab',
  image: 'jupyter:1',
  cpu: '1',
  memory: '1Gi',
  workspace: { mode: 'new', size: '5Gi' }
};
const data = { mode: 'new', claim: 'd', mount: '/data', size: '1Gi' } as const;
const env = (name: string, value = '') => ({ env: [{ name, value }] });

const fine: Partial<NotebookForm>[] = [
  { cpuLimit: '2', memoryLimit: '1Gi' },
  { gpu: { vendor: 'nvidia.com/mig-1g.5gb', count: 1 } },
  { dataVolumes: [data, { mode: 'existing', claim: 'e', mount: '/home/jovyan/e/' }] },
  env('PATH_2', 'a b'),
  { secrets: ['token'], configurations: ['proxy'], idleTime: 'never', imagePullPolicy: 'Always' }
];
it.each(fine)('has nothing against %j', more => {
  expect(checkNotebook({ ...form, ...more })).toEqual([]);
});

const wrong: [string, Partial<NotebookForm>, RegExp][] = [
  ['cpuLimit', { cpuLimit: '0.5' }, /less than what the server asks for, 1\./],
  ['memoryLimit', { memoryLimit: 'much' }, /as a quantity/],
  ['imagePullPolicy', { imagePullPolicy: 'Sometimes' }, /Always, IfNotPresent/],
  ['gpu', { gpu: { vendor: 'cpu', count: 1 } }, /no resource/],
  ['idleTime', { idleTime: 'soon' }, /45m/],
  ['secrets.0', { secrets: ['No'] }, /name of a Secret/],
  ['configurations.0', { configurations: ['../x'] }, /name of a configuration/],
  ['env.0', env('1A'), /letters, digits and _/],
  ['env.0', env(''), /^Give the variable a name/],
  ['env.0', env('KUBEFLOW_LAB_IDENTITY'), /set by the platform/],
  ['env.0', env('NB_PREFIX'), /set by the platform/],
  ['env.0', env('A', 'x'.repeat(40_000)), /at most 32768/],
  ['env.1', { env: [...env('A').env, ...env('A').env] }, /there twice/],
  ['workspace.accessMode', { workspace: { mode: 'new', size: '1Gi', accessMode: 'x' } }, /one of/],
  ['dataVolumes.0.claim', { dataVolumes: [{ ...data, claim: '' }] }, /Choose a volume/],
  ['dataVolumes.0.claim', { dataVolumes: [{ ...data, claim: 'A' }] }, /cannot be the name/],
  ['dataVolumes.0.claim', { dataVolumes: [{ ...data, claim: 'shared' }] }, /mounted already/],
  [
    'dataVolumes.0.claim',
    { dataVolumes: [{ ...data, claim: '{notebook-name}-workspace' }] },
    /mounted already/
  ],
  ['dataVolumes.0.mount', { dataVolumes: [{ ...data, mount: 'data' }] }, /begins with \//],
  ['dataVolumes.0.mount', { dataVolumes: [{ ...data, mount: '/a/../etc' }] }, /begins with \//],
  ['dataVolumes.0.mount', { dataVolumes: [{ ...data, mount: '/home/jovyan' }] }, /Something else/],
  ['dataVolumes.0.mount', { dataVolumes: [{ ...data, mount: '/dev/shm/' }] }, /Something else/],
  ['dataVolumes.1.mount', { dataVolumes: [data, { ...data, claim: 'e' }] }, /Something else/],
  ['dataVolumes.0.size', { dataVolumes: [{ ...data, size: 'big' }] }, /such as 5Gi/]
];
it.each(wrong)('%s: %j', (path, more, message) => {
  expect(checkNotebook({ ...form, ...more })).toEqual([
    { path, message: expect.stringMatching(message) as string }
  ]);
});
