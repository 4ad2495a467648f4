/** Which fields the engine runs. Whatever is not here is refused, with its path: a field that is ignored would be a lie. */

/** `true` takes anything; `[shape]` is a list; a function of nothing lets a shape contain itself. */
export type Shape = true | readonly [Shape] | { readonly [field: string]: Shape };

const SECRET_KEY = { name: true, key: true } as const;

const S3 = {
  key: true,
  bucket: true,
  endpoint: true,
  region: true,
  insecure: true,
  accessKeySecret: SECRET_KEY,
  secretKeySecret: SECRET_KEY
} as const;

const HTTP = {
  url: true,
  headers: [{ name: true, value: true }],
  auth: { basicAuth: { usernameSecret: SECRET_KEY, passwordSecret: SECRET_KEY } }
} as const;

const VALUE = { name: true, value: true, default: true, enum: true, description: true } as const;

const ARTIFACT = {
  name: true,
  path: true,
  description: true,
  raw: { data: true },
  s3: S3,
  http: HTTP,
  mode: true
} as const;

const ARGUMENTS = {
  parameters: [VALUE],
  artifacts: [
    {
      name: true,
      from: true,
      fromExpression: true,
      raw: { data: true },
      s3: S3,
      http: HTTP,
      archive: { none: true }
    }
  ]
} as const;

const INPUTS = {
  parameters: [VALUE],
  artifacts: [{ ...ARTIFACT, archive: { none: true } }]
} as const;

const OUTPUTS = {
  parameters: [
    {
      name: true,
      description: true,
      valueFrom: { path: true, default: true, parameter: true, expression: true }
    }
  ],
  artifacts: [
    {
      name: true,
      path: true,
      description: true,
      s3: S3,
      http: HTTP,
      from: true,
      fromExpression: true,
      optional: true,
      archive: { none: true, tar: true }
    }
  ]
} as const;

const METADATA = { labels: true, annotations: true } as const;

const CALL = {
  name: true,
  template: true,
  arguments: ARGUMENTS,
  when: true,
  continueOn: { failed: true, error: true },
  withItems: [true],
  withParam: true,
  withSequence: { count: true, start: true, end: true, format: true },
  // Names to hooks: each is looked into apart.
  hooks: true
} as const;

/** One of the `hooks` of a run, a task or a step. */
export const HOOK: Shape = { template: true, arguments: ARGUMENTS, expression: true };

/** What of a pod's spec can be said for the workflow and for a template. */
const POD_FIELDS = {
  nodeSelector: true,
  tolerations: true,
  affinity: true,
  securityContext: true,
  serviceAccountName: true,
  automountServiceAccountToken: true,
  hostAliases: true,
  volumes: true
} as const;

export const TEMPLATE = {
  ...POD_FIELDS,
  name: true,
  inputs: INPUTS,
  outputs: OUTPUTS,
  metadata: METADATA,
  // Kubernetes itself checks what a container may hold.
  container: true,
  script: true,
  dag: {
    failFast: true,
    tasks: [{ ...CALL, dependencies: true, depends: true }]
  },
  suspend: { duration: true },
  steps: true,
  retryStrategy: {
    limit: true,
    retryPolicy: true,
    expression: true,
    backoff: { duration: true, factor: true, maxDuration: true }
  },
  memoize: { key: true, maxAge: true, cache: { configMap: { name: true } } },
  archiveLocation: { archiveLogs: true },
  activeDeadlineSeconds: true,
  timeout: true,
  parallelism: true,
  priorityClassName: true
} as const;

export const SPEC: Shape = {
  ...POD_FIELDS,
  entrypoint: true,
  onExit: true,
  hooks: true,
  templateDefaults: TEMPLATE,
  volumeClaimTemplates: [
    {
      metadata: { name: true, labels: true, annotations: true, creationTimestamp: true },
      // Kubernetes itself checks what a claim may hold.
      spec: true,
      status: true
    }
  ],
  volumeClaimGC: { strategy: true },
  archiveLogs: true,
  arguments: ARGUMENTS,
  templates: [TEMPLATE],
  parallelism: true,
  suspend: true,
  shutdown: true,
  activeDeadlineSeconds: true,
  ttlStrategy: {
    secondsAfterCompletion: true,
    secondsAfterSuccess: true,
    secondsAfterFailure: true
  },
  podGC: { strategy: true },
  podMetadata: METADATA,
  imagePullSecrets: true,
  podPriorityClassName: true,
  artifactRepositoryRef: { key: true },
  workflowTemplateRef: { name: true },
  // What a WorkflowTemplate gives to its Workflows.
  workflowMetadata: METADATA
};

/** A step of a list of steps: `steps` are lists of lists, so they are looked into apart. */
export const STEP: Shape = CALL;
