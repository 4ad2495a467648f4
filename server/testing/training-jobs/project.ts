/** A project of a cluster in which training jobs truly run, with a server that shows them and a witness of both. */
import { PERSISTENT_VOLUME_CLAIM, SERVICE_ACCOUNT } from '@kubeflow-lab/kube';
import { FOLLOWED_JOB_KINDS, TRAINING_JOB_KINDS } from '@kubeflow-lab/resources';
import type { LogLine, Plural, TrainingJobForm, TrainingJobSummary } from '@kubeflow-lab/schema';

import {
  createNamespace,
  deleteNamespace,
  eventually,
  uniqueName
} from '../../../kube/testing/cluster.js';
import { admin, grant, startListening } from '../listening.js';
import type { ListeningServer } from '../listening.js';
import { Witness } from './witness.js';

export const PYTORCH = 'localhost/kubeflow-lab-pytorch:0.1.0';

export interface Cell {
  /** '' for the one of a runtime. */
  image: string;
  source: string;
  /** How many replicas of each role. */
  counts: Record<string, number>;
  /** Whether they have the project's shared folder. */
  shared?: boolean;
  runtime?: TrainingJobForm['runtime'];
}

export interface Role {
  command: string[];
  replicas?: number;
  restartPolicy?: string;
  image?: string;
  requests?: object;
}

export const python = (program: string) => ['python', '-c', program];

export class JobsProject {
  private constructor(
    readonly namespace: string,
    private readonly server: ListeningServer,
    private readonly cookie: string,
    readonly witness: Witness
  ) {}

  /** Makes the project, and begins to watch its jobs of these kinds. */
  static async begin(plurals: readonly Plural[]): Promise<JobsProject> {
    const person = uniqueName('ada');
    const namespace = await createNamespace(admin, {
      'app.kubernetes.io/part-of': 'kubeflow-profile'
    });
    await admin.create(SERVICE_ACCOUNT, { metadata: { namespace, name: 'default-editor' } });
    await admin.create(PERSISTENT_VOLUME_CLAIM, {
      metadata: { namespace, name: 'shared' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
    });
    await grant(namespace, person, [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]);
    const server = await startListening({ people: [person] });
    const cookie = await server.signIn(person);
    const scene = { origin: server.origin, cookie, namespace, plurals };
    return new JobsProject(namespace, server, cookie, await Witness.begin(admin, scene));
  }

  async end(): Promise<void> {
    this.witness.end();
    await deleteNamespace(admin, this.namespace);
    await this.server.close();
  }

  async send(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.server.origin}/api/namespaces/${this.namespace}/${path}`, {
      method,
      headers: {
        Cookie: this.cookie,
        'X-Kubeflow-Lab': '1',
        'Content-Type': 'application/json'
      },
      body: body && JSON.stringify(body)
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    }
    return text === '' ? null : JSON.parse(text);
  }

  /** A job from a cell. */
  fromCell(plural: Plural, name: string, cell: Cell): Promise<unknown> {
    const { image, source, counts, shared = false, runtime } = cell;
    return this.send('POST', plural, {
      name,
      image,
      replicas: Object.entries(counts).map(([role, count]) => ({ role, count })),
      code: { cells: [{ id: 'cell', source }], modules: [], parameters: {} },
      resources: {},
      env: [],
      volumes: shared ? [{ claim: 'shared', path: '/home/jovyan/shared' }] : [],
      runtime
    });
  }

  /** A job as somebody wrote it. */
  written(kind: string, name: string, roles: Record<string, Role>, spec: object = {}) {
    const row = [...TRAINING_JOB_KINDS, ...FOLLOWED_JOB_KINDS].find(one => one.kind === kind)!;
    const specs = Object.entries(roles).map(([role, each]) => {
      const { command, replicas = 1, restartPolicy = 'Never', image = PYTORCH, requests } = each;
      const container = { name: row.container, image, command, resources: { requests } };
      const pod = { terminationGracePeriodSeconds: 1, containers: [container] };
      return [role, { replicas, restartPolicy, template: { spec: pod } }];
    });
    return this.send('POST', row.plural, {
      apiVersion: 'kubeflow.org/v1',
      kind,
      metadata: { name },
      spec: { [row.replicaSpecs]: Object.fromEntries(specs), ...spec }
    });
  }

  /** The state of a job as soon as it is in that phase, for that reason if one is given. */
  shown(name: string, phase: string, reason?: string): Promise<TrainingJobSummary> {
    return eventually(
      async () =>
        this.witness
          .of(name)
          .find(one => one.phase === phase && (reason === undefined || one.reason === reason)),
      120
    );
  }

  async log(plural: Plural, name: string): Promise<string[]> {
    const { lines } = (await this.send('GET', `${plural}/${name}/logs`)) as { lines: LogLine[] };
    return lines.map(({ text }) => text);
  }
}
