import type { ModelForm } from '@kubeflow-lab/schema';

import { buildInferenceService, nextVersionPatch } from './build.js';
import type { StoredModel } from './build.js';
import { checkModel } from './check.js';
import { summarizeInferenceService } from './phase.js';

const form: StoredModel = {
  name: 'digits',
  format: { name: 'sklearn', version: '1' },
  storageUri: 's3://ada/models/digits/1',
  sample: [[0, 1]],
  notebook: 'digits.ipynb'
};
const context = { namespace: 'ada', user: 'ada@example.org' };

it('makes a service whose summary gives the form back', () => {
  expect(checkModel(form)).toEqual([]);
  const summary = summarizeInferenceService(buildInferenceService(form, context));
  expect(summary).toMatchObject({
    model: { format: 'sklearn', version: '1', storageUri: form.storageUri },
    version: '1',
    sample: [[0, 1]],
    notebook: 'digits.ipynb',
    replicas: { ready: 0, desired: 1 }
  });
});

it('carries the output of a run that its model was copied from, until another model takes its place', () => {
  const from = { run: 'digits-1', step: 'train', output: 'model' };
  const service = buildInferenceService({ ...form, from }, context);
  expect(summarizeInferenceService(service).origin).toEqual(from);
  expect(summarizeInferenceService(buildInferenceService(form, context)).origin).toBeNull();
  expect(nextVersionPatch({ ...form, from }, context)).toMatchObject({
    metadata: { annotations: { 'lab.kubeflow.org/origin': JSON.stringify(from) } }
  });
});

it.each(['', '{', '[]', '{"run": 1, "step": "a", "output": "b"}'])(
  'takes %j for no output of a run',
  text => {
    const metadata = { annotations: { 'lab.kubeflow.org/origin': text } };
    expect(summarizeInferenceService({ metadata }).origin).toBeNull();
  }
);

it('says nothing that KServe refuses in one of its modes', () => {
  // KServe 0.20 on Knative: "customizing deploymentStrategy is only supported for raw deployment mode".
  const built = buildInferenceService(form, context).spec?.predictor;
  expect(built).toMatchObject({ serviceAccountName: 'default-editor' });
  expect(built).not.toHaveProperty('deploymentStrategy');
});

it('takes what was given for resources and replicas', () => {
  const built = buildInferenceService(
    { ...form, cpu: '2', memory: '3Gi', minReplicas: 2 },
    context
  );
  expect(built.spec?.predictor).toMatchObject({
    minReplicas: 2,
    model: {
      resources: {
        requests: { cpu: '100m', memory: '3Gi' },
        limits: { cpu: '2', memory: '3Gi' }
      }
    }
  });
});

it('asks for no more CPU than it may use', () => {
  const built = buildInferenceService({ ...form, cpu: '50m' }, context);
  expect(built.spec?.predictor?.model?.resources).toMatchObject({
    requests: { cpu: '50m' },
    limits: { cpu: '50m' }
  });
});

it('changes the model of a service and leaves what the form does not say', () => {
  const next = {
    name: 'digits',
    format: { name: 'sklearn' },
    storageUri: 's3://ada/models/digits/2'
  };
  expect(nextVersionPatch(next, context)).toEqual({
    metadata: {
      annotations: {
        'lab.kubeflow.org/created-by': 'ada@example.org',
        'lab.kubeflow.org/notebook': null,
        'lab.kubeflow.org/origin': null,
        'lab.kubeflow.org/sample': null,
        'serving.kserve.io/stop': null
      }
    },
    spec: {
      predictor: {
        model: {
          modelFormat: { name: 'sklearn', version: null },
          storageUri: 's3://ada/models/digits/2',
          runtime: null
        }
      }
    }
  });
});

it.each<[string, Partial<ModelForm>, string]>([
  ['two sources', { from: { run: 'a', step: 'b', output: 'c' } }, 'from'],
  ['a version of what lies somewhere', { version: '2' }, 'version'],
  ['no name', { name: '' }, 'name'],
  ['a long name', { name: 'a'.repeat(54) }, 'name'],
  ['no format', { format: { name: '' } }, 'format.name'],
  ['a strange version', { format: { name: 'sklearn', version: '1 2' } }, 'format.version'],
  ['no address', { storageUri: '' }, 'storageUri'],
  ['a path for an address', { storageUri: '/home/jovyan/model' }, 'storageUri'],
  ['a way out', { storageUri: 's3://ada/models/../../eve' }, 'storageUri'],
  ['a runtime that is none', { runtime: 'Our Runtime' }, 'runtime'],
  ['no CPU', { cpu: '0' }, 'cpu'],
  ['memory in words', { memory: 'much' }, 'memory'],
  ['a large sample', { sample: 'x'.repeat(17_000) }, 'sample']
])('refuses %s', (_, change, path) => {
  expect(checkModel({ ...form, ...change }).map(problem => problem.path)).toEqual([path]);
});

it.each<[string, Partial<ModelForm>, string | RegExp]>([
  [
    'memory',
    { memory: '900Gi' },
    'No node of the cluster has 900Gi of memory; the largest has 8Gi.'
  ],
  ['cpu', { cpu: '5' }, 'No node of the cluster has 5 CPUs; the largest has 4.']
])('refuses more %s than any node has, as soon as the nodes are known', (path, change, message) => {
  const limits = { cpu: '4', memory: String(8 * 2 ** 30) };
  expect(checkModel({ ...form, ...change }, limits)).toEqual([{ path, message }]);
  expect(checkModel({ ...form, ...change }, { cpu: '', memory: '' })).toEqual([]);
});

it.each([
  's3://ada/models/digits/1',
  'pvc://shared/models/digits',
  'pvc://shared',
  'https://example.org/model.joblib',
  'gs://bucket/model',
  'hf://org/model'
])('takes a model at %s', storageUri => {
  expect(checkModel({ ...form, storageUri })).toEqual([]);
});
