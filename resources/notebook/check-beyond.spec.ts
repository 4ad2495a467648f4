import type { NotebookForm } from '@kubeflow-lab/schema';

import type { KubeObject } from '../common/object.js';
import { beyondParts } from './beyond-parts.js';
import { checkBeyond } from './check-beyond.js';
import { checkOffer } from './check-offer.js';
import { notebookObjects, NOTHING_BEYOND, readNotebook } from './manifest.js';
import { spawnerOffer } from './offer.js';

const FORM: NotebookForm = {
  name: 'lab',
  image: 'a:1',
  cpu: '0.5',
  memory: '1Gi',
  workspace: { mode: 'new', size: '5Gi' }
};
interface Pod {
  containers: Record<string, unknown>[];
  volumes: object[];
  [field: string]: unknown;
}

/** Reads the objects of FORM after a change, under a file whose one key is set and read-only. */
function changed(key: string, change: (pod: Pod, objects: KubeObject[]) => void) {
  const defaults = key === '' ? {} : { [key]: FIXED[key] };
  const offer = spawnerOffer({ spawnerFormDefaults: { hideTag: true, ...defaults } }, ['a:1']);
  const settings = { namespace: 'ada', creator: 'ada', serverUrl: 'http://server', offer };
  const objects = structuredClone(notebookObjects(FORM, NOTHING_BEYOND, settings)) as KubeObject[];
  const { spec } = objects[0] as unknown as { spec: { template: { spec: Pod } } };
  change(spec.template.spec, objects);
  const read = readNotebook(objects, settings);
  if ('message' in read) {
    throw new Error(read.message);
  }
  const paths = [...checkOffer(read.form, offer), ...checkBeyond(read, settings)];
  return { read, paths: paths.map(({ path }) => path) };
}
const FIXED: Record<string, unknown> = {
  allowCustomImage: { value: false },
  image: { value: 'a:1', readOnly: true },
  imagePullPolicy: { value: 'IfNotPresent', readOnly: true },
  cpu: { value: '0.5', readOnly: true },
  memory: { value: '1Gi', readOnly: true },
  gpus: { value: { num: 'none' }, readOnly: true },
  affinityConfig: { readOnly: true },
  tolerationGroup: { readOnly: true },
  shm: { value: false, readOnly: true },
  configurations: { value: [], readOnly: true },
  environment: { value: {}, readOnly: true },
  dataVolumes: { value: [], readOnly: true },
  workspaceVolume: {
    value: {
      mount: '/home/jovyan',
      newPvc: { spec: { resources: { requests: { storage: '5Gi' } } } }
    },
    readOnly: true
  }
};

const sidecar = (pod: Pod): unknown => pod.containers.push({ name: 'side', image: 'other:1' });
const main = (pod: Pod) =>
  pod.containers[0] as Record<string, Record<string, Record<string, string>>>;
const volume = (mountPath: string, source: object) => (pod: Pod) => {
  pod.volumes.push({ name: 'mine', ...source });
  (pod.containers[0].volumeMounts as object[]).push({ name: 'mine', mountPath });
};
const AROUND: [string, string, (pod: Pod, objects: KubeObject[]) => unknown][] = [
  ['allowCustomImage', 'image', sidecar],
  ['image', 'image', pod => (pod.initContainers = [{ name: 'i', image: 'other:1' }])],
  ['image', 'image', pod => (pod.containers[0].image = 'other:1')],
  ['cpu', 'image', sidecar],
  ['cpu', 'cpu', pod => (main(pod).resources.requests.cpu = '8')],
  ['cpu', 'cpu', pod => delete main(pod).resources.limits.cpu],
  ['cpu', 'cpu', pod => (pod.resources = { limits: { cpu: '9' } })],
  ['memory', 'memory', pod => delete main(pod).resources.limits.memory],
  ['gpus', 'gpu', pod => (main(pod).resources.limits['amd.com/gpu'] = '1')],
  ['gpus', 'gpu', pod => (main(pod).resources.requests['amd.com/gpu'] = '1')],
  ['gpus', 'gpu', pod => (pod.resourceClaims = [{ name: 'gpu' }])],
  ['imagePullPolicy', 'imagePullPolicy', pod => delete pod.containers[0].imagePullPolicy],
  ['affinityConfig', 'affinity', pod => (pod.nodeSelector = { fast: 'yes' })],
  ['affinityConfig', 'affinity', pod => (pod.affinity = { nodeAffinity: {} })],
  ['tolerationGroup', 'tolerations', pod => (pod.tolerations = [{ operator: 'Exists' }])],
  ['shm', 'shm', volume('/dev/shm/', { emptyDir: {} })],
  [
    'environment',
    'env',
    pod => (pod.containers[0].env as object[]).push({ name: 'A', valueFrom: {} })
  ],
  ['dataVolumes', 'dataVolumes', volume('/x', { hostPath: { path: '/' } })],
  ['workspaceVolume', 'workspace', (_pod, [, claim]) => (claim.metadata!.labels!.a = 'b')],
  ['configurations', 'configurations', (_pod, [notebook]) => (notebook.metadata!.labels!.a = 'b')]
];

it.each(AROUND)('where the file sets %s, YAML does not get around %s (%#)', (key, path, change) => {
  expect(changed(key, change).paths).toContain(path);
  // Where it sets nothing, the same is allowed.
  expect(changed('', change).paths).toEqual([]);
});

it('all that is fixed lets pass what the form makes', () => {
  for (const key of Object.keys(FIXED)) {
    expect(changed(key, () => {}).paths).toEqual([]);
  }
});

it('is told in names', () => {
  const { read } = changed('', (pod, objects) => {
    sidecar(pod);
    volume('/etc/c', { configMap: { name: 'c' } })(pod);
    (pod.containers[0].env as object[]).push({ name: 'A', valueFrom: {} });
    delete main(pod).resources.limits.cpu;
    pod.nodeSelector = { a: 'b' };
    objects[0].metadata!.labels!.team = 'a';
    objects[1].metadata!.labels!.tier = 'gold';
  });
  expect(beyondParts(read.beyond)).toEqual([
    { kind: 'label', name: 'team=a' },
    { kind: 'variable', name: 'A' },
    { kind: 'field', name: 'spec.template.spec.containers[0].resources.limits.cpu' },
    { kind: 'field', name: 'spec.template.spec.containers[0].volumeMounts[/etc/c]' },
    { kind: 'container', name: 'side' },
    { kind: 'volume', name: 'mine' },
    { kind: 'field', name: 'spec.template.spec.nodeSelector' },
    { kind: 'field', name: '/home/jovyan: tier=gold' }
  ]);
});
