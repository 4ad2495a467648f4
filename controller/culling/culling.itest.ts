/**
 * Culling against a real API server, with the rights that deploy/base gives it, and real HTTP servers that stand for
 * notebooks. Pods are never scheduled: their status is written here, as a kubelet would.
 */
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { EVENT, NOTEBOOK, POD, PROFILE } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import {
  IDLE_CONDITION,
  IDLE_STOP_ANNOTATION,
  IDLE_TIME_ANNOTATION,
  IDLE_TIME_MAX_ANNOTATION,
  LAST_ACTIVITY_ANNOTATION,
  NOTEBOOK_NAME_LABEL,
  STOP_ANNOTATION
} from '@kubeflow-lab/resources';
import type { Condition, Notebook, Pod } from '@kubeflow-lab/resources';

import { createNamespace, deleteNamespace, eventually } from '../../kube/testing/cluster.js';
import { createMetrics } from '../runtime/index.js';
import type { Runnable } from '../runtime/index.js';
import { reflectServers } from '../servers.js';
import {
  admin,
  asController,
  counting,
  expectAllUsed,
  expectNothingForbidden,
  installPlatform,
  quiet,
  restorePlatform
} from '../testing/platform.js';
import { createCullingController, createProber } from './index.js';
import { stopIdle } from './write.js';

const MINUTE = 60_000;
const SETTINGS = {
  idleMs: 60 * MINUTE,
  gpuIdleMs: 30 * MINUTE,
  maxIdleMs: Infinity,
  gpuMaxIdleMs: Infinity,
  warningMs: 10 * MINUTE,
  stepMs: 5 * MINUTE,
  periodMs: 500,
  timeoutMs: 400,
  concurrency: 2,
  countRequests: true
};

let namespace: string;
const running: Runnable[] = [];
const servers: Server[] = [];
/** How far the controller's clock is ahead of the machine's. */
let ahead = 0;

beforeAll(installPlatform);
afterAll(async () => {
  await restorePlatform();
  expectAllUsed(/^patch notebooks\.kubeflow\.org$/);
});
beforeEach(async () => {
  ahead = 0;
  namespace = await createNamespace(admin);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(controller => controller.stop()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await deleteNamespace(admin, namespace);
  expectNothingForbidden();
});

const now = () => Date.now() + ahead;
const said = (minutesAgo: number) => new Date(now() - minutesAgo * MINUTE).toISOString();

/** Sees only the test's own namespace: with a clock that is ahead nobody else's servers may be judged. */
function ownOnly(client: KubeClient): KubeClient {
  const narrow = (kind: Kind, options?: object) =>
    kind.namespaced ? { ...options, namespace } : options;
  return Object.create(client, {
    listPage: {
      value: (kind: Kind, options?: object) => client.listPage(kind, narrow(kind, options))
    },
    list: { value: (kind: Kind, options?: object) => client.list(kind, narrow(kind, options)) },
    watch: { value: (kind: Kind, options?: object) => client.watch(kind, narrow(kind, options)) }
  }) as KubeClient;
}

/** Begins to work. */
async function start(client = asController) {
  const metrics = createMetrics();
  const own = ownOnly(client);
  const controller = createCullingController({
    client: own,
    servers: reflectServers(own, quiet),
    log: quiet,
    metrics,
    settings: SETTINGS,
    prober: createProber({
      ...SETTINGS,
      address: { by: 'pod' },
      headers: () => Promise.resolve({}),
      run: null,
      now
    }),
    now
  });
  running.push(controller);
  controller.watch();
  await controller.start();
  return metrics;
}

/** A notebook that runs, which `listener` answers for. */
async function notebook(name: string, listener: RequestListener, annotations = {}) {
  const server = createServer(listener);
  const startedAt = said(0);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const containers = [{ name, image: 'none', ports: [{ containerPort: port }] }];
  await admin.create(NOTEBOOK, {
    metadata: {
      namespace,
      name,
      annotations: { [LAST_ACTIVITY_ANNOTATION]: said(1), ...annotations }
    },
    spec: { template: { spec: { containers } } }
  });
  const pod = { namespace, name: `${name}-0` };
  // A namespace that has just been made lacks the service account that every pod needs.
  await eventually(() =>
    admin.create<Pod>(POD, {
      metadata: { ...pod, labels: { [NOTEBOOK_NAME_LABEL]: name } },
      spec: { containers, schedulerName: 'nobody' }
    })
  );
  const status = {
    phase: 'Running',
    podIP: '127.0.0.1',
    podIPs: [{ ip: '127.0.0.1' }],
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: startedAt }]
  };
  await admin.mergePatch(POD, pod, { status }, { subresource: 'status' });
}

/** What a Jupyter server answers whose kernels and terminals were used so long ago. */
function jupyter(kernels: object[], terminals: object[] = []): RequestListener {
  return (request, response) => {
    const what = new URL(request.url!, 'http://x').pathname.split('/').at(-1);
    const answer = what === 'kernels' ? kernels : what === 'terminals' ? terminals : null;
    response.writeHead(answer === null ? 404 : 200).end(JSON.stringify(answer));
  };
}

const get = (name: string): Promise<Notebook> => admin.get(NOTEBOOK, { namespace, name });

const idle = (notebook: Notebook): Condition | undefined =>
  notebook.status?.conditions?.find(condition => condition.type === IDLE_CONDITION);

function untilReason(name: string, reason: string): Promise<Notebook> {
  return eventually(async () => {
    const found = await get(name);
    return idle(found)?.reason === reason && found;
  });
}

const untilStopped = (name: string): Promise<Notebook> =>
  eventually(async () => {
    const found = await get(name);
    return found.metadata?.annotations?.[STOP_ANNOTATION] !== undefined && found;
  });

const isStopped = async (name: string) =>
  (await get(name)).metadata?.annotations?.[STOP_ANNOTATION] !== undefined;

async function eventsOf(name: string): Promise<string[]> {
  const { items } = await admin.list(EVENT, { namespace });
  return items
    .filter(({ involvedObject: about }) => about?.kind === 'Notebook' && about.name === name)
    .map(({ type, reason }) => `${type} ${reason}`);
}

it('warns of what nobody uses and stops it by one write, and nothing that is used or not known', async () => {
  const busy = { execution_state: 'busy', last_activity: said(0) };
  const old = { execution_state: 'idle', last_activity: said(0) };
  let terminalUsed = said(0);
  await notebook('idle', jupyter([old]));
  await notebook('busy', jupyter([busy]));
  await notebook('typing', (...call) => jupyter([old], [{ last_activity: terminalUsed }])(...call));
  // Three that hang, where only two are asked at a time.
  await notebook('hung1', () => undefined);
  await notebook('hung2', () => undefined);
  await notebook('hung3', () => undefined);
  await notebook('failing', (_request, response) => response.writeHead(500).end());
  await notebook('never', jupyter([old]), { [IDLE_TIME_ANNOTATION]: 'never' });
  const { client, writes } = counting(asController);
  const metrics = await start(client);
  const used = await untilReason('idle', 'InUse');
  expect(Date.parse(used.status!.stopsAt!) - now()).toBeGreaterThan(58 * MINUTE);

  ahead = 52 * MINUTE;
  terminalUsed = said(0);
  const warned = await untilReason('idle', 'StopsSoon');
  expect(idle(warned)).toMatchObject({ status: 'True' });
  expect(Date.parse(warned.status!.stopsAt!)).toBeGreaterThan(now());
  await eventually(async () => (await eventsOf('idle')).includes('Warning StopsSoon'));
  await untilReason('failing', 'ProbeFailed');
  await untilReason('hung3', 'ProbeFailed');
  expect(await isStopped('idle')).toBe(false);

  ahead = 63 * MINUTE;
  terminalUsed = said(0);
  writes.length = 0;
  const stopped = await untilStopped('idle');
  const { [STOP_ANNOTATION]: at, [IDLE_STOP_ANNOTATION]: why } = stopped.metadata!.annotations!;
  expect(why).toBe(`${at} 3600`);
  await eventually(async () => (await eventsOf('idle')).includes('Normal StoppedIdle'));
  await eventually(async () => idle(await get('idle')) === undefined);
  expect(writes.filter(write => write.endsWith(`Notebook ${namespace}/idle`))).toHaveLength(2);

  ahead = 600 * MINUTE;
  terminalUsed = said(0);
  await untilReason('never', 'NeverStopped');
  // What is asked after that jump answers for all.
  await eventually(async () => {
    const { annotations } = (await get('busy')).metadata!;
    return Date.parse(annotations![LAST_ACTIVITY_ANNOTATION]) > now() - MINUTE;
  });
  for (const name of ['busy', 'typing', 'hung1', 'hung2', 'hung3', 'failing', 'never']) {
    expect([name, await isStopped(name)]).toEqual([name, false]);
  }
  const shown = await metrics.registry.metrics();
  expect(shown).toContain(`notebook_culling_total{namespace="${namespace}",name="idle"} 1`);
  expect(shown).toMatch(/notebook_activity_probes_total\{result="timeout"\} [1-9]/);
  expect(shown).toMatch(/notebook_activity_probes_total\{result="refused"\} [1-9]/);
});

it('takes the idle time of the project, beyond which nobody gets, and lets who keeps a server have it whole again', async () => {
  await notebook('lab', jupyter([]));
  await notebook('forever', jupyter([]), { [IDLE_TIME_ANNOTATION]: 'never' });
  await start();
  await untilReason('lab', 'InUse');
  await untilReason('forever', 'NeverStopped');
  const annotations = { [IDLE_TIME_ANNOTATION]: '20m', [IDLE_TIME_MAX_ANNOTATION]: '2h' };
  const profile = {
    metadata: { name: namespace, annotations },
    spec: { owner: { kind: 'User' as const, name: 'nobody' } }
  };
  await admin.create(PROFILE, profile);
  try {
    await eventually(async () => idle(await get('lab'))?.message?.includes('20 min'));
    const limited = await untilReason('forever', 'InUse');
    expect(idle(limited)?.message).toContain('2 h without activity, the longest that is allowed');
    ahead = 15 * MINUTE;
    await untilReason('lab', 'StopsSoon');
    const annotations = { [LAST_ACTIVITY_ANNOTATION]: said(0) };
    await admin.mergePatch(NOTEBOOK, { namespace, name: 'lab' }, { metadata: { annotations } });
    const kept = await untilReason('lab', 'InUse');
    expect(Date.parse(kept.status!.stopsAt!) - now()).toBeGreaterThan(18 * MINUTE);
  } finally {
    await admin.delete(PROFILE, { name: namespace });
  }
});

it('writes nothing while nothing changes, and stops nothing that changed meanwhile', async () => {
  await notebook('lab', jupyter([]));
  const { client, writes } = counting(asController);
  await start(client);
  await untilReason('lab', 'InUse');
  writes.length = 0;
  let looks = 0;
  servers[0].on('request', () => (looks += 1));
  await eventually(async () => looks > 9);
  expect(writes.filter(write => write.includes(namespace))).toEqual([]);

  // Somebody keeps the server in the moment in which it is stopped.
  const stale = await get('lab');
  const annotations = { [LAST_ACTIVITY_ANNOTATION]: said(0) };
  await admin.mergePatch(NOTEBOOK, { namespace, name: 'lab' }, { metadata: { annotations } });
  await expect(
    stopIdle(asController, stale, { at: now(), record: null, idleMs: MINUTE })
  ).rejects.toMatchObject({ status: 409 });
  expect(await isStopped('lab')).toBe(false);
});
