import type { ExperimentForm, SearchParameter } from '@kubeflow-lab/schema';

import { bucketEnvironment } from '../bucket/access.js';
import { withCpuRequest } from '../common/amount.js';
import type { ConfigMap, EnvVar, KubeObject, PodTemplateSpec } from '../common/object.js';
import { literal } from '../training-job/code.js';
import {
  CELLS_ANNOTATION,
  CODE_DIRECTORY,
  CODE_KEY,
  CODE_SHA256_ANNOTATION,
  CREATED_BY_ANNOTATION,
  NOTEBOOK_ANNOTATION
} from '../training-job/types.js';
import { withDefaults } from './defaults.js';
import { EXPERIMENT_API_VERSION } from './types.js';
import type { Experiment, ParameterSpec } from './types.js';

/**
 * The name of the ConfigMap that holds a sweep's code. No training job's has a dot, so that a sweep and a job may have
 * the same name.
 */
export function sweepCodeName(sweep: string): string {
  return `${sweep}.sweep-code`;
}

/** The container of a trial's pod that trains; its log is read for metrics. */
export const TRIAL_CONTAINER = 'training-container';

/** What the installation adds to a form. */
export interface ExperimentContext {
  namespace: string;
  user: string;
  /** The exact JSON of the form's `code`, and the lower-case hex SHA-256 of its UTF-8 bytes. */
  code: { json: string; sha256: string };
}

export interface BuiltExperiment {
  experiment: Experiment;
  /** To be owned by the experiment once that has a uid. */
  configMap: ConfigMap;
}

/**
 * The experiment that a form describes, with every default filled in, and the ConfigMap with its code. The form must
 * have passed `checkExperiment`.
 */
export function buildExperiment(form: ExperimentForm, context: ExperimentContext): BuiltExperiment {
  const annotations = traces(form, context);
  const { namespace } = context;
  const experiment = withDefaults({
    apiVersion: EXPERIMENT_API_VERSION,
    kind: 'Experiment',
    metadata: { name: form.name, namespace, annotations },
    spec: {
      objective: {
        type: form.objective.type,
        ...(form.objective.goal === undefined ? {} : { goal: form.objective.goal }),
        objectiveMetricName: form.objective.metric
      },
      algorithm: {
        algorithmName: form.algorithm.name,
        algorithmSettings: Object.entries(form.algorithm.settings ?? {}).map(([name, value]) => ({
          name,
          value
        }))
      },
      parameters: form.parameters.map(parameterSpec),
      parallelTrialCount: form.parallelTrials,
      maxTrialCount: form.maxTrials,
      maxFailedTrialCount: form.maxFailedTrials,
      // So that a sweep that is through can go on with a larger budget; it costs no pod while it rests.
      resumePolicy: 'FromVolume',
      trialTemplate: {
        // The pods of trials stay: their logs are the record of what they did.
        retain: true,
        primaryContainerName: TRIAL_CONTAINER,
        trialParameters: form.parameters.map(({ name }) => ({ name, reference: name })),
        trialSpec: trialJob(form, context)
      }
    }
  });
  return {
    experiment,
    configMap: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: sweepCodeName(form.name), namespace, annotations: { ...annotations } },
      data: { [CODE_KEY]: context.code.json },
      immutable: true
    }
  };
}

function traces(form: ExperimentForm, context: ExperimentContext): Record<string, string> {
  return {
    ...(form.notebook ? { [NOTEBOOK_ANNOTATION]: form.notebook.path } : {}),
    [CELLS_ANNOTATION]: form.code.cells.map(cell => cell.id).join(','),
    [CODE_SHA256_ANNOTATION]: context.code.sha256,
    [CREATED_BY_ANNOTATION]: context.user
  };
}

/** The form's parameter as Katib has it. */
export function parameterSpec(parameter: SearchParameter): ParameterSpec {
  const { name, type, min, max, list, step, distribution } = parameter;
  return {
    name,
    parameterType: type,
    feasibleSpace: {
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      ...(list === undefined ? {} : { list: [...list] }),
      ...(step === undefined ? {} : { step }),
      ...(distribution === undefined ? {} : { distribution })
    }
  };
}

function trialJob(form: ExperimentForm, context: ExperimentContext): KubeObject & { spec: object } {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { backoffLimit: 0, template: podTemplate(form, context) }
  };
}

function podTemplate(form: ExperimentForm, context: ExperimentContext): PodTemplateSpec {
  return {
    metadata: {
      // A sidecar would keep the pod from ever ending.
      labels: { 'sidecar.istio.io/inject': 'false' }
    },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: 'default-editor',
      enableServiceLinks: false,
      // The same user and group as notebooks have, so that both can write what lies on a shared volume.
      securityContext: { fsGroup: 100, runAsUser: 1000, runAsNonRoot: true },
      containers: [
        {
          name: TRIAL_CONTAINER,
          image: form.image,
          imagePullPolicy: 'IfNotPresent',
          command: ['python', '-m', 'kubeflow_lab.runtime', `${CODE_DIRECTORY}/${CODE_KEY}`],
          env: environment(form, context),
          envFrom: bucketEnvironment(),
          resources: resources(form),
          volumeMounts: [
            { name: 'code', mountPath: CODE_DIRECTORY, readOnly: true },
            ...form.volumes.map(({ path }, index) => ({ name: `volume-${index}`, mountPath: path }))
          ],
          // The last lines of a trial that failed stand in its status, where they say why.
          terminationMessagePolicy: 'FallbackToLogsOnError',
          securityContext: { allowPrivilegeEscalation: false }
        }
      ],
      volumes: [
        { name: 'code', configMap: { name: sweepCodeName(form.name) } },
        ...form.volumes.map(({ claim }, index) => ({
          name: `volume-${index}`,
          persistentVolumeClaim: { claimName: claim }
        }))
      ]
    }
  };
}

function environment(form: ExperimentForm, context: ExperimentContext): EnvVar[] {
  return [
    ...form.env.map(({ name, value }) => ({ name, value: literal(value) })),
    { name: 'PYTHONUNBUFFERED', value: '1' },
    { name: 'KUBEFLOW_LAB_CODE_SHA256', value: context.code.sha256 },
    { name: 'KUBEFLOW_LAB_METRICS', value: form.objective.metric },
    { name: 'KFL_PARAMETERS', value: parametersTemplate(form) }
  ];
}

/**
 * The JSON of a trial's parameters, with a placeholder where its own values go. No other `$` is left in it, so that
 * neither Katib nor Kubernetes finds anything else to replace.
 */
export function parametersTemplate(form: Pick<ExperimentForm, 'code' | 'parameters'>): string {
  const searched = new Set(form.parameters.map(parameter => parameter.name));
  const fixed = Object.entries(form.code.parameters)
    .filter(([name]) => !searched.has(name))
    .map(([name, value]) => `${json(name)}: ${json(value)}`);
  const tried = form.parameters.map(parameter => {
    const placeholder = `\${trialParameters.${parameter.name}}`;
    return `${json(parameter.name)}: ${isText(parameter) ? `"${placeholder}"` : placeholder}`;
  });
  return `{${[...fixed, ...tried].join(', ')}}`;
}

function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('$', '\\u0024');
}

const BOOLEANS = new Set(['true', 'false']);

/** Whether a parameter's values are texts, and not numbers or booleans. */
function isText({ type, list }: SearchParameter): boolean {
  return type === 'categorical' && !(list ?? []).every(value => BOOLEANS.has(value));
}

function resources({ resources: { cpu, memory, gpu } }: ExperimentForm) {
  const amounts: Record<string, string> = {
    ...(cpu ? { cpu } : {}),
    ...(memory ? { memory } : {}),
    ...(gpu ? { 'nvidia.com/gpu': gpu } : {})
  };
  return withCpuRequest({ requests: { ...amounts }, limits: { ...amounts } });
}
