/** What the benchmark puts into the cluster. */
import { scryptSync } from 'node:crypto';

import { NAMESPACE, NOTEBOOK, ROLE_BINDING, SECRET } from '@kubeflow-lab/kube';

import { inParallel } from '../controller/load.mjs';

export const PROJECT = 'bench-server';
const PLATFORM = 'kubeflow-lab';
const ROLE = { group: 'rbac.authorization.k8s.io', version: 'v1', kind: 'Role', plural: 'roles' };
const base64 = text => Buffer.from(text).toString('base64');

export const personOf = index => `person-${index}`;
export const notebookOf = index => `notebook-${index}`;
export const PASSWORD = 'only-for-this-benchmark';

/** A project in which so many people may do everything. */
export async function makeProject(admin, users) {
  const labels = { 'app.kubernetes.io/part-of': 'kubeflow-profile' };
  await admin.create(NAMESPACE, { metadata: { name: PROJECT, labels } });
  const metadata = { namespace: PROJECT, name: 'people' };
  await admin.create(
    { ...ROLE, namespaced: true },
    { metadata, rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] }
  );
  const apiGroup = 'rbac.authorization.k8s.io';
  await admin.create(ROLE_BINDING, {
    metadata,
    roleRef: { apiGroup, kind: 'Role', name: 'people' },
    subjects: Array.from({ length: users }, (_, index) => ({
      apiGroup,
      kind: 'User',
      name: personOf(index)
    }))
  });
}

/** Accounts with hashes that cost little, and the server's keys. */
export async function makePeople(admin, users) {
  const salt = Buffer.from('a salt for all of them');
  const hash = scryptSync(PASSWORD, salt, 32, { N: 1024, r: 8, p: 1 }).toString('base64');
  const account = base64(`scrypt$1024$8$1$${salt.toString('base64')}$${hash}`);
  const names = Array.from({ length: users }, (_, index) => personOf(index));
  await admin.apply(SECRET, {
    metadata: { namespace: PLATFORM, name: 'kubeflow-lab-accounts' },
    data: Object.fromEntries(names.map(name => [name, account]))
  });
}

/** Stopped notebooks with all that a form writes; those from `from` up to `to`. */
export async function addNotebooks(admin, from, to) {
  await inParallel(to - from, index =>
    admin.create(NOTEBOOK, stoppedNotebook(notebookOf(from + index)))
  );
}

function stoppedNotebook(name) {
  const image = 'localhost/kubeflow-lab-jupyter:0.1.0';
  const resources = { cpu: '500m', memory: '1Gi' };
  const claim = { persistentVolumeClaim: { claimName: `${name}-workspace` } };
  const container = {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    env: [
      { name: 'KUBEFLOW_LAB_URL', value: 'http://kubeflow-lab-server.kubeflow-lab.svc' },
      { name: 'KUBEFLOW_LAB_IDENTITY', value: 'required' },
      { name: 'KUBEFLOW_LAB_IMAGE', value: image }
    ],
    resources: { requests: resources, limits: resources },
    volumeMounts: [{ name: 'workspace', mountPath: '/home/jovyan' }]
  };
  return {
    metadata: {
      namespace: PROJECT,
      name,
      labels: { app: name },
      annotations: {
        'kubeflow-resource-stopped': '2026-01-01T00:00:00Z',
        'notebooks.kubeflow.org/creator': personOf(0),
        'notebooks.kubeflow.org/server-type': 'jupyter'
      }
    },
    spec: {
      template: {
        spec: {
          serviceAccountName: 'default-editor',
          securityContext: { fsGroup: 100, runAsUser: 1000, runAsNonRoot: true },
          containers: [container],
          volumes: [{ name: 'workspace', ...claim }]
        }
      }
    }
  };
}
