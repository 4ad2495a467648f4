import { buildNotebook, buildWorkspaceClaim } from './build.js';
import type { NotebookForm, Workspace } from './types.js';

const settings = { namespace: 'ada', creator: 'ada@example.com', serverUrl: 'http://server' };

function form(workspace: Workspace): NotebookForm {
  return { name: 'lab', image: 'localhost/jupyter:1', cpu: '0.5', memory: '1Gi', workspace };
}

const made = buildNotebook(form({ mode: 'new', size: '5Gi' }), settings);
const spec = made.spec!.template!.spec!;
const container = spec.containers![0];

it("carries upstream's type, label and annotations", () => {
  expect(made).toMatchObject({
    apiVersion: 'kubeflow.org/v1',
    kind: 'Notebook',
    metadata: {
      name: 'lab',
      namespace: 'ada',
      labels: { app: 'lab' },
      annotations: {
        'notebooks.kubeflow.org/server-type': 'jupyter',
        'notebooks.kubeflow.org/creator': 'ada@example.com'
      }
    }
  });
});

it('runs as an ordinary user of the project', () => {
  expect(spec).toMatchObject({
    serviceAccountName: 'default-editor',
    enableServiceLinks: false,
    securityContext: { fsGroup: 100, runAsUser: 1000, runAsNonRoot: true }
  });
  expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false });
});

it('asks for what the form says, and is limited to it', () => {
  const resources = { cpu: '0.5', memory: '1Gi' };
  expect(container).toMatchObject({
    name: 'lab',
    image: 'localhost/jupyter:1',
    resources: { requests: resources, limits: resources }
  });
});

it('is asked for its version each second, under its own path', () => {
  expect(container.readinessProbe).toMatchObject({
    httpGet: { path: '/notebook/ada/lab/api', port: 8888 },
    periodSeconds: 1
  });
});

it("has the keys of the project's bucket, where there are any", () => {
  expect(container.envFrom).toEqual([{ secretRef: { name: 'kubeflow-lab-s3', optional: true } }]);
});

it('knows the server, proves who it is, and can name its image for the steps of a pipeline', () => {
  expect(container.env).toEqual([
    { name: 'KUBEFLOW_LAB_URL', value: 'http://server' },
    { name: 'KUBEFLOW_LAB_TOKEN_FILE', value: '/var/run/secrets/kubeflow-lab/token' },
    { name: 'KUBEFLOW_LAB_IDENTITY', value: 'required' },
    { name: 'KUBEFLOW_LAB_IMAGE', value: 'localhost/jupyter:1' }
  ]);
  const serviceAccountToken = {
    audience: 'kubeflow-lab',
    expirationSeconds: 3600,
    path: 'token'
  };
  expect(spec.volumes).toContainEqual({
    name: 'kubeflow-lab-token',
    projected: { sources: [{ serviceAccountToken }] }
  });
  expect(container.volumeMounts).toContainEqual({
    name: 'kubeflow-lab-token',
    mountPath: '/var/run/secrets/kubeflow-lab',
    readOnly: true
  });
});

const workspaces: [Workspace, string | null][] = [
  [{ mode: 'new', size: '5Gi' }, 'lab-workspace'],
  [{ mode: 'existing', claim: 'old' }, 'old'],
  [{ mode: 'none' }, null]
];

it.each(workspaces)('has its home for %j on %s', (workspace, claim) => {
  const { volumes, containers } = buildNotebook(form(workspace), settings).spec!.template!.spec!;
  const claimOf = (path: string) => {
    const mount = containers![0].volumeMounts!.find(m => m.mountPath === path);
    const volume = volumes!.find(v => v.name === mount?.name);
    return volume?.persistentVolumeClaim?.claimName ?? null;
  };
  expect(claimOf('/home/jovyan')).toBe(claim);
  expect(claimOf('/home/jovyan/shared')).toBe('shared');
});

it('asks for a claim only where the form wants a new one', () => {
  const wanted = form({ mode: 'new', size: '5Gi', storageClass: 'fast' });
  expect(buildWorkspaceClaim(wanted, settings)).toMatchObject({
    metadata: { name: 'lab-workspace', namespace: 'ada' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'fast',
      resources: { requests: { storage: '5Gi' } }
    }
  });
  const withDefault = buildWorkspaceClaim(form({ mode: 'new', size: '5Gi' }), settings);
  expect(withDefault?.spec).not.toHaveProperty('storageClassName');
  expect(buildWorkspaceClaim(form({ mode: 'none' }), settings)).toBeNull();
  expect(buildWorkspaceClaim(form({ mode: 'existing', claim: 'x' }), settings)).toBeNull();
});
