import type {
  Container,
  EnvVar,
  HttpLocation,
  Inputs,
  S3Location,
  SecretKey,
  Volume,
  VolumeMount,
  WorkflowArtifact,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import type { Address, HttpAddress, Plan, PlannedInput, S3Address } from '../artifacts/plan.js';
import type { ArtifactRepository } from '../repository.js';
import { directoryOf } from '../spec/check.js';
import { textOf } from '../text/lookups.js';
import { UnresolvedError } from '../text/substitute.js';
import {
  ARTIFACTS_CONTAINER,
  PLAN_ANNOTATION,
  PLAN_FILE,
  PLAN_PATH,
  PLAN_VOLUME,
  STAGING_PATH,
  STAGING_VOLUME
} from './names.js';

/** Where the main container's files appear in the container of ours. */
const MAIN_ROOT = '/main';
const DEFAULT_REGION = 'us-east-1';

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
}

/**
 * How the files of any image are brought and kept without a program of ours in it: a native sidecar fills an empty
 * volume, which the main container sees at the paths that it wants, and stores what lies there when that has ended.
 * Null where a step has neither artifacts nor output parameters. Throws UnresolvedError.
 */
export function stagingFor(setting: StagingSetting): Staging | null {
  const inputs = setting.inputs.artifacts ?? [];
  const parameters = setting.template.outputs?.parameters ?? [];
  if (inputs.length + setting.outputs.length + parameters.length === 0) {
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
    })
  };
  return {
    plan,
    volumes: [{ name: STAGING_VOLUME, emptyDir: {} }, planVolume(), ...paths.volumes],
    mounts: [...paths.inputMounts, ...paths.outputMounts],
    sidecar: sidecar(setting, paths.ourMounts, credentials.env)
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

/** Secrets with keys, each pair under variables of its own. */
class Credentials {
  readonly env: EnvVar[] = [];
  private readonly names = new Map<string, string>();

  ofS3({ accessKeySecret, secretKeySecret }: S3Location): string | null {
    return this.pair('S3', { ACCESS_KEY: accessKeySecret, SECRET_KEY: secretKeySecret });
  }

  ofHttp({ auth }: HttpLocation): string | null {
    const { usernameSecret, passwordSecret } = auth?.basicAuth ?? {};
    return this.pair('HTTP', { USERNAME: usernameSecret, PASSWORD: passwordSecret });
  }

  /** What the variables of two keys begin with; null where one of them is not given. */
  private pair(prefix: string, keys: Record<string, SecretKey | undefined>): string | null {
    const given = Object.entries(keys).flatMap(([what, key]) => (key ? [{ what, key }] : []));
    if (given.length < 2) {
      return null;
    }
    const pair = JSON.stringify([prefix, given]);
    const name = this.names.get(pair) ?? `${prefix}_${this.names.size}`;
    if (!this.names.has(pair)) {
      this.names.set(pair, name);
      this.env.push(
        ...given.map(({ what, key }) => ({
          name: `${name}_${what}`,
          valueFrom: { secretKeyRef: key }
        }))
      );
    }
    return name;
  }
}

function httpAddress(http: HttpLocation, credentials: Credentials): HttpAddress {
  const { url = '', headers = [] } = http;
  if (!/^https?:\/\//.test(url)) {
    throw new UnresolvedError(
      `An HTTP artifact needs an address that begins with http:// or https://, not "${url}".`
    );
  }
  return { url, headers, credentials: credentials.ofHttp(http) };
}

function s3Address(
  own: S3Location,
  repository: ArtifactRepository | string,
  credentials: Credentials
): S3Address {
  if (own.bucket === undefined && typeof repository === 'string') {
    throw new UnresolvedError(repository);
  }
  // As Argo: what names no bucket lies in the repository.
  const s3 =
    own.bucket === undefined && typeof repository !== 'string' ? { ...repository.s3, ...own } : own;
  const { endpoint, bucket, key, region = DEFAULT_REGION, insecure } = s3;
  if (!endpoint || !bucket || !key) {
    throw new UnresolvedError('An S3 artifact needs an endpoint, a bucket and a key.');
  }
  const url = /^https?:\/\//.test(endpoint)
    ? endpoint
    : `${insecure === true ? 'http' : 'https'}://${endpoint}`;
  return { endpoint: url, bucket, region, key, credentials: credentials.ofS3(s3) };
}

function sidecar(
  { image, user }: StagingSetting,
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
