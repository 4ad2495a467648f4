import type { TrainingJobForm } from '@kubeflow-lab/schema';

import { bucketEnvironment } from '../bucket/index.js';
import type { ConfigMap, Container, EnvVar, PodTemplateSpec, Volume } from '../common/object.js';
import {
  CELLS_ANNOTATION,
  CODE_DIRECTORY,
  CODE_KEY,
  CODE_SHA256_ANNOTATION,
  CREATED_BY_ANNOTATION,
  NOTEBOOK_ANNOTATION,
  TRAINING_API_VERSION,
  codeConfigMapName
} from './types.js';
import { TFJOB_KIND } from './kinds.js';
import type { ReplicaSpec, TrainingJob, TrainingJobKind } from './types.js';

/** What the installation adds to a form. */
export interface TrainingJobContext {
  namespace: string;
  user: string;
  /** The exact JSON of the form's `code`, and the lower-case hex SHA-256 of its UTF-8 bytes. */
  code: { json: string; sha256: string };
  /** The exact JSON of the form's parameters. */
  parameters: string;
  kind?: TrainingJobKind;
}

export interface BuiltTrainingJob {
  job: TrainingJob;
  /** To be owned by the job once that has a uid. */
  configMap: ConfigMap;
}

/** The job that a form describes and the ConfigMap with its code. The form must have passed `checkTrainingJob`. */
export function buildTrainingJob(
  form: TrainingJobForm,
  context: TrainingJobContext
): BuiltTrainingJob {
  const kind = context.kind ?? TFJOB_KIND;
  const annotations = traces(form, context);
  const template = podTemplate(form, context, kind);
  const replicas: Record<string, ReplicaSpec> = {};
  for (const { role, count } of form.replicas) {
    if (count > 0) {
      replicas[role] = { replicas: count, restartPolicy: 'Never', template };
    }
  }
  return {
    job: {
      apiVersion: TRAINING_API_VERSION,
      kind: kind.kind,
      metadata: { name: form.name, namespace: context.namespace, annotations },
      // Pods stay when the job has ended: their logs are its record.
      spec: { runPolicy: { cleanPodPolicy: 'None' }, [kind.replicaSpecs]: replicas }
    },
    configMap: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: codeConfigMapName(form.name),
        namespace: context.namespace,
        annotations: { ...annotations }
      },
      data: { [CODE_KEY]: context.code.json },
      immutable: true
    }
  };
}

function traces(form: TrainingJobForm, context: TrainingJobContext): Record<string, string> {
  return {
    ...(form.notebook ? { [NOTEBOOK_ANNOTATION]: form.notebook.path } : {}),
    [CELLS_ANNOTATION]: form.code.cells.map(cell => cell.id).join(','),
    [CODE_SHA256_ANNOTATION]: context.code.sha256,
    [CREATED_BY_ANNOTATION]: context.user
  };
}

function podTemplate(
  form: TrainingJobForm,
  context: TrainingJobContext,
  kind: TrainingJobKind
): PodTemplateSpec {
  const volumes: Volume[] = [
    { name: 'code', configMap: { name: codeConfigMapName(form.name) } },
    ...form.volumes.map(({ claim }, index) => ({
      name: `volume-${index}`,
      persistentVolumeClaim: { claimName: claim }
    }))
  ];
  return {
    metadata: {
      // A sidecar would keep the pod from ever ending.
      labels: { 'sidecar.istio.io/inject': 'false' }
    },
    spec: {
      serviceAccountName: 'default-editor',
      enableServiceLinks: false,
      // The same user and group as notebooks have, so that both can write what lies on a shared volume.
      securityContext: { fsGroup: 100, runAsUser: 1000, runAsNonRoot: true },
      containers: [container(form, context, kind)],
      volumes
    }
  };
}

function container(
  form: TrainingJobForm,
  context: TrainingJobContext,
  kind: TrainingJobKind
): Container & { terminationMessagePolicy: string } {
  return {
    name: kind.container,
    image: form.image,
    imagePullPolicy: 'IfNotPresent',
    command: ['python', '-m', 'kubeflow_lab.runtime', `${CODE_DIRECTORY}/${CODE_KEY}`],
    envFrom: bucketEnvironment(),
    env: environment(form, context),
    ports: [{ ...kind.port }],
    resources: resources(form),
    volumeMounts: [
      { name: 'code', mountPath: CODE_DIRECTORY, readOnly: true },
      ...form.volumes.map(({ path }, index) => ({ name: `volume-${index}`, mountPath: path }))
    ],
    // The last lines of a replica that failed stand in its status, where they say why.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: { allowPrivilegeEscalation: false }
  };
}

function environment(form: TrainingJobForm, context: TrainingJobContext): EnvVar[] {
  return [
    ...form.env.map(({ name, value }) => ({ name, value: literal(value) })),
    { name: 'PYTHONUNBUFFERED', value: '1' },
    { name: 'KUBEFLOW_LAB_CODE_SHA256', value: context.code.sha256 },
    { name: 'KFL_PARAMETERS', value: literal(context.parameters) }
  ];
}

/** Kubernetes replaces `$(NAME)` in values and reads `$$` as `$`; this value arrives as it is. */
export function literal(value: string): string {
  return value.replaceAll('$', '$$$$');
}

function resources({ resources: { cpu, memory, gpu } }: TrainingJobForm): Container['resources'] {
  const amounts: Record<string, string> = {
    ...(cpu ? { cpu } : {}),
    ...(memory ? { memory } : {}),
    ...(gpu ? { 'nvidia.com/gpu': gpu } : {})
  };
  return Object.keys(amounts).length === 0
    ? {}
    : { requests: { ...amounts }, limits: { ...amounts } };
}
