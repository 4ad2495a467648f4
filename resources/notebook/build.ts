import { bucketEnvironment } from '../bucket/index.js';
import type {
  Container,
  EnvVar,
  PersistentVolumeClaim,
  PodSpec,
  Volume,
  VolumeMount
} from '../common/object.js';
import {
  CREATOR_ANNOTATION,
  HOME_DIRECTORY,
  NOTEBOOK_API_VERSION,
  NOTEBOOK_NAME_LABEL,
  NOTEBOOK_PORT,
  SERVER_TYPE_ANNOTATION,
  SHARED_CLAIM,
  SHARED_DIRECTORY,
  notebookPath,
  workspaceClaimName
} from './types.js';
import type { Notebook, NotebookForm, NotebookSettings } from './types.js';

const TOKEN_DIRECTORY = '/var/run/secrets/kubeflow-lab';
const TOKEN_AUDIENCE = 'kubeflow-lab';
const TOKEN_SECONDS = 3600;

/** The Notebook that a form describes. The form must have passed `checkNotebook`. */
export function buildNotebook(form: NotebookForm, settings: NotebookSettings): Notebook {
  return {
    apiVersion: NOTEBOOK_API_VERSION,
    kind: 'Notebook',
    metadata: {
      name: form.name,
      namespace: settings.namespace,
      labels: { app: form.name },
      annotations: {
        [SERVER_TYPE_ANNOTATION]: 'jupyter',
        [CREATOR_ANNOTATION]: settings.creator
      }
    },
    spec: { template: { spec: podSpec(form, settings) } }
  };
}

/** The claim for the form's new workspace volume; null where the form asks for none. */
export function buildWorkspaceClaim(
  form: NotebookForm,
  settings: NotebookSettings
): PersistentVolumeClaim | null {
  if (form.workspace.mode !== 'new') {
    return null;
  }
  const { size, storageClass } = form.workspace;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: workspaceClaimName(form.name),
      namespace: settings.namespace,
      // By the second label the claim is found, and removed, together with its notebook.
      labels: { app: form.name, [NOTEBOOK_NAME_LABEL]: form.name },
      annotations: { [CREATOR_ANNOTATION]: settings.creator }
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: size } },
      ...(storageClass ? { storageClassName: storageClass } : {})
    }
  };
}

function podSpec(form: NotebookForm, settings: NotebookSettings): PodSpec {
  const { volumes, mounts } = storage(form);
  return {
    serviceAccountName: 'default-editor',
    // Variables for each Service of the namespace would only slow the shell down.
    enableServiceLinks: false,
    securityContext: { fsGroup: 100, runAsUser: 1000, runAsNonRoot: true },
    containers: [container(form, settings, mounts)],
    volumes
  };
}

function container(
  form: NotebookForm,
  settings: NotebookSettings,
  volumeMounts: VolumeMount[]
): Container {
  const resources = { cpu: form.cpu, memory: form.memory };
  return {
    name: form.name,
    image: form.image,
    imagePullPolicy: 'IfNotPresent',
    envFrom: bucketEnvironment(),
    // The steps of a pipeline run by default in the image that its notebook runs in.
    env: [...identity(settings), { name: 'KUBEFLOW_LAB_IMAGE', value: form.image }],
    // Requests equal limits, so that a server neither starves its neighbours nor is killed for their sake.
    resources: { requests: { ...resources }, limits: { ...resources } },
    volumeMounts,
    readinessProbe: {
      httpGet: {
        path: `${notebookPath(settings.namespace, form.name)}/api`,
        port: NOTEBOOK_PORT,
        scheme: 'HTTP'
      },
      periodSeconds: 1,
      timeoutSeconds: 5,
      failureThreshold: 5
    },
    // The end of the log of a server that crashed becomes part of its status.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    securityContext: { allowPrivilegeEscalation: false }
  };
}

function identity(settings: NotebookSettings): EnvVar[] {
  return [
    { name: 'KUBEFLOW_LAB_URL', value: settings.serverUrl },
    { name: 'KUBEFLOW_LAB_TOKEN_FILE', value: `${TOKEN_DIRECTORY}/token` },
    { name: 'KUBEFLOW_LAB_IDENTITY', value: 'required' }
  ];
}

function storage(form: NotebookForm): { volumes: Volume[]; mounts: VolumeMount[] } {
  const volumes: Volume[] = [
    {
      name: 'kubeflow-lab-token',
      projected: {
        sources: [
          {
            serviceAccountToken: {
              audience: TOKEN_AUDIENCE,
              expirationSeconds: TOKEN_SECONDS,
              path: 'token'
            }
          }
        ]
      }
    },
    { name: 'shared', persistentVolumeClaim: { claimName: SHARED_CLAIM } }
  ];
  const mounts: VolumeMount[] = [
    { name: 'kubeflow-lab-token', mountPath: TOKEN_DIRECTORY, readOnly: true },
    { name: 'shared', mountPath: SHARED_DIRECTORY }
  ];
  const claim = workspaceClaim(form);
  if (claim !== null) {
    // First, because the shared folder lies inside it.
    volumes.unshift({ name: 'workspace', persistentVolumeClaim: { claimName: claim } });
    mounts.unshift({ name: 'workspace', mountPath: HOME_DIRECTORY });
  }
  return { volumes, mounts };
}

function workspaceClaim(form: NotebookForm): string | null {
  switch (form.workspace.mode) {
    case 'new':
      return workspaceClaimName(form.name);
    case 'existing':
      return form.workspace.claim;
    case 'none':
      return null;
  }
}
