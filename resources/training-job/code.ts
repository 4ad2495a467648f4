/** The code of cells in a job: a ConfigMap that its replicas mount, and the runtime that runs it. */
import type { EnvVar, PodTemplateSpec } from '../common/object.js';
import { listOf } from '../common/text.js';
import { replicaSpecs } from './replicas.js';
import { mapMain, mapTemplates, runs } from './shape.js';
import {
  CODE_DIRECTORY,
  CODE_KEY,
  CODE_SHA256_ANNOTATION,
  RUNTIME_VARIABLES,
  codeConfigMapName
} from './types.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

export interface JobCodeFacts {
  /** Lower-case hex SHA-256 of the bytes of the code's JSON. */
  sha256: string;
  /** The value of `KFL_PARAMETERS`, the JSON of the parameters, as it stands in the object. */
  parameters: string;
  /** Where the code lies; left out: in the ConfigMap of the job's own name. */
  configMap?: string;
  /** Variables beside those that the runtime needs. */
  more?: readonly EnvVar[];
}

/** What runs the code. */
const PROGRAM = ['python', '-m', 'kubeflow_lab.runtime', `${CODE_DIRECTORY}/${CODE_KEY}`];

/**
 * The job with the code from its ConfigMap in place of any command. Where one replica starts the others, they have the
 * code and its variables too, and wait without a command.
 */
export function withCode(job: TrainingJob, kind: TrainingJobKind, code: JobCodeFacts): TrainingJob {
  const name = code.configMap ?? codeConfigMapName(job.metadata?.name ?? '');
  return mapTemplates(job, kind, (template, role) =>
    runs(role, kind) || kind.starter !== undefined
      ? templateWithCode(template, kind, { name, role, code })
      : template
  );
}

/** Whether the replicas of a job run the code of cells, which is kept beside it. */
export function carriesCode(job: TrainingJob, kind: TrainingJobKind): boolean {
  const name = codeConfigMapName(job.metadata?.name ?? '');
  return (
    job.metadata?.annotations?.[CODE_SHA256_ANNOTATION] !== undefined &&
    Object.values(replicaSpecs(job, kind)).some(spec =>
      listOf(spec?.template?.spec?.volumes).some(volume => volume?.configMap?.name === name)
    )
  );
}

function templateWithCode(
  template: PodTemplateSpec,
  kind: TrainingJobKind,
  { name, role, code }: { name: string; role: string; code: JobCodeFacts }
): PodTemplateSpec {
  const command = [...(kind.starter ?? []), ...PROGRAM];
  const mounted = mapMain(template, kind, ({ args: _args, command: _command, ...main }) => ({
    ...main,
    ...(runs(role, kind) ? { command } : {}),
    env: [
      ...listOf(main.env).filter(({ name }) => !RUNTIME_VARIABLES.includes(name)),
      ...variables(code)
    ],
    volumeMounts: [
      { name: 'code', mountPath: CODE_DIRECTORY, readOnly: true },
      ...listOf(main.volumeMounts).filter(({ name }) => name !== 'code')
    ]
  }));
  const others = listOf(mounted.spec?.volumes).filter(({ name }) => name !== 'code');
  const volumes = [{ name: 'code', configMap: { name } }, ...others];
  return { ...mounted, spec: { ...mounted.spec, volumes } };
}

function variables({ sha256, parameters, more = [] }: JobCodeFacts): EnvVar[] {
  return [
    { name: 'PYTHONUNBUFFERED', value: '1' },
    { name: 'KUBEFLOW_LAB_CODE_SHA256', value: sha256 },
    { name: 'KFL_PARAMETERS', value: parameters },
    ...more
  ];
}

/** Kubernetes replaces `$(NAME)` in values and reads `$$` as `$`; this value arrives as it is. */
export function literal(value: string): string {
  return value.replaceAll('$', '$$$$');
}
