import { bucketEnvironment } from '../bucket/index.js';
import type {
  Container,
  EnvVar,
  PodSpec,
  ResourceRequirements,
  VolumeMount
} from '../common/object.js';
import { selectingLabels } from '../pod-default/index.js';
import { IDLE_TIME_ANNOTATION } from './activity.js';
import { timesFactor } from './offer.js';
import {
  CREATOR_ANNOTATION,
  HEADERS_ANNOTATION,
  NOTEBOOK_API_VERSION,
  NOTEBOOK_PORT,
  REWRITE_ANNOTATION,
  SERVER_TYPE_ANNOTATION,
  notebookPath
} from './types.js';
import type { Notebook, NotebookForm, NotebookSettings } from './types.js';
import { TOKEN_DIRECTORY, notebookVolumes } from './volumes.js';

/** The Notebook that a form describes. The form must have passed `checkNotebook`. */
export function buildNotebook(form: NotebookForm, settings: NotebookSettings): Notebook {
  return {
    apiVersion: NOTEBOOK_API_VERSION,
    kind: 'Notebook',
    metadata: {
      name: form.name,
      namespace: settings.namespace,
      labels: { app: form.name, ...configurationLabels(form, settings) },
      annotations: {
        [SERVER_TYPE_ANNOTATION]: form.serverType ?? 'jupyter',
        [CREATOR_ANNOTATION]: settings.creator,
        ...typeAnnotations(form, settings),
        ...(form.idleTime ? { [IDLE_TIME_ANNOTATION]: form.idleTime } : {})
      }
    },
    spec: { template: { spec: podSpec(form, settings) } }
  };
}

/** The labels by which the chosen PodDefaults select the pod; of one that is not there upstream's guess, its name. */
function configurationLabels(
  { configurations = [] }: NotebookForm,
  { podDefaults = [] }: NotebookSettings
): Record<string, string> {
  const labels = configurations.map(name => {
    const found = podDefaults.find(({ metadata }) => metadata?.name === name);
    return found === undefined ? { [name]: 'true' } : selectingLabels(found);
  });
  return Object.assign({}, ...labels) as Record<string, string>;
}

/** What the servers of the other types need from a gateway, in upstream's annotations. */
function typeAnnotations(
  { serverType = 'jupyter', name }: NotebookForm,
  { namespace }: NotebookSettings
): Record<string, string> {
  if (serverType === 'jupyter') {
    return {};
  }
  const headers = { 'X-RStudio-Root-Path': `${notebookPath(namespace, name)}/` };
  return {
    [REWRITE_ANNOTATION]: '/',
    ...(serverType === 'group-two' ? { [HEADERS_ANNOTATION]: JSON.stringify(headers) } : {})
  };
}

function podSpec(form: NotebookForm, settings: NotebookSettings): PodSpec {
  const { volumes, mounts } = notebookVolumes(form);
  const affinity = settings.offer?.affinity.options.find(({ key }) => key === form.affinity);
  const tolerations = settings.offer?.tolerations.options.find(
    ({ key }) => key === form.tolerations
  );
  return {
    serviceAccountName: 'default-editor',
    // Variables for each Service of the namespace would only slow the shell down.
    enableServiceLinks: false,
    securityContext: { fsGroup: 100, runAsUser: 1000, runAsNonRoot: true },
    containers: [container(form, settings, mounts)],
    volumes,
    ...(affinity ? { affinity: affinity.content } : {}),
    ...(tolerations ? { tolerations: tolerations.content } : {})
  };
}

function container(
  form: NotebookForm,
  settings: NotebookSettings,
  volumeMounts: VolumeMount[]
): Container {
  return {
    name: form.name,
    image: form.image,
    imagePullPolicy: form.imagePullPolicy ?? 'IfNotPresent',
    envFrom: [...bucketEnvironment(), ...(form.secrets ?? []).map(secretVariables)],
    // The steps of a pipeline run by default in the image that its notebook runs in.
    env: [
      ...identity(settings),
      { name: 'KUBEFLOW_LAB_IMAGE', value: form.image },
      ...(form.env ?? [])
    ],
    resources: resourcesOf(form, settings),
    volumeMounts,
    readinessProbe: readinessProbe(form, settings),
    // The end of the log of a server that crashed becomes part of its status.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: { allowPrivilegeEscalation: false }
  };
}

/** By default limits equal requests, so that a server neither starves its neighbours nor is killed for their sake. */
function resourcesOf(form: NotebookForm, { offer }: NotebookSettings): ResourceRequirements {
  const most = (resource: 'cpu' | 'memory') =>
    form[`${resource}Limit`] ||
    timesFactor(form[resource], offer === undefined ? 1 : offer[resource].limitFactor);
  const limits = Object.entries({ cpu: most('cpu'), memory: most('memory') }).filter(
    (entry): entry is [string, string] => entry[1] !== null
  );
  return {
    requests: { cpu: form.cpu, memory: form.memory },
    limits: {
      ...Object.fromEntries(limits),
      ...(form.gpu ? { [form.gpu.vendor]: String(form.gpu.count) } : {})
    }
  };
}

/** Only Jupyter has an address that answers without knowing who asks; the others are ready when they listen. */
function readinessProbe(
  { name, serverType = 'jupyter' }: NotebookForm,
  { namespace }: NotebookSettings
): Record<string, unknown> {
  const path = `${notebookPath(namespace, name)}/api`;
  const answers =
    serverType === 'jupyter'
      ? { httpGet: { path, port: NOTEBOOK_PORT, scheme: 'HTTP' } }
      : { tcpSocket: { port: NOTEBOOK_PORT } };
  return { ...answers, periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 5 };
}

const secretVariables = (name: string) => ({ secretRef: { name } });

function identity(settings: NotebookSettings): EnvVar[] {
  return [
    { name: 'KUBEFLOW_LAB_URL', value: settings.serverUrl },
    { name: 'KUBEFLOW_LAB_TOKEN_FILE', value: `${TOKEN_DIRECTORY}/token` },
    { name: 'KUBEFLOW_LAB_IDENTITY', value: 'required' }
  ];
}
