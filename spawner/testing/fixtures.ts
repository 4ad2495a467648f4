/** Data in the exact shapes of the API, for component tests and for looking at the screens. */
import type {
  Addon,
  Capacity,
  EventItem,
  LogLine,
  NotebookItem,
  NotebookOptions,
  NotebookSummary,
  NotebookUse,
  Problem,
  Settings,
  SnapshotList,
  VolumeFiles
} from '@kubeflow-lab/schema';

/** A moment `minutes` before now, RFC 3339. */
export function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

let serial = 0;

/** A notebook item; `summary` is what differs from a running one. */
export function notebook(
  namespace: string,
  name: string,
  summary: Partial<NotebookSummary> = {}
): NotebookItem {
  serial += 1;
  const full: NotebookSummary = {
    phase: 'Running',
    message: 'Ready since a few minutes.',
    reason: '',
    since: ago(12),
    image: 'localhost/kubeflow-lab-jupyter:0.1.0',
    cpu: '0.5',
    memory: '1Gi',
    volume: `${name}-workspace`,
    url: `/connect/${namespace}/${name}`,
    createdAt: ago(90),
    creator: 'alice',
    lastActivity: null,
    stopsAt: null,
    stopsSoon: false,
    activityProblem: '',
    ...summary
  };
  const open = full.phase === 'Running';
  const stopped = full.phase === 'Stopped' || full.phase === 'Stopping';
  return {
    object: {
      apiVersion: 'kubeflow.org/v1',
      kind: 'Notebook',
      metadata: {
        name,
        namespace,
        uid: `uid-${serial}`,
        resourceVersion: String(1000 + serial),
        creationTimestamp: full.createdAt,
        annotations: {
          'notebooks.kubeflow.org/creator': 'alice',
          ...(stopped ? { 'kubeflow-resource-stopped': ago(3) } : {})
        }
      },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name,
                image: full.image,
                resources: { limits: { cpu: full.cpu, memory: full.memory } },
                volumeMounts: full.volume ? [{ name: 'home', mountPath: '/home/jovyan' }] : []
              }
            ],
            volumes: full.volume
              ? [{ name: 'home', persistentVolumeClaim: { claimName: full.volume } }]
              : []
          }
        }
      },
      status: {
        readyReplicas: open ? 1 : 0,
        conditions: [
          { type: 'Running', status: 'True', lastTransitionTime: ago(12), message: 'Started.' },
          { type: 'Idle', status: 'False', reason: 'Used', lastTransitionTime: ago(3) }
        ]
      }
    },
    summary: { ...full, url: open ? full.url : null }
  };
}

/** One server in each state that a person meets. */
export function everyState(namespace: string): NotebookItem[] {
  return [
    notebook(namespace, 'digits', { lastActivity: ago(40), stopsAt: ago(-80) }),
    notebook(namespace, 'left-alone', {
      lastActivity: ago(112),
      stopsAt: ago(-8),
      stopsSoon: true
    }),
    notebook(namespace, 'etl', {
      phase: 'Starting',
      message: 'Downloading the image localhost/kubeflow-lab-tensorflow:0.1.0 (40 s so far).',
      image: 'localhost/kubeflow-lab-tensorflow:0.1.0',
      cpu: '2',
      memory: '4Gi',
      createdAt: ago(1)
    }),
    notebook(namespace, 'big-model', {
      phase: 'Pending',
      reason: 'Unschedulable',
      message:
        'No node has 64Gi of memory free; the largest has 7.6Gi. Stop another server, or make a smaller one.',
      cpu: '4',
      memory: '64Gi',
      createdAt: ago(26)
    }),
    notebook(namespace, 'experiments', {
      phase: 'Stopped',
      message: 'Stopped after 2 h without activity; its files are kept.',
      lastActivity: ago(60 * 24 * 2),
      createdAt: ago(60 * 24 * 12)
    }),
    notebook(namespace, 'broken', {
      phase: 'Failed',
      reason: 'ImagePull',
      message:
        'The image registry.example/team/jupyter:2.0 does not exist. Check its name, then create the server again.',
      image: 'registry.example/team/jupyter:2.0',
      volume: null,
      createdAt: ago(60 * 5)
    }),
    notebook(namespace, 'old', {
      phase: 'Deleting',
      message: 'Being deleted; its volume is kept.',
      createdAt: ago(60 * 24 * 40)
    })
  ];
}

/** What the metrics-server of a cluster measured. */
export function use(): NotebookUse {
  return {
    items: [
      { name: 'digits', cpu: 0.031, memory: 212 * 2 ** 20 },
      { name: 'left-alone', cpu: 0, memory: 97 * 2 ** 20 }
    ],
    why: null
  };
}

/** What a cluster says of snapshots that can take none. */
export const noSnapshots = (): SnapshotList => ({
  items: [],
  storageClasses: [],
  why: 'This cluster cannot take snapshots of volumes: it does not know the kind VolumeSnapshot.'
});

/** A volume with a folder, a link and files. */
export function volumeFiles(): VolumeFiles {
  const entry = (path: string, kind: 'folder' | 'file' | 'other', size = 4096) => ({
    path,
    kind,
    size,
    modified: ago(600)
  });
  return {
    items: [
      entry('data', 'folder'),
      entry('data/train.csv', 'file', 31_457_280),
      entry('current', 'other'),
      entry('digits.ipynb', 'file', 48_211),
      entry('notes-10.txt', 'file', 12),
      entry('notes-9.txt', 'file', 12)
    ],
    used: 31_600_000,
    more: false
  };
}

/** Servers with the longest names that are possible, and long sentences. */
export function longOnes(namespace: string): NotebookItem[] {
  const name = 'a-very-long-name-that-somebody-typed-for-a-reason-52';
  return [
    notebook(namespace, name, {
      image: `registry.internal.example.org/data-science/platform/${'jupyter-'.repeat(8)}:2026.10.15-cuda`,
      message: 'Ready.'
    }),
    notebook(namespace, `${name.slice(0, 50)}x2`, {
      phase: 'Pending',
      reason: 'Volume',
      message: `The volume ${name}-workspace waits for storage class "${'fast-'.repeat(12)}ssd", which does not exist. Choose another class, or ask an administrator to make it.`
    })
  ];
}

/** A few hundred servers in all states. */
export function manyOf(namespace: string, count: number): NotebookItem[] {
  const phases = ['Running', 'Running', 'Stopped', 'Starting', 'Failed'] as const;
  return Array.from({ length: count }, (_, index) =>
    notebook(namespace, `notebook-${index + 1}`, {
      phase: phases[index % phases.length],
      message: 'A sentence about its state.',
      createdAt: ago(index * 37)
    })
  );
}

export function settings(addons: Addon[] = []): Settings {
  return {
    version: '0.1.0',
    origin: 'http://localhost:8080',
    dashboards: [],
    gitHosts: [],
    images: {
      jupyter: ['localhost/kubeflow-lab-jupyter:0.1.0', 'localhost/kubeflow-lab-tensorflow:0.1.0'],
      tensorflow: ['localhost/kubeflow-lab-tensorflow:0.1.0'],
      xgboost: [],
      pytorch: [],
      mpi: []
    },
    addons,
    limits: { cpu: '2', memory: '7934512Ki', gpu: '0', nodes: 1 }
  };
}

/** What the form offers: all that an administrator can set is there. */
export function options(more: Partial<NotebookOptions> = {}): NotebookOptions {
  const none = { value: '', options: [], readOnly: false };
  const { jupyter } = settings().images;
  return {
    serverUrl: 'http://kubeflow-lab-server',
    problem: '',
    images: {
      jupyter: { value: jupyter[0], options: jupyter, readOnly: false },
      'group-one': none,
      'group-two': none
    },
    allowCustomImage: true,
    hideRegistry: false,
    hideTag: false,
    imagePullPolicy: { value: 'IfNotPresent', readOnly: false },
    cpu: { value: '0.5', limitFactor: 1, readOnly: false },
    memory: { value: '1Gi', limitFactor: 1, readOnly: false },
    gpus: { value: { vendor: '', count: 0 }, vendors: [], readOnly: false },
    workspace: { value: { mode: 'new', size: '5Gi' }, readOnly: false },
    dataVolumes: { value: [], readOnly: false },
    affinity: none,
    tolerations: none,
    shm: { value: false, readOnly: false },
    configurations: { value: [], options: [], readOnly: false },
    env: { value: [], readOnly: false },
    secrets: [],
    profiles: [],
    ...more
  };
}

/** Options as a company has them. */
export function manyOptions(): NotebookOptions {
  const groups = <T>(names: string[], content: T) => ({
    value: '',
    options: names.map(name => ({ key: name.toLowerCase(), name, content })),
    readOnly: false
  });
  return options({
    images: {
      ...options().images,
      'group-one': {
        value: 'registry.example/codeserver-python:v1.11',
        options: ['registry.example/codeserver-python:v1.11'],
        readOnly: false
      }
    },
    hideRegistry: true,
    memory: { value: '2Gi', limitFactor: 1.2, readOnly: true },
    gpus: {
      value: { vendor: '', count: 0 },
      vendors: [
        { resource: 'nvidia.com/gpu', name: 'NVIDIA', total: 8, free: 3 },
        { resource: 'amd.com/gpu', name: 'AMD', total: 2, free: 0 }
      ],
      readOnly: false
    },
    affinity: groups(['Fast disks', 'Near the data'], { nodeAffinity: {} }),
    tolerations: groups(['Training nodes'], [{ key: 'training', operator: 'Exists' }]),
    configurations: {
      value: [],
      options: [
        {
          name: 'proxy',
          description: 'Way out through the company’s proxy',
          changes: ['sets the variables HTTP_PROXY, HTTPS_PROXY, NO_PROXY'],
          labels: { proxy: 'yes' }
        },
        {
          name: 'warehouse',
          description: 'Keys of the data warehouse',
          changes: ['mounts volumes at /etc/warehouse', 'sets the variables WAREHOUSE_URL'],
          labels: { warehouse: 'yes' }
        }
      ],
      readOnly: false
    },
    secrets: ['huggingface', 'wandb'],
    profiles: [
      { name: 'Small', description: 'To look at data.', picture: '', form: { cpu: '0.5' } },
      { name: 'Large', description: 'For models of tables.', picture: '', form: { cpu: '2' } },
      {
        name: 'GPU',
        description: 'One card, for deep learning.',
        picture: '',
        form: { cpu: '2', gpu: { vendor: 'nvidia.com/gpu', count: 1 }, shm: true }
      }
    ]
  });
}

/** A cluster with so much free on its largest node. */
export function capacity(cpu = 4, memory = 16 * 2 ** 30): Capacity {
  const amounts = { cpu, memory, gpu: 0, pods: 100 };
  return { free: amounts, largest: amounts, quotas: [] };
}

export function problem(status: number, detail: string, more: Partial<Problem> = {}): Problem {
  return { type: 'about:blank', title: 'Problem', status, detail, ...more };
}

/** Lines of a log from number `from` on. */
export function logLines(count: number, from = 1): LogLine[] {
  const texts = [
    '[I 2026-10-15 09:12:44.120 ServerApp] jupyterlab | extension was successfully loaded.',
    '[I 2026-10-15 09:12:44.530 ServerApp] Serving notebooks from local directory: /home/jovyan',
    '\u001b[33m[W 2026-10-15 09:12:45.002 ServerApp]\u001b[0m A warning with colours that a page does not show',
    '[I 2026-10-15 09:12:46.700 ServerApp] 200 GET /notebook/alice/digits/api (10.42.0.1) 0.61ms'
  ];
  return Array.from({ length: count }, (_, index) => ({
    sequence: from + index,
    replica: 'digits-0',
    time: ago(5),
    text: texts[(from + index) % texts.length]
  }));
}

export function events(): EventItem[] {
  return [
    {
      time: ago(3),
      type: 'Normal',
      reason: 'Pulled',
      object: 'Pod/digits-0',
      message: 'Container image "localhost/kubeflow-lab-jupyter:0.1.0" already present on machine'
    },
    {
      time: ago(4),
      type: 'Warning',
      reason: 'FailedScheduling',
      object: 'Pod/digits-0',
      message: '0/1 nodes are available: 1 Insufficient memory.'
    },
    {
      time: ago(5),
      type: 'Normal',
      reason: 'SuccessfulCreate',
      object: 'StatefulSet/digits',
      message: 'create Pod digits-0 in StatefulSet digits successful'
    }
  ];
}
