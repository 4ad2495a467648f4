import type { ExperimentForm } from '@kubeflow-lab/schema';
import fc from 'fast-check';

import { nameProblem } from '../common/names.js';
import { buildExperiment } from './build.js';
import { checkExperiment, experimentProblems } from './check.js';
import { parametersTemplate } from './trial-template.js';

const FORM: ExperimentForm = {
  name: 'digits',
  image: 'localhost/kubeflow-lab-jupyter:0.1.0',
  code: {
    cells: [
      { id: 'a', source: 'lr = 0.01' },
      { id: 'b', source: 'accuracy = lr' }
    ],
    modules: [],
    parameters: {}
  },
  objective: { metric: 'accuracy', type: 'maximize', goal: 0.99 },
  algorithm: { name: 'tpe', settings: { random_state: '7' } },
  parameters: [
    { name: 'lr', type: 'double', min: '0.0001', max: '0.1', distribution: 'logUniform' },
    { name: 'units', type: 'discrete', list: ['32', '64'] },
    { name: 'optimizer', type: 'categorical', list: ['sgd', 'adam'] }
  ],
  maxTrials: 12,
  parallelTrials: 3,
  maxFailedTrials: 3,
  resources: { cpu: '500m', memory: '512Mi' },
  env: [{ name: 'PRICE', value: '$(HOME) $5' }],
  volumes: [{ claim: 'shared', path: '/home/jovyan/shared' }],
  notebook: { path: 'work/digits.ipynb', cell: 'b' }
};

const CONTEXT = { namespace: 'ada', user: 'ada@example.com', code: { json: '{}', sha256: 'abc' } };

it('makes an experiment that is complete, so that it needs no admission', () => {
  const { experiment, configMap } = buildExperiment(FORM, CONTEXT);
  expect(experimentProblems(experiment)).toEqual([]);
  expect(experiment.metadata).toEqual({
    name: 'digits',
    namespace: 'ada',
    annotations: {
      'lab.kubeflow.org/notebook': 'work/digits.ipynb',
      'lab.kubeflow.org/cells': 'a,b',
      'lab.kubeflow.org/code-sha256': 'abc',
      'lab.kubeflow.org/created-by': 'ada@example.com'
    }
  });
  const { trialTemplate, ...spec } = experiment.spec!;
  expect(spec).toEqual({
    objective: {
      type: 'maximize',
      goal: 0.99,
      objectiveMetricName: 'accuracy',
      metricStrategies: [{ name: 'accuracy', value: 'max' }]
    },
    algorithm: {
      algorithmName: 'tpe',
      algorithmSettings: [{ name: 'random_state', value: '7' }]
    },
    parameters: [
      {
        name: 'lr',
        parameterType: 'double',
        feasibleSpace: { min: '0.0001', max: '0.1', distribution: 'logUniform' }
      },
      {
        name: 'units',
        parameterType: 'discrete',
        feasibleSpace: { list: ['32', '64'], distribution: 'uniform' }
      },
      {
        name: 'optimizer',
        parameterType: 'categorical',
        feasibleSpace: { list: ['sgd', 'adam'], distribution: 'uniform' }
      }
    ],
    parallelTrialCount: 3,
    maxTrialCount: 12,
    maxFailedTrialCount: 3,
    metricsCollectorSpec: { collector: { kind: 'StdOut' } },
    resumePolicy: 'FromVolume'
  });
  expect(trialTemplate).toMatchObject({
    retain: true,
    primaryContainerName: 'training-container',
    successCondition: 'status.conditions.#(type=="Complete")#|#(status=="True")#',
    failureCondition: 'status.conditions.#(type=="Failed")#|#(status=="True")#',
    trialParameters: [
      { name: 'lr', reference: 'lr' },
      { name: 'units', reference: 'units' },
      { name: 'optimizer', reference: 'optimizer' }
    ]
  });
  expect(configMap).toMatchObject({
    metadata: { name: 'digits.sweep-code', namespace: 'ada' },
    data: { 'code.json': '{}' }
  });
});

it('keeps its code where no training job keeps its own, so that both may have one name', () => {
  const { configMap, experiment } = buildExperiment(FORM, CONTEXT);
  const name = 'digits.sweep-code';
  expect(configMap!.metadata?.name).toBe(name);
  const { trialSpec } = experiment.spec!.trialTemplate!;
  expect(trialSpec).toMatchObject({
    spec: { template: { spec: { volumes: [{ name: 'code', configMap: { name } }, {}] } } }
  });
  expect(nameProblem(name.replace(/-code$/, ''), 'a training job', 63)).not.toBeNull();
});

it('runs the code as other jobs do, with an explicit command', () => {
  const { trialSpec } = buildExperiment(FORM, CONTEXT).experiment.spec!.trialTemplate!;
  expect(trialSpec).toMatchObject({
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: {
      backoffLimit: 0,
      template: {
        metadata: { labels: { 'sidecar.istio.io/inject': 'false' } },
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'training-container',
              command: ['python', '-m', 'kubeflow_lab.runtime', '/etc/kubeflow-lab/code/code.json'],
              env: [
                { name: 'PRICE', value: '$$(HOME) $$5' },
                { name: 'PYTHONUNBUFFERED', value: '1' },
                { name: 'KUBEFLOW_LAB_CODE_SHA256', value: 'abc' },
                { name: 'KUBEFLOW_LAB_METRICS', value: 'accuracy' },
                {
                  name: 'KFL_PARAMETERS',
                  value:
                    '{"lr": ${trialParameters.lr}, "units": ${trialParameters.units}, "optimizer": "${trialParameters.optimizer}"}'
                }
              ],
              resources: {
                requests: { cpu: '500m', memory: '512Mi' },
                limits: { cpu: '500m', memory: '512Mi' }
              }
            }
          ]
        }
      }
    }
  });
});

function given(template: string, values: Record<string, string>): unknown {
  const filled = Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`\${trialParameters.${name}}`, value),
    template
  );
  return JSON.parse(filled);
}

it('gives a trial numbers, booleans and texts as such', () => {
  const template = parametersTemplate({
    code: FORM.code,
    parameters: [
      { name: 'lr', type: 'double', min: '0', max: '1' },
      { name: 'deep', type: 'categorical', list: ['true', 'false'] },
      { name: 'size', type: 'categorical', list: ['1', 'big'] }
    ]
  });
  expect(given(template, { lr: '1e-05', deep: 'true', size: '1' })).toEqual({
    lr: 0.00001,
    deep: true,
    size: '1'
  });
});

it('gives a trial every fixed parameter as it is, whatever it holds', () => {
  const fixed = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
  fc.assert(
    fc.property(fixed, parameters => {
      const template = parametersTemplate({
        code: {
          ...FORM.code!,
          parameters: { ...parameters, text: '${trialParameters.lr} $(HOME)' }
        },
        parameters: [{ name: 'lr', type: 'double', min: '0', max: '1' }]
      });
      expect(template.replaceAll('${trialParameters.lr}', '').includes('$')).toBe(false);
      const expected: unknown = JSON.parse(JSON.stringify(parameters));
      expect(given(template, { lr: '0.5' })).toEqual({
        ...(expected as object),
        text: '${trialParameters.lr} $(HOME)',
        lr: 0.5
      });
    })
  );
});

it('takes the form that it is shown with', () => {
  expect(checkExperiment(FORM)).toEqual([]);
});

describe('the trials', () => {
  const templateOf = (form: ExperimentForm, context = CONTEXT) =>
    buildExperiment(form, context).experiment.spec!.trialTemplate!;

  it.each([
    ['TFJob', ['Chief', 'Worker'], { role: 'chief', index: '0' }, 'tfReplicaSpecs', 'tensorflow'],
    ['TFJob', ['Worker'], { role: 'worker', index: '0' }, 'tfReplicaSpecs', 'tensorflow'],
    ['PyTorchJob', ['Master'], { role: 'master', index: '0' }, 'pytorchReplicaSpecs', 'pytorch'],
    ['MPIJob', ['Launcher', 'Worker'], { role: 'launcher' }, 'mpiReplicaSpecs', 'mpi'],
    ['JAXJob', ['Worker'], { role: 'worker', index: '0' }, 'jaxReplicaSpecs', 'jax']
  ] as const)(
    'are %ss of %j, whose leader reports',
    (kind, roles, { role, ...more }, specs, container) => {
      const job = { kind, replicas: roles.map(one => ({ role: one, count: 1 })) };
      const form = { ...FORM, job };
      expect(checkExperiment(form)).toEqual([]);
      const template = templateOf(form);
      expect(experimentProblems(buildExperiment(form, CONTEXT).experiment)).toEqual([]);
      expect(template.primaryPodLabels).toEqual({
        'training.kubeflow.org/replica-type': role,
        ...('index' in more ? { 'training.kubeflow.org/replica-index': more.index } : {})
      });
      expect(template.primaryContainerName).toBe(container);
      expect(template.trialSpec).toMatchObject({ apiVersion: 'kubeflow.org/v1', kind });
      expect(template.trialSpec).not.toHaveProperty('metadata');
      const replicas = (template.trialSpec!.spec as Record<string, Record<string, object>>)[specs];
      expect(Object.keys(replicas)).toEqual(expect.arrayContaining([...roles]));
      const text = JSON.stringify(replicas[roles[0]]);
      // A placeholder is replaced as it is, and Kubernetes replaces nothing in it.
      expect(text).toContain('\\"lr\\": ${trialParameters.lr}');
      expect(text).not.toContain('$${trialParameters');
      expect(text).toContain('"configMap":{"name":"digits.sweep-code"}');
      expect(text).toContain('{"name":"KUBEFLOW_LAB_METRICS","value":"accuracy"}');
    }
  );

  it('are checked as such a job', () => {
    const job = { kind: 'XGBoostJob' as const, replicas: [{ role: 'Worker' as const, count: 1 }] };
    expect(checkExperiment({ ...FORM, job })).toEqual([
      { path: 'job.replicas', message: 'A XGBoostJob needs one master.' }
    ]);
    const env = [{ name: 'TF_CONFIG', value: '1' }];
    const replicas = [{ role: 'Chief' as const, count: 1 }];
    expect(checkExperiment({ ...FORM, env, job: { kind: 'TFJob', replicas } })).toMatchObject([
      { path: 'env.0.name' }
    ]);
  });

  it('are runs of a pipeline whose parameters are theirs, and whose step reports', () => {
    const form = {
      ...FORM,
      code: undefined,
      ...{ env: [], volumes: [], resources: {} },
      pipeline: { notebook: {}, path: 'work/digits.ipynb', modules: [] }
    };
    expect(checkExperiment(form)).toEqual([]);
    const workflow = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { generateName: 'digits-', namespace: 'ada', annotations: { a: 'b' } },
      spec: {
        arguments: {
          parameters: [
            { name: 'lr', value: '0.01' },
            { name: 'epochs', value: '5' }
          ]
        },
        templates: [{ name: 'load' }, { name: 'train' }]
      }
    };
    const context = {
      ...{ namespace: 'ada', user: 'ada' },
      pipeline: { workflow, reporting: ['train'] }
    };
    const { experiment, configMap } = buildExperiment(form, context);
    expect([configMap, experimentProblems(experiment)]).toEqual([null, []]);
    expect(experiment.spec?.trialTemplate).toMatchObject({
      primaryContainerName: 'main',
      primaryPodLabels: { 'katib.kubeflow.org/model-training': 'true' },
      trialSpec: {
        kind: 'Workflow',
        metadata: { annotations: { a: 'b' } },
        spec: {
          arguments: {
            parameters: [
              { name: 'lr', value: '${trialParameters.lr}' },
              { name: 'epochs', value: '5' }
            ]
          },
          templates: [
            { name: 'load' },
            { name: 'train', metadata: { labels: { 'katib.kubeflow.org/model-training': 'true' } } }
          ]
        }
      }
    });
  });

  it('run code or a pipeline, and a pipeline says by itself what it needs', () => {
    const pipeline = { notebook: {}, path: 'a.ipynb', modules: [] };
    const paths = (form: ExperimentForm) => checkExperiment(form).map(({ path }) => path);
    expect(paths({ ...FORM, pipeline })).toEqual(['code']);
    expect(paths({ ...FORM, code: undefined })).toEqual(['code']);
    expect(paths({ ...FORM, code: undefined, pipeline })).toEqual(['resources', 'env', 'volumes']);
  });

  it('are stopped early where that is asked for', () => {
    const earlyStopping = { name: 'medianstop' as const, settings: { start_step: '2' } };
    expect(
      buildExperiment({ ...FORM, earlyStopping }, CONTEXT).experiment.spec?.earlyStopping
    ).toEqual({
      algorithmName: 'medianstop',
      algorithmSettings: [{ name: 'start_step', value: '2' }]
    });
  });
});
