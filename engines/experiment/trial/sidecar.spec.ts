import type { MetricsCollectorSpec } from '@kubeflow-lab/resources';

import { COLLECTOR_CONTAINER, logContainer, withCollector } from './sidecar.js';

const collector = (kind: string, path: string): MetricsCollectorSpec => ({
  collector: { kind },
  source: { fileSystemPath: { path } }
});
const trial = (metricsCollector?: MetricsCollectorSpec) => ({
  spec: { primaryContainerName: 'main', metricsCollector }
});
const job = (main: object) => ({
  metadata: {},
  spec: { template: { spec: { containers: [{ name: 'other' }, { name: 'main', ...main }] } } }
});
interface Pod {
  containers: { volumeMounts?: object[] }[];
  initContainers?: { name: string; restartPolicy: string; env: object[]; volumeMounts: object[] }[];
  volumes?: object[];
}
const podOf = (metricsCollector: MetricsCollectorSpec, main = {}) =>
  withCollector(job(main), trial(metricsCollector), 'platform:1').spec.template.spec as Pod;

it.each([undefined, collector('StdOut', '/x/y'), collector('None', '/x/y')])(
  'puts nothing beside a trial with the collector %j, whose own log is read',
  spec => {
    const run = job({});
    expect(withCollector(run, trial(spec), 'platform:1')).toBe(run);
    expect(logContainer(trial(spec))).toBe('main');
  }
);

it('says to a program that reports its values by itself what its trial is called', () => {
  const pod = podOf({ collector: { kind: 'Push' } }, { env: [{ name: 'A', value: '1' }] });
  const fieldRef = { fieldPath: "metadata.labels['katib.kubeflow.org/trial']" };
  expect(pod).toEqual({
    containers: [
      { name: 'other' },
      {
        name: 'main',
        env: [
          { name: 'A', value: '1' },
          { name: 'KATIB_TRIAL_NAME', valueFrom: { fieldRef } }
        ]
      }
    ]
  });
});

it('shares the directory of a file with a container that ends after the one that trains', () => {
  const spec = collector('File', '/var/log/katib/metrics.log');
  const mount = { name: 'metrics-volume', mountPath: '/var/log/katib' };
  const pod = podOf(spec);
  expect(pod.containers).toEqual([{ name: 'other' }, { name: 'main', volumeMounts: [mount] }]);
  expect(pod.volumes).toEqual([{ name: 'metrics-volume', emptyDir: {} }]);
  expect(pod.initContainers).toEqual([
    expect.objectContaining({
      name: COLLECTOR_CONTAINER,
      image: 'platform:1',
      restartPolicy: 'Always',
      env: [
        {
          name: 'KUBEFLOW_LAB_COLLECTOR',
          value: '{"kind":"lines","path":"/var/log/katib/metrics.log"}'
        }
      ],
      volumeMounts: [{ ...mount, readOnly: true }]
    })
  ]);
  expect(logContainer(trial(spec))).toBe(COLLECTOR_CONTAINER);
});

it('reads where the trial has a volume already', () => {
  const own = { name: 'shared', mountPath: '/logs/' };
  const pod = podOf(collector('TensorFlowEvent', '/logs/run'), { volumeMounts: [own] });
  expect(pod.containers[1].volumeMounts).toEqual([own]);
  expect(pod.volumes).toBeUndefined();
  expect(pod.initContainers?.[0].volumeMounts).toEqual([{ ...own, readOnly: true }]);
});

it('stands in each pod of a job that has the container', () => {
  const containers = [{ name: 'main' }];
  const run = {
    metadata: {},
    spec: { tfReplicaSpecs: { Chief: { template: { spec: { containers } } }, Worker: {} } }
  };
  const { Chief } = withCollector(run, trial(collector('File', '/m/x')), 'p:1').spec.tfReplicaSpecs;
  expect((Chief.template.spec as Pod).initContainers).toHaveLength(1);
});
