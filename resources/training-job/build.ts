import type { TrainingJobForm } from '@kubeflow-lab/schema';

import type { ConfigMap } from '../common/object.js';
import { literal, withCode } from './code.js';
import { writeFields } from './fields.js';
import type { JobFields } from './fields.js';
import { TFJOB_KIND } from './kinds.js';
import { writeRuntime } from './nodes.js';
import { plainJob } from './template.js';
import {
  CELLS_ANNOTATION,
  CODE_KEY,
  CODE_SHA256_ANNOTATION,
  CREATED_BY_ANNOTATION,
  NOTEBOOK_ANNOTATION,
  codeConfigMapName
} from './types.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

/** What the installation adds to a form. */
export interface TrainingJobContext {
  namespace: string;
  user: string;
  /** The exact JSON of the form's `code`, and the lower-case hex SHA-256 of its UTF-8 bytes. */
  code: { json: string; sha256: string };
  /** The exact JSON of the form's parameters. */
  parameters: string;
  kind?: TrainingJobKind;
  /** The whole job, where the form brings one. */
  manifest?: TrainingJob;
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
  const { sha256 } = context.code;
  const plain = context.manifest ?? jobOfFields(form, kind);
  const { metadata, ...job } = withCode(plain, kind, {
    sha256,
    parameters: literal(context.parameters)
  });
  const name = metadata?.name ?? '';
  const annotations = { ...metadata?.annotations, ...traces(form, context) };
  return {
    job: { ...job, metadata: { ...metadata, namespace: context.namespace, annotations } },
    configMap: codeConfigMap(name, context.namespace, context.code.json, traces(form, context))
  };
}

/** The ConfigMap that holds the code of a job of that name. */
export function codeConfigMap(
  job: string,
  namespace: string,
  json: string,
  annotations: Record<string, string>
): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: codeConfigMapName(job), namespace, annotations },
    data: { [CODE_KEY]: json },
    immutable: true
  };
}

/** The job of a form, without its code. */
export function jobOfFields(form: TrainingJobForm, kind: TrainingJobKind): TrainingJob {
  const plain = plainJob(kind, form.name);
  const begun = form.runtime ? writeRuntime(plain, form.runtime) : plain;
  return writeFields(begun, kind, fieldsOfForm(form, kind));
}

/** The fields that a form says; a value of a variable arrives as it is written in it. */
function fieldsOfForm(form: TrainingJobForm, kind: TrainingJobKind): Omit<JobFields, 'command'> {
  const { cpu = '', memory = '', gpu = '' } = form.resources;
  return {
    name: form.name,
    image: form.image,
    replicas: kind.roles.map(
      role => form.replicas.find(one => one.role === role) ?? { role, count: 0 }
    ),
    ...{ cpu, memory, gpu },
    env: form.env.map(({ name, value }) => ({ name, value: literal(value) })),
    volumes: form.volumes
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
