import { controllerReference } from '@kubeflow-lab/controller/runtime';
import { WORKFLOW } from '@kubeflow-lab/kube';
import {
  LOG_ARTIFACT,
  MAIN_CONTAINER,
  NODE_ID_ANNOTATION,
  NODE_NAME_ANNOTATION,
  WORKFLOW_COMPLETED_LABEL,
  WORKFLOW_LABEL,
  podName,
  templateNameOf
} from '@kubeflow-lab/resources';
import type {
  Container,
  Pod,
  PodSpec,
  Volume,
  Workflow,
  WorkflowArtifact,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import type { PodRequest } from '../operate/context.js';
import type { ArtifactRepository } from '../repository.js';
import { inputsLookup } from '../text/lookups.js';
import { UnresolvedError, anyOf, substitute, substituteAll } from '../text/substitute.js';
import type { Lookup } from '../text/substitute.js';
import {
  ANNOTATIONS_MAX,
  OUTPUTS_ANNOTATION,
  PLAN_ANNOTATION,
  SCRIPT_ANNOTATION,
  SCRIPT_PATH
} from './names.js';
import { stagingFor } from './staging.js';
import type { Staging } from './staging.js';

export interface PodSetting {
  workflow: Workflow;
  repository: ArtifactRepository | string;
  /** The image with the program that brings and keeps artifacts. */
  artifactsImage: string;
}

/** Longer than the upload of anything should take; what ignores being ended is killed sooner, see `ending.ts`. */
const UPLOAD_SECONDS = 600;
const DEFAULT_KEY_FORMAT = '{{workflow.name}}/{{pod.name}}';
const SCRIPT_VOLUME = 'kubeflow-lab-script';

/** The pod of a step, named and labelled as Argo's. Throws UnresolvedError where it cannot be made. */
export function buildPod(request: PodRequest, setting: PodSetting): Pod {
  const name = nameOf(request, setting.workflow);
  const lookup = lookupFor(request, name);
  const template = substituteAll({ ...request.template, inputs: undefined }, lookup);
  const inputs = { ...request.inputs, artifacts: inputArtifacts(request, lookup) };
  const outputs = outputArtifacts(template, setting, lookup);
  const log = logArtifact(template, setting, lookup);
  const main = mainContainer(template);
  const staging = stagingFor({
    template,
    inputs,
    outputs,
    mounts: main.volumeMounts ?? [],
    repository: setting.repository,
    image: setting.artifactsImage,
    user: requiredUser(main, template, setting.workflow),
    log: log && { artifact: log, namespace: setting.workflow.metadata?.namespace ?? '', pod: name }
  });
  const made = log === null ? outputs : [...outputs, log];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata(request, setting.workflow, name, template, staging, made),
    spec: podSpec(setting.workflow, template, main, staging)
  };
}

function nameOf({ node }: PodRequest, workflow: Workflow): string {
  return podName(workflow.metadata?.name ?? '', node.name, templateNameOf(node));
}

function lookupFor({ node, inputs, template, retries, globals }: PodRequest, pod: string): Lookup {
  const own: Record<string, string> = {
    'pod.name': pod,
    'node.name': node.name,
    retries: String(retries)
  };
  return anyOf(
    name => (Object.hasOwn(own, name) ? own[name] : undefined),
    inputsLookup({ parameters: inputs.parameters, artifacts: template.inputs?.artifacts }),
    outputsLookup(template),
    globals
  );
}

/** `outputs.…` within a template: where its files are expected. */
function outputsLookup(template: WorkflowTemplateSpec): Lookup {
  return name => {
    const [, kind, key] = /^outputs\.(parameters|artifacts)\.(.+)\.path$/.exec(name) ?? [];
    return kind === 'parameters'
      ? template.outputs?.parameters?.find(p => p.name === key)?.valueFrom?.path
      : template.outputs?.artifacts?.find(a => a.name === key)?.path;
  };
}

/** What came with the call is resolved already, and must not be looked into again; the template's own is not. */
function inputArtifacts({ template, inputs }: PodRequest, lookup: Lookup): WorkflowArtifact[] {
  return (template.inputs?.artifacts ?? []).map(
    own => inputs.artifacts?.find(a => a.name === own.name) ?? substituteAll(own, lookup)
  );
}

/** Where the artifacts go that a template makes; keys are made where none are given. */
function outputArtifacts(
  template: WorkflowTemplateSpec,
  { repository }: PodSetting,
  lookup: Lookup
): WorkflowArtifact[] {
  return (template.outputs?.artifacts ?? []).map(({ name, path, archive, optional, s3, http }) => {
    const common = {
      name,
      path,
      ...(archive === undefined ? {} : { archive }),
      ...(optional === true ? { optional } : {})
    };
    if (http !== undefined) {
      return { ...common, http };
    }
    const format = typeof repository === 'string' ? undefined : repository.s3.keyFormat;
    const suffix = archive?.none === undefined ? '.tgz' : '';
    const key = s3?.key ?? `${substitute(format ?? DEFAULT_KEY_FORMAT, lookup)}/${name}${suffix}`;
    return { ...common, s3: { ...s3, key } };
  });
}

/**
 * Where the log of a step is kept, as Argo does it; null where it is not asked for, or there is no bucket: then it lasts
 * as long as its pod.
 */
function logArtifact(
  template: WorkflowTemplateSpec,
  { workflow, repository }: PodSetting,
  lookup: Lookup
): WorkflowArtifact | null {
  if (typeof repository === 'string') {
    return null;
  }
  const isAsked =
    template.archiveLocation?.archiveLogs ?? workflow.spec?.archiveLogs ?? repository.archiveLogs;
  const format = substitute(repository.s3.keyFormat ?? DEFAULT_KEY_FORMAT, lookup);
  return isAsked === true ? { name: LOG_ARTIFACT, s3: { key: `${format}/main.log` } } : null;
}

function mainContainer(template: WorkflowTemplateSpec): Container {
  if (template.script === undefined) {
    return { ...template.container, name: MAIN_CONTAINER };
  }
  const container: Container & { source?: string } = { ...template.script, name: MAIN_CONTAINER };
  delete container.source;
  return {
    ...container,
    args: [...(container.args ?? []), SCRIPT_PATH],
    volumeMounts: [
      ...(container.volumeMounts ?? []),
      { name: SCRIPT_VOLUME, mountPath: SCRIPT_PATH.slice(0, SCRIPT_PATH.lastIndexOf('/')) }
    ]
  };
}

/** The user that a pod's security settings ask for, where they forbid root. */
function requiredUser(
  main: Container,
  template: WorkflowTemplateSpec,
  { spec }: Workflow
): number | null {
  const pod = (template.securityContext ?? spec?.securityContext) as
    Record<string, unknown> | undefined;
  const context = { ...pod, ...main.securityContext };
  const user = context.runAsUser;
  return context.runAsNonRoot === true ? (typeof user === 'number' ? user : 65532) : null;
}

function metadata(
  { node }: PodRequest,
  workflow: Workflow,
  name: string,
  template: WorkflowTemplateSpec,
  staging: Staging | null,
  outputs: readonly WorkflowArtifact[]
): Pod['metadata'] {
  const { name: owner = '', namespace } = workflow.metadata ?? {};
  const annotations: Record<string, string> = {
    ...workflow.spec?.podMetadata?.annotations,
    ...template.metadata?.annotations,
    'kubectl.kubernetes.io/default-container': MAIN_CONTAINER,
    [NODE_NAME_ANNOTATION]: node.name,
    [NODE_ID_ANNOTATION]: node.id,
    ...(staging === null ? {} : { [PLAN_ANNOTATION]: JSON.stringify(staging.plan) }),
    ...(outputs.length === 0 ? {} : { [OUTPUTS_ANNOTATION]: JSON.stringify(outputs) }),
    ...(template.script === undefined ? {} : { [SCRIPT_ANNOTATION]: template.script.source ?? '' })
  };
  checkSize(annotations);
  return {
    name,
    namespace,
    labels: {
      ...workflow.spec?.podMetadata?.labels,
      ...template.metadata?.labels,
      [WORKFLOW_LABEL]: owner,
      [WORKFLOW_COMPLETED_LABEL]: 'false'
    },
    annotations,
    ownerReferences: [controllerReference(WORKFLOW, workflow)]
  };
}

function checkSize(annotations: Record<string, string>): void {
  const bytes = Buffer.byteLength(JSON.stringify(annotations));
  if (bytes > ANNOTATIONS_MAX) {
    throw new UnresolvedError(
      `The step's code and raw inputs have ${Math.ceil(bytes / 1000)} kB together; more than ${ANNOTATIONS_MAX / 1000} kB have to be put into the bucket.`
    );
  }
}

/** Of the pod's fields those that a template, or else the workflow, gives. */
const POD_FIELDS = [
  'nodeSelector',
  'tolerations',
  'affinity',
  'securityContext',
  'serviceAccountName',
  'automountServiceAccountToken',
  'hostAliases',
  'imagePullSecrets',
  'priorityClassName'
] as const;

function podSpec(
  { spec, status }: Workflow,
  template: WorkflowTemplateSpec,
  main: Container,
  staging: Staging | null
): PodSpec {
  const claims = status?.persistentVolumeClaims ?? [];
  const given: Record<string, unknown> = {
    priorityClassName: spec?.podPriorityClassName,
    ...spec
  };
  const fields = POD_FIELDS.map(field => [field, template[field] ?? given[field]] as const);
  const deadline = deadlineOf(template);
  const container = {
    ...main,
    volumeMounts: [...(main.volumeMounts ?? []), ...(staging?.mounts ?? [])]
  };
  return {
    ...Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
    restartPolicy: 'Never',
    ...(deadline === null ? {} : { activeDeadlineSeconds: deadline }),
    ...(staging === null ? {} : { terminationGracePeriodSeconds: UPLOAD_SECONDS }),
    volumes: [
      ...volumesFor([...(spec?.volumes ?? []), ...claims], template, main),
      ...(staging?.volumes ?? [])
    ],
    ...(staging === null ? {} : { initContainers: [staging.sidecar] }),
    containers: [container]
  };
}

function deadlineOf({ activeDeadlineSeconds }: WorkflowTemplateSpec): number | null {
  if (activeDeadlineSeconds === undefined) {
    return null;
  }
  const seconds = Number(activeDeadlineSeconds);
  if (!Number.isInteger(seconds) || seconds < 1) {
    throw new UnresolvedError(
      `activeDeadlineSeconds is ${activeDeadlineSeconds}; it must be a whole number of seconds.`
    );
  }
  return seconds;
}

/** As Argo: of the volumes those that the container mounts. */
function volumesFor(
  common: readonly Volume[],
  template: WorkflowTemplateSpec,
  main: Container
): Volume[] {
  const wanted = new Set(main.volumeMounts?.map(mount => mount.name));
  const volumes = [...(template.volumes ?? []), ...common].filter(v => wanted.has(v.name));
  if (template.script !== undefined) {
    const fieldPath = `metadata.annotations['${SCRIPT_ANNOTATION}']`;
    const items = [{ path: 'script', fieldRef: { fieldPath }, mode: 0o755 }];
    volumes.push({ name: SCRIPT_VOLUME, downwardAPI: { items } });
  }
  return volumes;
}
