/** What each trial of a sweep runs: code in one pod, code as a training job, or a pipeline. */
import type { ExperimentForm, SearchParameter } from '@kubeflow-lab/schema';

import { bucketEnvironment } from '../bucket/access.js';
import { withCpuRequest } from '../common/amount.js';
import type { EnvVar, KubeObject, PodTemplateSpec } from '../common/object.js';
import { listOf } from '../common/text.js';
import { jobOfFields } from '../training-job/build.js';
import { literal, withCode } from '../training-job/code.js';
import { trainingKindOf } from '../training-job/kinds.js';
import { CODE_DIRECTORY, CODE_KEY } from '../training-job/types.js';
import type { TrainingJobKind } from '../training-job/types.js';
import type { Workflow } from '../workflow/types.js';
import { TRIAL_CONTAINER, templateOf } from './run.js';
import type { TrialTemplate } from './types.js';

/**
 * The name of the ConfigMap that holds a sweep's code. No training job's has a dot, so that a sweep and a job may have
 * the same name.
 */
export function sweepCodeName(sweep: string): string {
  return `${sweep}.sweep-code`;
}

/** The container of a step that Argo runs its code in, and the label by which Katib's manual finds the one that reports. */
const STEP_CONTAINER = 'main';
const REPORTING_LABEL = 'katib.kubeflow.org/model-training';

/** What trials run: code, or a pipeline. */
export interface TrialContext {
  /** The exact JSON of the form's `code`, and the lower-case hex SHA-256 of its UTF-8 bytes. */
  code?: { json: string; sha256: string };
  /** The form's pipeline as a run, and the names of those of its templates whose steps report the objective. */
  pipeline?: { workflow: Workflow; reporting: readonly string[] };
}

/** The part of an experiment that says what its trials run. The form must have passed `checkExperiment`. */
export function trialTemplate(form: ExperimentForm, context: TrialContext): TrialTemplate {
  const { code, pipeline } = context;
  if (pipeline !== undefined) {
    return pipelineTrial(form, pipeline);
  }
  const { sha256 = '' } = code ?? {};
  const kind = trainingKindOf(form.job?.kind);
  return kind === null
    ? { primaryContainerName: TRIAL_CONTAINER, trialSpec: trialJob(form, sha256) }
    : trainingTrial(form, kind, sha256);
}

/** A training job; the metrics are those of the replica that leads it. */
function trainingTrial(form: ExperimentForm, kind: TrainingJobKind, sha256: string): TrialTemplate {
  const { name, image, resources, env, volumes } = form;
  const code = form.code ?? { cells: [], modules: [], parameters: {} };
  const { replicas = [] } = form.job ?? {};
  const plain = jobOfFields({ name, image, resources, env, volumes, code, replicas }, kind);
  const { apiVersion, spec } = withCode(plain, kind, {
    sha256,
    parameters: parametersTemplate(form),
    configMap: sweepCodeName(name),
    more: [{ name: 'KUBEFLOW_LAB_METRICS', value: form.objective.metric }]
  });
  // Its name and its project are the trial's.
  return templateOf({ kind, job: { apiVersion, kind: kind.kind, spec } });
}

/** A run of a pipeline whose parameters are the trial's; the metrics are those of the steps that report them. */
function pipelineTrial(
  form: ExperimentForm,
  { workflow, reporting }: NonNullable<TrialContext['pipeline']>
): TrialTemplate {
  const searched = new Set(form.parameters.map(({ name }) => name));
  const { apiVersion, kind, metadata, spec } = workflow;
  const parameters = listOf(spec?.arguments?.parameters).map(parameter =>
    searched.has(parameter.name ?? '')
      ? { ...parameter, value: `\${trialParameters.${parameter.name}}` }
      : parameter
  );
  const templates = listOf(spec?.templates).map(template =>
    reporting.includes(template.name ?? '')
      ? {
          ...template,
          metadata: {
            ...template.metadata,
            labels: { ...template.metadata?.labels, [REPORTING_LABEL]: 'true' }
          }
        }
      : template
  );
  return {
    primaryContainerName: STEP_CONTAINER,
    primaryPodLabels: { [REPORTING_LABEL]: 'true' },
    successCondition: 'status.[@this].#(phase=="Succeeded")#',
    // Failed, or Error: an end that is no success.
    failureCondition:
      'status.[@this].#(phase!="Succeeded")#|#(phase!="Running")#|#(phase!="Pending")#',
    trialSpec: {
      apiVersion,
      kind,
      metadata: { annotations: metadata?.annotations },
      spec: { ...spec, arguments: { ...spec?.arguments, parameters }, templates }
    }
  };
}

function trialJob(form: ExperimentForm, sha256: string): KubeObject & { spec: object } {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { backoffLimit: 0, template: podTemplate(form, sha256) }
  };
}

function podTemplate(form: ExperimentForm, sha256: string): PodTemplateSpec {
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
          env: environment(form, sha256),
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

function environment(form: ExperimentForm, sha256: string): EnvVar[] {
  return [
    ...form.env.map(({ name, value }) => ({ name, value: literal(value) })),
    { name: 'PYTHONUNBUFFERED', value: '1' },
    { name: 'KUBEFLOW_LAB_CODE_SHA256', value: sha256 },
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
  const fixed = Object.entries(form.code?.parameters ?? {})
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
