import { buildNotebook } from './build.js';
import { spawnerOffer } from './offer.js';
import type { NotebookForm, Workspace } from './types.js';
import { buildClaims } from './volumes.js';

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
  expect(buildClaims(wanted, settings)[0]).toMatchObject({
    metadata: { name: 'lab-workspace', namespace: 'ada' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'fast',
      resources: { requests: { storage: '5Gi' } }
    }
  });
  const [withDefault] = buildClaims(form({ mode: 'new', size: '5Gi' }), settings);
  expect(withDefault.spec).not.toHaveProperty('storageClassName');
  expect(buildClaims(form({ mode: 'none' }), settings)).toEqual([]);
  expect(buildClaims(form({ mode: 'existing', claim: 'x' }), settings)).toEqual([]);
});

describe('what a form may say beside', () => {
  const plain = form({ mode: 'none' });
  const file = {
    spawnerFormDefaults: {
      cpu: { value: '1', limitFactor: '1.2' },
      memory: { value: '1Gi', limitFactor: 'none' },
      affinityConfig: {
        options: [{ configKey: 'fast', displayName: 'Fast', affinity: { nodeAffinity: {} } }]
      },
      tolerationGroup: { options: [{ groupKey: 'gpu', tolerations: [{ key: 'gpu' }] }] }
    }
  };
  const offered = { ...settings, offer: spawnerOffer(file, []) };
  const podOf = (more: Partial<NotebookForm>, from = settings) =>
    buildNotebook({ ...plain, ...more }, from).spec!.template!.spec!;

  it('is limited by the factor of the offer, or by what it says itself', () => {
    const limits = (more: Partial<NotebookForm>) =>
      podOf(more, offered).containers![0].resources!.limits;
    expect(limits({})).toEqual({ cpu: '0.6' });
    expect(limits({ cpuLimit: '2', memoryLimit: '3Gi' })).toEqual({ cpu: '2', memory: '3Gi' });
    expect(limits({ gpu: { vendor: 'amd.com/gpu', count: 2 } })).toMatchObject({
      'amd.com/gpu': '2'
    });
  });

  it('has the groups of the offer', () => {
    expect(podOf({ affinity: 'fast', tolerations: 'gpu' }, offered)).toMatchObject({
      affinity: { nodeAffinity: {} },
      tolerations: [{ key: 'gpu' }]
    });
    expect(podOf({}, offered)).not.toHaveProperty('affinity');
  });

  it('mounts data volumes and shared memory, and makes the claims of new ones', () => {
    const wanted: NotebookForm = {
      ...plain,
      shm: true,
      dataVolumes: [
        { mode: 'new', claim: '{notebook-name}-data', mount: '/data', size: '1Gi' },
        { mode: 'existing', claim: 'old', mount: '/old', readOnly: true }
      ]
    };
    const { containers, volumes } = buildNotebook(wanted, settings).spec!.template!.spec!;
    expect(volumes).toEqual(
      expect.arrayContaining([
        { name: 'data-1', persistentVolumeClaim: { claimName: 'lab-data' } },
        { name: 'data-2', persistentVolumeClaim: { claimName: 'old' } },
        { name: 'dshm', emptyDir: { medium: 'Memory' } }
      ])
    );
    expect(containers![0].volumeMounts).toEqual(
      expect.arrayContaining([
        { name: 'data-1', mountPath: '/data' },
        { name: 'data-2', mountPath: '/old', readOnly: true },
        { name: 'dshm', mountPath: '/dev/shm' }
      ])
    );
    expect(buildClaims(wanted, settings).map(({ metadata }) => metadata?.name)).toEqual([
      'lab-data'
    ]);
  });

  it('has variables, Secrets, an idle time, and the labels that PodDefaults select by', () => {
    const podDefaults = [
      { metadata: { name: 'proxy' }, spec: { selector: { matchLabels: { 'use-proxy': 'yes' } } } }
    ];
    const more = {
      env: [{ name: 'A', value: '1' }],
      secrets: ['token'],
      idleTime: '2h',
      configurations: ['proxy', 'gone']
    };
    const notebook = buildNotebook({ ...plain, ...more }, { ...settings, podDefaults });
    expect(notebook.metadata).toMatchObject({
      labels: { app: 'lab', 'use-proxy': 'yes', gone: 'true' },
      annotations: { 'lab.kubeflow.org/notebook-idle-time': '2h' }
    });
    const [container] = notebook.spec!.template!.spec!.containers!;
    expect(container.env).toContainEqual({ name: 'A', value: '1' });
    expect(container.envFrom).toContainEqual({ secretRef: { name: 'token' } });
  });

  it.each([
    ['group-one', { 'notebooks.kubeflow.org/http-rewrite-uri': '/' }],
    [
      'group-two',
      {
        'notebooks.kubeflow.org/http-rewrite-uri': '/',
        'notebooks.kubeflow.org/http-headers-request-set':
          '{"X-RStudio-Root-Path":"/notebook/ada/lab/"}'
      }
    ]
  ] as const)('is of type %s, ready when it listens', (serverType, annotations) => {
    const notebook = buildNotebook({ ...plain, serverType }, settings);
    expect(notebook.metadata?.annotations).toMatchObject({
      'notebooks.kubeflow.org/server-type': serverType,
      ...annotations
    });
    expect(notebook.spec!.template!.spec!.containers![0].readinessProbe).toMatchObject({
      tcpSocket: { port: 8888 }
    });
  });
});
