import assert from 'node:assert/strict';
import { test } from 'node:test';

import { byHand, readySteps, stepsByHand } from './by-hand.mjs';

const labels = { bench: 'tour' };

test('a pod again has what it runs, and nothing by which its operator knows it', () => {
  const made = {
    metadata: {
      name: 'job-worker-0',
      labels: { 'training.kubeflow.org/job-name': 'job' },
      ownerReferences: [{ kind: 'TFJob', name: 'job', uid: '1' }]
    },
    spec: {
      nodeName: 'node',
      hostname: 'job-worker-0',
      restartPolicy: 'Never',
      serviceAccountName: 'default-editor',
      initContainers: [{ name: 'first', volumeMounts: [{ name: 'kube-api-access-x1' }] }],
      containers: [
        {
          name: 'main',
          image: 'image:1',
          env: [{ name: 'A', value: '1' }],
          volumeMounts: [
            { name: 'code', mountPath: '/code' },
            { name: 'kube-api-access-x1', mountPath: '/var/run/secrets' }
          ]
        }
      ],
      volumes: [
        { name: 'code', configMap: { name: 'job-code' } },
        { name: 'kube-api-access-x1', projected: {} }
      ]
    },
    status: { phase: 'Succeeded' }
  };
  const before = structuredClone(made);
  assert.deepEqual(byHand(made, 'again', labels), {
    metadata: { name: 'again', labels },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: 'default-editor',
      initContainers: [{ name: 'first', volumeMounts: [] }],
      containers: [
        {
          name: 'main',
          image: 'image:1',
          env: [{ name: 'A', value: '1' }],
          volumeMounts: [{ name: 'code', mountPath: '/code' }]
        }
      ],
      volumes: [{ name: 'code', configMap: { name: 'job-code' } }]
    }
  });
  assert.deepEqual(made, before);
});

const step = (name, inputs, outputs) => ({
  name,
  inputs: {
    artifacts: [
      { name: 'code', path: '/tmp/kubeflow-lab/code/code.b64', raw: { data: `code of ${name}` } },
      ...inputs.map(([from, value]) => ({
        name: `input-${value}`,
        path: `/tmp/kubeflow-lab/inputs/${value}`,
        s3: { key: `runs/{{workflow.uid}}/${from}/${value}` }
      }))
    ]
  },
  outputs: {
    parameters: [{ name: 'result', valueFrom: { path: '/tmp/kubeflow-lab/result.json' } }],
    artifacts: outputs.map(value => ({
      name: `output-${value}`,
      path: `/tmp/kubeflow-lab/outputs/${value}`,
      s3: { key: `runs/{{workflow.uid}}/${name}/${value}` }
    }))
  },
  container: {
    image: 'image:1',
    command: ['python', '-m', 'kubeflow_lab.runtime', 'step'],
    volumeMounts: [{ name: 'shared', mountPath: '/home/jovyan/shared' }]
  }
});

const workflow = {
  spec: {
    entrypoint: 'pipeline',
    serviceAccountName: 'default-editor',
    securityContext: { runAsUser: 1000 },
    volumes: [{ name: 'shared', persistentVolumeClaim: { claimName: 'shared' } }],
    templates: [
      {
        name: 'pipeline',
        dag: {
          tasks: [
            { name: 'load', template: 'load' },
            { name: 'train', template: 'train', dependencies: ['load'] }
          ]
        }
      },
      step('load', [], ['rows']),
      step('train', [['load', 'rows']], [])
    ]
  }
};

test('steps run what the pipeline runs, with their code from a ConfigMap', () => {
  const [load] = stepsByHand(workflow, 'run', labels);
  assert.deepEqual(load.configMap, {
    metadata: { name: 'run-load', labels },
    data: { code: 'code of load' }
  });
  const { spec, metadata } = load.pod;
  assert.deepEqual(metadata, { name: 'run-load', labels });
  assert.equal(spec.restartPolicy, 'Never');
  assert.deepEqual(spec.securityContext, { runAsUser: 1000 });
  const [main] = spec.containers;
  assert.equal(main.image, 'image:1');
  assert.deepEqual(main.command, ['python', '-m', 'kubeflow_lab.runtime', 'step']);
  assert.deepEqual(main.volumeMounts.slice(0, 3), [
    { name: 'shared', mountPath: '/home/jovyan/shared' },
    { name: 'files', mountPath: '/tmp/kubeflow-lab' },
    { name: 'code', mountPath: '/tmp/kubeflow-lab/code/code.b64', subPath: 'code' }
  ]);
  assert.deepEqual(
    spec.volumes.map(volume => volume.name),
    ['shared', 'files', 'code']
  );
});

test('what one step hands on is what the next one reads', () => {
  const [load, train] = stepsByHand(workflow, 'run', labels);
  const folders = ({ pod }, path) =>
    pod.spec.containers[0].volumeMounts.filter(mount => mount.mountPath.startsWith(path));
  assert.deepEqual(folders(load, '/tmp/kubeflow-lab/outputs'), [
    { name: 'shared', mountPath: '/tmp/kubeflow-lab/outputs/rows', subPath: 'run/load/rows' }
  ]);
  assert.deepEqual(folders(train, '/tmp/kubeflow-lab/inputs'), [
    { name: 'shared', mountPath: '/tmp/kubeflow-lab/inputs/rows', subPath: 'run/load/rows' }
  ]);
});

test('a step may begin when all before it have succeeded, and only once', () => {
  const steps = [
    { name: 'a', after: [] },
    { name: 'b', after: ['a'] },
    { name: 'c', after: ['a', 'b'] }
  ];
  const ready = (begun, succeeded) =>
    readySteps(steps, new Set(begun), new Set(succeeded)).map(({ name }) => name);
  assert.deepEqual(ready([], []), ['a']);
  assert.deepEqual(ready(['a'], []), []);
  assert.deepEqual(ready(['a'], ['a']), ['b']);
  assert.deepEqual(ready(['a', 'b'], ['a']), []);
  assert.deepEqual(ready(['a', 'b'], ['a', 'b']), ['c']);
});
