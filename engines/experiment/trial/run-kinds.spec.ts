import { labelledRun, runKindOf, runKindProblem } from './run-kinds.js';

it.each([
  ['batch/v1', 'Job', 'jobs'],
  ['kubeflow.org/v1', 'PyTorchJob', 'pytorchjobs']
])('makes trials of %s %s', (apiVersion, kind, plural) => {
  expect(runKindOf({ apiVersion, kind })).toMatchObject({ plural, namespaced: true });
  expect(runKindProblem({ apiVersion, kind })).toBeNull();
});

it.each([
  ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
  ['v1', 'Pod'],
  ['evil/v1', 'Job'],
  [undefined, undefined]
])('makes no trial of %s %s', (apiVersion, kind) => {
  expect(runKindOf({ apiVersion, kind })).toBeUndefined();
  expect(runKindProblem({ apiVersion, kind })).toMatch(/others need Katib/);
});

const container = { containers: [{ name: 'main' }] };
const inject = { 'sidecar.istio.io/inject': 'false' };

it('labels the object and the pods of every replica', () => {
  const job = {
    metadata: { name: 'a', labels: { mine: '1' } },
    spec: {
      tfReplicaSpecs: {
        Chief: { template: { spec: container } },
        Worker: { template: { metadata: { labels: { role: 'w', trial: 'x' } }, spec: container } }
      }
    }
  };
  expect(labelledRun(job, { trial: 't' })).toEqual({
    metadata: { name: 'a', labels: { mine: '1', trial: 't' } },
    spec: {
      tfReplicaSpecs: {
        Chief: { template: { metadata: { labels: { ...inject, trial: 't' } }, spec: container } },
        Worker: {
          template: { metadata: { labels: { ...inject, role: 'w', trial: 't' } }, spec: container }
        }
      }
    }
  });
});

it('leaves alone what is called template and is none, and a sidecar that is wanted', () => {
  const job = {
    metadata: {},
    spec: {
      template: {
        metadata: { labels: { 'sidecar.istio.io/inject': 'true' } },
        spec: { containers: [{ name: 'main', env: [{ template: 'x' }] }] }
      }
    }
  };
  expect(labelledRun(job, { trial: 't' }).spec.template).toEqual({
    metadata: { labels: { 'sidecar.istio.io/inject': 'true', trial: 't' } },
    spec: { containers: [{ name: 'main', env: [{ template: 'x' }] }] }
  });
});

it('labels the pods of a Workflow where it says what all of them get', () => {
  const workflow = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {},
    spec: { podMetadata: { labels: { mine: '1' } }, templates: [{ container: { name: 'main' } }] }
  };
  expect(runKindProblem(workflow)).toBeNull();
  expect(labelledRun(workflow, { trial: 't' }).spec).toEqual({
    podMetadata: { labels: { mine: '1', ...inject, trial: 't' } },
    templates: workflow.spec.templates
  });
});
