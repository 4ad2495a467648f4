import { KubeError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { CronWorkflow, Workflow } from '@kubeflow-lab/resources';

import type { CronCache } from './cache.js';
import { createCronReconcile } from './reconcile.js';

const NOW = Date.parse('2026-01-01T00:10:05Z');

/** A cluster of one CronWorkflow and its runs; the caches show it as it was when `look` was called last. */
class Cluster {
  readonly runs = new Map<string, Workflow>();
  readonly log: string[] = [];
  cron: CronWorkflow;
  private seen: { cron: CronWorkflow; runs: Workflow[] };
  failsAfterCreate = false;

  constructor(spec: CronWorkflow['spec'] = {}) {
    this.cron = {
      metadata: {
        name: 'nightly',
        namespace: 'ada',
        uid: 'c1',
        resourceVersion: '1',
        creationTimestamp: '2026-01-01T00:00:00Z'
      },
      spec: {
        schedules: ['*/10 * * * *'],
        workflowSpec: {
          entrypoint: 'main',
          templates: [{ name: 'main', container: { image: 'any', command: ['any'] } }]
        },
        ...spec
      }
    };
    this.seen = { cron: this.cron, runs: [] };
  }

  look(): void {
    this.seen = structuredClone({ cron: this.cron, runs: [...this.runs.values()] });
  }

  get cache(): CronCache {
    return {
      crons: { store: { get: () => this.seen.cron } },
      runs: { store: { find: () => this.seen.runs } }
    } as unknown as CronCache;
  }

  get client(): KubeClient {
    const client: Partial<Record<keyof KubeClient, unknown>> = {
      create: (_kind: unknown, run: Workflow) => this.create(run),
      mergePatch: (kind: { kind: string }, { name }: { name: string }, patch: object) => {
        this.log.push(`patch ${kind.kind} ${name}`);
        if (kind.kind === 'CronWorkflow') {
          const { status } = patch as CronWorkflow;
          this.cron = { ...this.cron, status: { ...this.cron.status, ...status } };
        }
        return Promise.resolve({});
      },
      delete: (_kind: unknown, { name }: { name: string }) => {
        this.log.push(`delete ${name}`);
        this.runs.delete(name);
        return Promise.resolve();
      }
    };
    return client as KubeClient;
  }

  private create(run: Workflow): Promise<Workflow> {
    const name = run.metadata?.name ?? '';
    if (this.runs.has(name)) {
      return Promise.reject(
        new KubeError(409, { reason: 'AlreadyExists', message: 'already exists' })
      );
    }
    this.log.push(`create ${name}`);
    const made = { ...run, metadata: { ...run.metadata, uid: name } };
    this.runs.set(name, made);
    return this.failsAfterCreate
      ? Promise.reject(new Error('The process was killed.'))
      : Promise.resolve(made);
  }
}

const signal = new AbortController().signal;
const reconcile = (cluster: Cluster, now = NOW) =>
  createCronReconcile(
    cluster.client,
    cluster.cache,
    () => now
  )('ada/nightly', {
    signal
  } as Parameters<ReturnType<typeof createCronReconcile>>[1]);

const NAME = `nightly-${Date.parse('2026-01-01T00:10:00Z') / 1000}`;

it('makes a run when its time has come, says so, and waits for the next', async () => {
  const cluster = new Cluster();
  expect(await reconcile(cluster)).toEqual({ requeueAfterMs: 595_000 });
  expect(cluster.log).toEqual([`create ${NAME}`, 'patch CronWorkflow nightly']);
  expect(cluster.cron.status).toMatchObject({
    lastScheduledTime: '2026-01-01T00:10:00Z',
    active: [{ name: NAME }]
  });
});

it('does it once, also from caches that are late', async () => {
  const cluster = new Cluster();
  await reconcile(cluster);
  await reconcile(cluster);
  cluster.look();
  await reconcile(cluster);
  expect(cluster.log.filter(line => line.startsWith('create'))).toEqual([`create ${NAME}`]);
});

it('killed after the run was made, it goes on with that one', async () => {
  const cluster = new Cluster();
  cluster.failsAfterCreate = true;
  await expect(reconcile(cluster)).rejects.toThrow(/killed/);
  cluster.look();
  await reconcile(cluster, NOW + 1000);
  expect([...cluster.runs.keys()]).toEqual([NAME]);
  expect(cluster.cron.status?.lastScheduledTime).toBe('2026-01-01T00:10:00Z');
});

it('writes nothing where nothing has changed', async () => {
  const cluster = new Cluster();
  await reconcile(cluster);
  cluster.look();
  cluster.log.splice(0);
  await reconcile(cluster, NOW + 1000);
  expect(cluster.log).toEqual([]);
});

it('ends what is replaced, and deletes what is not kept', async () => {
  const cluster = new Cluster({ concurrencyPolicy: 'Replace', successfulJobsHistoryLimit: 0 });
  const owner = {
    apiVersion: 'x',
    kind: 'CronWorkflow',
    name: 'nightly',
    uid: 'c1',
    controller: true
  };
  const run = (name: string, phase: 'Running' | 'Succeeded'): [string, Workflow] => [
    name,
    { metadata: { name, namespace: 'ada', uid: name, ownerReferences: [owner] }, status: { phase } }
  ];
  cluster.runs.set(...run('old', 'Running')).set(...run('done', 'Succeeded'));
  cluster.look();
  await reconcile(cluster);
  expect(cluster.log).toEqual([
    'patch Workflow old',
    `create ${NAME}`,
    'patch CronWorkflow nightly',
    'delete done'
  ]);
});

it('says what it cannot run, and begins nothing', async () => {
  const cluster = new Cluster({ schedules: ['often'] });
  expect(await reconcile(cluster)).toBeUndefined();
  expect(cluster.log).toEqual(['patch CronWorkflow nightly']);
  expect(cluster.cron.status?.conditions).toEqual([
    {
      type: 'SpecError',
      status: 'True',
      message: expect.stringContaining('spec.schedules[0]: the schedule `often`')
    }
  ]);
});
