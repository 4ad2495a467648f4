/** How long the list of very many jobs takes, as the panel asks for it first. */
import { figure, quantile } from '../report.mjs';
import { until } from '../until.mjs';

const JOBS = { group: 'kubeflow.org', version: 'v1', plural: 'tfjobs' };
const AT_ONCE = 20;
const QUESTIONS = 100;

/**
 * @param {import('../tour/project.mjs').Project} project @param {Record<string, number>} parameters
 * @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>}
 */
export async function measureList(project, { jobs }, note) {
  note(`making ${jobs} jobs`);
  const namespace = project.name;
  const names = Array.from({ length: jobs }, (_, index) => `job-${index}`);
  while (names.length > 0) {
    const some = names.splice(0, AT_ONCE);
    await Promise.all(
      some.map(name =>
        project.objects.createNamespacedCustomObject({ ...JOBS, namespace, body: suspended(name) })
      )
    );
  }
  await until(
    'The list',
    performance.now(),
    async () => (await project.asked('GET', 'tfjobs')).json().items.length === jobs,
    { every: 500 }
  );
  const samples = [];
  for (let question = 0; question < QUESTIONS; question += 1) {
    const begun = performance.now();
    await project.asked('GET', 'tfjobs');
    samples.push(performance.now() - begun);
  }
  await project.objects.deleteCollectionNamespacedCustomObject({ ...JOBS, namespace });
  return [
    figure('list_median', quantile(samples, 0.5), 'ms'),
    figure('list_p95', quantile(samples, 0.95), 'ms', 50)
  ];
}

/** A job like any other that waits: it has no pods, which would not all fit. */
function suspended(name) {
  const container = {
    name: 'tensorflow',
    image: 'localhost/kubeflow-lab-tensorflow:0.1.0',
    command: ['python', '-c', 'print("accuracy=1")'],
    env: [{ name: 'DATA', value: '/home/jovyan/shared/digits' }],
    resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '1', memory: '2Gi' } }
  };
  return {
    apiVersion: 'kubeflow.org/v1',
    kind: 'TFJob',
    metadata: { name, annotations: { 'lab.kubeflow.org/notebook': 'digits.ipynb' } },
    spec: {
      runPolicy: { cleanPodPolicy: 'None', suspend: true },
      tfReplicaSpecs: Object.fromEntries(
        ['Chief', 'Worker'].map(role => [
          role,
          { replicas: 1, restartPolicy: 'Never', template: { spec: { containers: [container] } } }
        ])
      )
    }
  };
}
