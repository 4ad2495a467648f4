import { MAIN_CONTAINER } from '@kubeflow-lab/resources';
import type {
  Container,
  EnvVar,
  Inputs,
  Volume,
  VolumeMount,
  WorkflowArtifact,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import type { Address, Plan, PlannedInput, PlannedLog } from '../artifacts/plan.js';
import type { ArtifactRepository } from '../repository.js';
import { directoryOf } from '../spec/check.js';
import { textOf } from '../text/lookups.js';
import { Credentials, httpAddress, s3Address } from './addresses.js';
import {
  ARTIFACTS_CONTAINER,
  LOG_READER_PATH,
  LOG_READER_VOLUME,
  PLAN_ANNOTATION,
  PLAN_FILE,
  PLAN_PATH,
  PLAN_VOLUME,
  STAGING_PATH,
  STAGING_VOLUME
} from './names.js';

/** Where the main container's files appear in the container of ours. */
const MAIN_ROOT = '/main';

/** What a pod needs for its artifacts and output parameters. */
export interface Staging {
  plan: Plan;
  volumes: Volume[];
  /** For the main container. */
  mounts: VolumeMount[];
  sidecar: Container;
}

export interface StagingSetting {
  /** The template with its variables replaced. */
  template: WorkflowTemplateSpec;
  inputs: Inputs;
  /** Where the outputs go. */
  outputs: readonly WorkflowArtifact[];
  /** The volume mounts that the main container has by itself. */
  mounts: readonly VolumeMount[];
  repository: ArtifactRepository | string;
  image: string;
  /** The user that everything must run as; null where root is allowed. */
  user: number | null;
  /** Where the log goes, and which pod's it is; null where it is not kept. */
  log: { artifact: WorkflowArtifact; namespace: string; pod: string } | null;
}

/**
 * How the files of any image are brought and kept without a program of ours in it: a native sidecar fills an empty
 * volume, which the main container sees at the paths that it wants, and stores what lies there when that has ended.
 * Null where a step has neither artifacts nor output parameters, and keeps no log. Throws UnresolvedError.
 */
export function stagingFor(setting: StagingSetting): Staging | null {
  const inputs = setting.inputs.artifacts ?? [];
  const parameters = setting.template.outputs?.parameters ?? [];
  const { log } = setting;
  if (inputs.length + setting.outputs.length + parameters.length === 0 && log === null) {
    return null;
  }
  const credentials = new Credentials();
  const address = ({ s3 = {}, http }: WorkflowArtifact): Address =>
    http === undefined
      ? s3Address(s3, setting.repository, credentials)
      : httpAddress(http, credentials);
  const paths = new Paths(setting, inputs);
  const plan: Plan = {
    inputs: inputs.map(artifact => ({
      name: artifact.name,
      path: stagedPath(artifact.name),
      from: artifact.raw === undefined ? located(address(artifact)) : { raw: artifact.raw.data },
      unpack: artifact.raw === undefined && artifact.archive?.none === undefined,
      ...(artifact.mode === undefined ? {} : { mode: artifact.mode })
    })),
    outputs: setting.outputs.map(artifact => ({
      name: artifact.name,
      path: paths.ours(artifact.path ?? ''),
      to: address(artifact),
      pack: artifact.archive?.none === undefined,
      optional: artifact.optional === true
    })),
    parameters: parameters.map(({ name, valueFrom }) => {
      const fallback = textOf(valueFrom?.default);
      return {
        name,
        path: paths.ours(valueFrom?.path ?? ''),
        ...(fallback === undefined ? {} : { default: fallback })
      };
    }),
    ...(log === null ? {} : { log: plannedLog(log, address(log.artifact)) })
  };
  return {
    plan,
    volumes: [
      { name: STAGING_VOLUME, emptyDir: {} },
      planVolume(),
      ...(log === null ? [] : [logReaderVolume()]),
      ...paths.volumes
    ],
    mounts: [...paths.inputMounts, ...paths.outputMounts],
    sidecar: sidecar(setting, paths.ourMounts, credentials.env)
  };
}

function plannedLog(
  { artifact: { name }, namespace, pod }: NonNullable<StagingSetting['log']>,
  to: Address
): PlannedLog {
  return { name, namespace, pod, container: MAIN_CONTAINER, to };
}

/** In the container of ours only, whatever the pod says of tokens in all of its containers. */
function logReaderVolume(): Volume {
  return {
    name: LOG_READER_VOLUME,
    projected: {
      sources: [
        { serviceAccountToken: { path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }
      ]
    }
  };
}

function located(address: Address): PlannedInput['from'] {
  return 'url' in address ? { http: address } : { s3: address };
}

function stagedPath(name: string): string {
  return `${STAGING_PATH}/inputs/${name}`;
}

function planVolume(): Volume {
  const fieldPath = `metadata.annotations['${PLAN_ANNOTATION}']`;
  return {
    name: PLAN_VOLUME,
    downwardAPI: { items: [{ path: PLAN_FILE, fieldRef: { fieldPath } }] }
  };
}

/** Which volume holds which path of the main container, and where that is in ours. */
class Paths {
  readonly volumes: Volume[];
  readonly inputMounts: VolumeMount[];
  readonly outputMounts: VolumeMount[];
  private readonly own: readonly VolumeMount[];

  constructor(
    setting: StagingSetting,
    private readonly inputs: readonly WorkflowArtifact[]
  ) {
    this.own = setting.mounts;
    this.inputMounts = inputs.map(artifact => ({
      name: STAGING_VOLUME,
      mountPath: trimmed(artifact.path ?? ''),
      subPath: `inputs/${artifact.name}`
    }));
    const files = [
      ...setting.outputs.map(artifact => artifact.path ?? ''),
      ...(setting.template.outputs?.parameters ?? []).map(p => p.valueFrom?.path ?? '')
    ].filter(
      file => ![...this.own, ...this.inputMounts].some(mount => within(file, mount.mountPath))
    );
    this.outputMounts = outermost(files.map(directoryOf)).map((mountPath, index) => ({
      name: `kubeflow-lab-outputs-${index}`,
      mountPath
    }));
    this.volumes = this.outputMounts.map(({ name }) => ({ name, emptyDir: {} }));
  }

  /** The mounts of our container through which it sees the main one's outputs. */
  get ourMounts(): VolumeMount[] {
    return [...this.own, ...this.outputMounts].map(mount => ({
      ...mount,
      mountPath: `${MAIN_ROOT}${mount.mountPath}`
    }));
  }

  /** Where a file of the main container lies in ours. */
  ours(file: string): string {
    const input = this.inputs.find(artifact => within(file, trimmed(artifact.path ?? '')));
    return input === undefined
      ? `${MAIN_ROOT}${file}`
      : `${stagedPath(input.name)}${file.slice(trimmed(input.path ?? '').length)}`;
  }
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}

function within(file: string, directory: string): boolean {
  const folder = trimmed(directory);
  return file === folder || file.startsWith(`${folder}/`);
}

/** Of directories that lie within each other the outermost ones, each once. */
function outermost(directories: readonly string[]): string[] {
  const found = [...new Set(directories)];
  return found.filter(one => !found.some(other => other !== one && within(one, other)));
}

function sidecar(
  { image, user, log }: StagingSetting,
  mounts: readonly VolumeMount[],
  env: readonly EnvVar[]
): Container {
  return {
    name: ARTIFACTS_CONTAINER,
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['node', '/app/artifacts.mjs'],
    env: [...env],
    // A native sidecar: the main container starts when the hook below has ended, and ends before this one does.
    restartPolicy: 'Always',
    lifecycle: {
      postStart: {
        exec: {
          command: ['sh', '-c', `until [ -e ${STAGING_PATH}/.ready ]; do sleep 0.02; done`]
        }
      }
    },
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '512Mi' } },
    securityContext: securityContext(user),
    volumeMounts: [
      { name: STAGING_VOLUME, mountPath: STAGING_PATH },
      { name: PLAN_VOLUME, mountPath: PLAN_PATH, readOnly: true },
      ...(log === null
        ? []
        : [{ name: LOG_READER_VOLUME, mountPath: LOG_READER_PATH, readOnly: true }]),
      ...mounts
    ]
  };
}

/** As root, whatever user made a file, it can be read; but where only others are allowed, as the main container's user. */
function securityContext(user: number | null): Record<string, unknown> {
  const common = { allowPrivilegeEscalation: false, seccompProfile: { type: 'RuntimeDefault' } };
  return user === null
    ? { ...common, runAsUser: 0, capabilities: { drop: ['ALL'], add: ['DAC_OVERRIDE', 'FOWNER'] } }
    : { ...common, runAsUser: user, runAsNonRoot: true, capabilities: { drop: ['ALL'] } };
}
