import type { TrainingJobForm } from '@kubeflow-lab/schema';
import fc from 'fast-check';

import { buildTrainingJob } from './build.js';
import { literal } from './code.js';
import { MPIJOB_KIND, TFJOB_KIND } from './kinds.js';
import { replicaSpecs } from './replicas.js';
import type { ReplicaSpec } from './types.js';

const form: TrainingJobForm = {
  name: 'digits',
  image: 'localhost/kubeflow-lab-tensorflow:0.1.0',
  replicas: [
    { role: 'Chief', count: 1 },
    { role: 'Worker', count: 2 },
    { role: 'PS', count: 0 }
  ],
  code: { cells: [{ id: 'a1', source: 'print(1)' }], modules: [], parameters: { epochs: 5 } },
  resources: { cpu: '1', memory: '2Gi' },
  env: [{ name: 'GREETING', value: 'costs $5 in $(HOME)' }],
  volumes: [{ claim: 'shared', path: '/home/jovyan/shared' }],
  notebook: { path: 'examples/digits.ipynb', cell: 'a1' }
};
const context = {
  namespace: 'ada',
  user: 'ada',
  code: { json: JSON.stringify(form.code), sha256: 'ab12' },
  parameters: '{"epochs":5}'
};

describe('buildTrainingJob', () => {
  const { job, configMap } = buildTrainingJob(form, context);
  const specs = replicaSpecs(job, TFJOB_KIND);
  const pod = specs.Worker.template?.spec;
  const container = pod?.containers?.[0];

  it('has only the roles that were asked for', () => {
    expect(Object.entries(specs).map(([role, spec]) => [role, spec.replicas])).toEqual([
      ['Chief', 1],
      ['Worker', 2]
    ]);
    expect(specs.Worker.restartPolicy).toBe('Never');
    expect(job.spec?.runPolicy).toEqual({ cleanPodPolicy: 'None' });
  });

  it('runs the runtime on the mounted code', () => {
    expect(container).toMatchObject({
      name: 'tensorflow',
      command: ['python', '-m', 'kubeflow_lab.runtime', '/etc/kubeflow-lab/code/code.json'],
      ports: [{ name: 'tfjob-port', containerPort: 2222 }],
      resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '1', memory: '2Gi' } }
    });
    expect(container?.args).toBeUndefined();
    expect(pod?.volumes).toEqual([
      { name: 'code', configMap: { name: 'digits-code' } },
      { name: 'shared', persistentVolumeClaim: { claimName: 'shared' } }
    ]);
    expect(container?.volumeMounts?.map(mount => mount.mountPath)).toEqual([
      '/etc/kubeflow-lab/code',
      '/home/jovyan/shared'
    ]);
    expect(specs.Worker.template?.metadata?.labels).toEqual({ 'sidecar.istio.io/inject': 'false' });
  });

  it("has the keys of the project's bucket, where there are any", () => {
    expect(container?.envFrom).toEqual([
      { secretRef: { name: 'kubeflow-lab-s3', optional: true } }
    ]);
  });

  it('says on both objects where the job came from', () => {
    const traces = {
      'lab.kubeflow.org/notebook': 'examples/digits.ipynb',
      'lab.kubeflow.org/cells': 'a1',
      'lab.kubeflow.org/code-sha256': 'ab12',
      'lab.kubeflow.org/created-by': 'ada'
    };
    expect(job.metadata?.annotations).toEqual(traces);
    expect(configMap.metadata?.annotations).toEqual(traces);
  });

  it('keeps dollar signs of variables from being expanded', () => {
    expect(container?.env).toContainEqual({
      name: 'GREETING',
      value: 'costs $$5 in $$(HOME)'
    });
  });
});

/** What the kubelet makes of a value where NAME is defined for every name: the rule of Kubernetes' own expansion. */
function expand(value: string): string {
  return value.replace(/\$(\$|\(([^)]*)\))/g, (_, escaped: string) =>
    escaped === '$' ? '$' : 'EXPANDED'
  );
}

it('gives the code of an MPIJob to its workers too, in which its launcher starts it', () => {
  const replicas: TrainingJobForm['replicas'] = [
    { role: 'Launcher', count: 1 },
    { role: 'Worker', count: 2 }
  ];
  const { job } = buildTrainingJob({ ...form, replicas }, { ...context, kind: MPIJOB_KIND });
  const { Launcher, Worker } = replicaSpecs(job, MPIJOB_KIND);
  const containerOf = ({ template }: ReplicaSpec) => template?.spec?.containers?.[0];
  expect(containerOf(Launcher)?.command).toEqual([
    'mpirun',
    ...['python', '-m', 'kubeflow_lab.runtime', '/etc/kubeflow-lab/code/code.json']
  ]);
  // The operator lets a worker without a command wait.
  expect(containerOf(Worker)).not.toHaveProperty('command');
  for (const field of ['env', 'volumeMounts'] as const) {
    expect(containerOf(Worker)?.[field]).toEqual(containerOf(Launcher)?.[field]);
  }
  expect(Worker.template?.spec?.volumes).toEqual(Launcher.template?.spec?.volumes);
});

const hostile = fc.constantFrom(
  '"""',
  "'",
  '$HOME',
  '$(HOME)',
  '$$(HOME)',
  '`id`',
  'EOM\n',
  '\r\n',
  '😀',
  '{{workflow.name}}',
  '{{=1+1}}',
  '${trialParameters.x}',
  '\\',
  '\u2028',
  '\ud800'
);
const source = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'binary' })), { maxLength: 20 })
  .map(parts => parts.join(''));

it('carries any code unchanged through the ConfigMap', () => {
  fc.assert(
    fc.property(
      source,
      source,
      fc.dictionary(fc.string(), fc.jsonValue()),
      (cell, module, parameters) => {
        const code = {
          cells: [{ id: 'c', source: cell }],
          modules: [{ path: 'm.py', source: module }],
          parameters
        };
        const json = JSON.stringify(code);
        const { configMap } = buildTrainingJob(
          { ...form, code },
          { ...context, code: { json, sha256: '' } }
        );
        // As it travels: to the API server as JSON in UTF-8, and into a file.
        const stored = JSON.parse(
          Buffer.from(JSON.stringify(configMap), 'utf8').toString('utf8')
        ) as typeof configMap;
        const file = Buffer.from(stored.data?.['code.json'] ?? '', 'utf8').toString('utf8');
        const arrived = JSON.parse(file) as typeof code;
        expect(file).toBe(json);
        expect(arrived.cells[0].source).toBe(cell);
        expect(arrived.modules[0].source).toBe(module);
        expect(JSON.stringify(arrived.parameters)).toBe(JSON.stringify(parameters));
      }
    )
  );
});

it('escapes values so that the kubelet reads them back as they were', () => {
  fc.assert(fc.property(source, value => expand(literal(value)) === value));
});
