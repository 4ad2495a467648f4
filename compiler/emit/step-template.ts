import {
  EXECUTED_ARTIFACT,
  RESULT_PARAMETER,
  executedKey,
  literal,
  valueKey,
  withCpuRequest
} from '@kubeflow-lab/resources';
import type {
  EnvVar,
  ReusedSteps,
  WorkflowArtifact,
  WorkflowParameter,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import { templateName } from '../notebook/step-names.js';
import type { Step } from '../types.js';
import { inputName, outputName } from './artifact-names.js';
import { base64Of } from './code.js';
import { DIGEST_PARAMETER } from './memory.js';
import type { Memory } from './memory.js';

/** Where the runtime of a step looks for its files. */
const ROOT = '/tmp/kubeflow-lab';
export const STEP_COMMAND = ['python', '-m', 'kubeflow_lab.runtime', 'step'];

export interface TemplateContext {
  /** The step's code.json. */
  json: string;
  /** By variable: the step that it comes from. */
  sources: ReadonlyMap<string, string>;
  reused: ReusedSteps;
  image: string;
  memory: Memory;
}

/** The template of one step: a container whose code, parameters and variables are files. */
export function stepTemplate(step: Step, context: TemplateContext): WorkflowTemplateSpec {
  const { settings } = step;
  const { json, image, memory } = context;
  const parameters = [...step.parameters.map(name => ({ name })), ...memory.digests(step)];
  const metadata = {
    ...(settings.labels ? { labels: settings.labels } : {}),
    ...(settings.annotations ? { annotations: settings.annotations } : {})
  };
  return {
    name: templateName(step.name),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    inputs: {
      ...(parameters.length > 0 ? { parameters } : {}),
      artifacts: inputArtifacts(step, context)
    },
    outputs: {
      parameters: [
        { name: RESULT_PARAMETER, valueFrom: { path: `${ROOT}/result.json` } },
        ...(memory.isAsked(step.name) ? [digest()] : [])
      ],
      artifacts: [...step.outputs.map(name => output(step, name)), executed(step)]
    },
    ...(settings.nodeSelector ? { nodeSelector: settings.nodeSelector } : {}),
    ...(settings.tolerations ? { tolerations: settings.tolerations } : {}),
    ...(settings.timeoutSeconds ? { activeDeadlineSeconds: settings.timeoutSeconds } : {}),
    ...(settings.retry ? { retryStrategy: retryStrategy(settings.retry) } : {}),
    ...memory.memoize(step, json, settings.image ?? image),
    ...(settings.volumes?.length
      ? {
          volumes: settings.volumes.map(({ claim }, index) => ({
            name: `volume-${index}`,
            persistentVolumeClaim: { claimName: claim }
          }))
        }
      : {}),
    container: container(step, context)
  };
}

function inputArtifacts(step: Step, context: TemplateContext): WorkflowArtifact[] {
  return [
    // In base64, because Argo replaces what stands in double braces in any text.
    { name: 'code', path: `${ROOT}/code/code.b64`, raw: { data: base64Of(context.json) } },
    ...step.parameters.map(name => ({
      name: `parameter-${name}`,
      path: `${ROOT}/parameters/${name}`,
      raw: { data: `{{inputs.parameters.${name}}}` }
    })),
    ...step.inputs.map(name => input(name, context))
  ];
}

function input(name: string, { sources, reused, memory }: TemplateContext): WorkflowArtifact {
  const source = sources.get(name)!;
  const run = Object.hasOwn(reused, source) ? reused[source]!.uid : '{{workflow.uid}}';
  return {
    name: inputName(name),
    path: `${ROOT}/inputs/${name}`,
    archive: { none: {} },
    // Where a cached step's value lies the task says.
    ...(memory.isCached(source) ? {} : { s3: { key: valueKey(run, source, name) } })
  };
}

/** Of a step that has stored nothing, or whose runtime is an older one, no two runs have the same. */
function digest(): WorkflowParameter {
  return {
    name: DIGEST_PARAMETER,
    valueFrom: { path: `${ROOT}/digest`, default: '{{workflow.uid}}' }
  };
}

function output(step: Step, name: string): WorkflowArtifact {
  return {
    name: outputName(name),
    path: `${ROOT}/outputs/${name}`,
    archive: { none: {} },
    s3: { key: valueKey('{{workflow.uid}}', step.name, name) }
  };
}

/** What its cells have shown; a step that could not begin has none. */
function executed(step: Step): WorkflowArtifact {
  return {
    name: EXECUTED_ARTIFACT,
    path: `${ROOT}/notebook.ipynb`,
    optional: true,
    archive: { none: {} },
    s3: { key: executedKey('{{workflow.uid}}', step.name, '{{pod.name}}') }
  };
}

function retryStrategy({
  limit,
  backoffSeconds,
  factor
}: NonNullable<Step['settings']['retry']>): WorkflowTemplateSpec['retryStrategy'] {
  return {
    limit,
    retryPolicy: 'Always',
    ...(backoffSeconds
      ? { backoff: { duration: String(backoffSeconds), ...(factor ? { factor } : {}) } }
      : {})
  };
}

function container(
  { limits, settings }: Step,
  { image }: TemplateContext
): NonNullable<WorkflowTemplateSpec['container']> {
  return {
    image: settings.image ?? image,
    imagePullPolicy: 'IfNotPresent',
    command: [...STEP_COMMAND],
    env: environment(settings),
    envFrom: [{ secretRef: { name: 'kubeflow-lab-s3', optional: true } }],
    resources: withCpuRequest({ requests: settings.requests, limits }),
    volumeMounts: [
      { name: 'shared', mountPath: '/home/jovyan/shared' },
      ...(settings.volumes ?? []).map(({ path }, index) => ({
        name: `volume-${index}`,
        mountPath: path
      }))
    ],
    securityContext: { allowPrivilegeEscalation: false },
    // The step writes its error there itself; where it was killed, its last lines say why.
    terminationMessagePolicy: 'FallbackToLogsOnError'
  };
}

function environment({ env, secrets }: Step['settings']): EnvVar[] {
  return [
    { name: 'PYTHONUNBUFFERED', value: '1' },
    ...Object.entries(env ?? {})
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => ({ name, value: literal(value) })),
    ...(secrets ?? []).map(({ name, key, env: variable }) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name, key } }
    }))
  ];
}
