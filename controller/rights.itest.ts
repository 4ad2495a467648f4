/** The whole of what the controller does, once, with exactly the rights that deploy/ gives it. */
import {
  EVENT,
  HTTP_ROUTE,
  LEASE,
  NOTEBOOK,
  PROFILE,
  SERVICE,
  SERVICE_ACCOUNT,
  STATEFUL_SET,
  VIRTUAL_SERVICE,
  isNotFound
} from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import type { Notebook } from '@kubeflow-lab/resources';

import { deleteNamespace, eventually, uniqueName } from '../kube/testing/cluster.js';
import { createModelRouteController } from './model-route/index.js';
import { createNotebookController, createRouting } from './notebook/index.js';
import { createProfileController } from './profile/index.js';
import { LeaderElection, createMetrics } from './runtime/index.js';
import type { Runnable } from './runtime/index.js';
import { reflectServers } from './servers.js';
import { installVirtualServices } from './testing/istio.js';
import { GATEWAY, ISTIO } from './testing/notebooks.js';
import {
  RBAC_FILES,
  admin,
  asController,
  expectNothingForbidden,
  installPlatform,
  quiet,
  restorePlatform,
  usedRights
} from './testing/platform.js';
import { grantedRights } from './testing/rights.js';
import { watchUpstream } from './upstream.js';

const HASH = 'lab.kubeflow.org/applied-hash';
const LEASE_KEY = { namespace: 'kubeflow-lab', name: 'kubeflow-lab-controller' };

/** Rights that the API server asks for beside a call, and that no call names. */
const IMPLICIT = [
  'bind clusterroles.rbac.authorization.k8s.io',
  'update inferenceservices/finalizers.serving.kserve.io',
  'update notebooks/finalizers.kubeflow.org',
  'update profiles/finalizers.kubeflow.org'
];
/** Rights whose use other suites look at (`expectAllUsed`): of buckets, culling and TensorBoards. */
const OF_OTHERS = [
  /^\w+ (?:secrets|configmaps)$/,
  /^(?:patch notebooks|get notebooks\/activity)\.kubeflow\.org$|^\w+ pods\/exec$/,
  /tensorboards(?:\/\w+)?\.tensorboard\.kubeflow\.org$|^(?:get|create|patch) deployments\.apps$/
];

const name = uniqueName('itest');
const lab = { namespace: name, name: 'lab' };
let running: Runnable[] = [];

async function start(...controllers: Runnable[]): Promise<void> {
  running = controllers;
  controllers.forEach(controller => controller.watch());
  await Promise.all(controllers.map(controller => controller.start()));
}

async function stop(): Promise<void> {
  await Promise.all(running.map(controller => controller.stop()));
  running = [];
}

function notebooks(strategy: string): Runnable {
  const routing = createRouting({ strategy, gateway: GATEWAY, istio: ISTIO });
  return createNotebookController({
    client: asController,
    servers: reflectServers(asController, quiet),
    log: quiet,
    metrics: createMetrics(),
    routing
  });
}

function models(): Runnable {
  const client = knowingAllKinds(asController);
  const metrics = createMetrics();
  return createModelRouteController({ client, log: quiet, metrics, gateway: GATEWAY });
}

/** KServe may not be installed (yet): its kind has no objects then. What is forbidden is refused all the same. */
function knowingAllKinds(client: KubeClient): KubeClient {
  const list = (kind: Kind, options?: object) =>
    client.list(kind, options).catch((error: unknown) => {
      if (isNotFound(error)) {
        return { items: [], resourceVersion: '0' };
      }
      throw error;
    });
  return Object.create(client, { list: { value: list } }) as KubeClient;
}

function profiles(): Runnable {
  const sharedVolume = { size: '64Mi', accessMode: 'ReadWriteOnce' };
  return createProfileController({
    client: asController,
    log: quiet,
    metrics: createMetrics(),
    sharedVolume
  });
}

beforeAll(async () => {
  await installPlatform();
  await installVirtualServices();
});

afterAll(async () => {
  await stop();
  await admin.delete(PROFILE, { name });
  await deleteNamespace(admin, name);
  await restorePlatform();
});

const container = (image: string) => ({ name: 'lab', image, imagePullPolicy: 'IfNotPresent' });

function withImage(image: string): Notebook {
  const spec = { terminationGracePeriodSeconds: 1, containers: [container(image)] };
  return { metadata: lab, spec: { template: { spec } } };
}

/** A child that does not look like ours any more is taken over anew. */
async function takenOverAnew(kind: Kind, child: string): Promise<void> {
  const key = { namespace: name, name: child };
  await admin.mergePatch(kind, key, { metadata: { annotations: { [HASH]: null } } });
  await eventually(async () => (await admin.get(kind, key)).metadata?.annotations?.[HASH]);
}

/** A StatefulSet of the Notebook that the API server does not let be changed into what is wanted. */
async function replaceByUnchangeable(): Promise<void> {
  const { metadata = {}, spec } = await admin.get(STATEFUL_SET, lab);
  await admin.delete(STATEFUL_SET, lab);
  const labels = { odd: 'yes' };
  const template = { metadata: { labels }, spec: spec?.template?.spec };
  await admin.create(STATEFUL_SET, {
    metadata: { ...lab, ownerReferences: metadata.ownerReferences },
    spec: { ...spec, replicas: 0, selector: { matchLabels: labels }, template }
  });
}

async function isGone(kind: Kind, child: string): Promise<boolean> {
  const error: unknown = await admin.get(kind, { namespace: name, name: child }).catch(e => e);
  return isNotFound(error);
}

it('needs every right that it has, and no other', async () => {
  const { reflector } = watchUpstream(asController, quiet);
  reflector.start();
  await admin.delete(LEASE, LEASE_KEY).catch(() => undefined);
  const election = new LeaderElection({ client: asController, log: quiet, ...LEASE_KEY });
  await election.acquire(new AbortController().signal);
  await election.release();
  const again = new LeaderElection({ client: asController, log: quiet, ...LEASE_KEY });
  await again.acquire(new AbortController().signal);
  await again.release();

  await start(profiles(), models(), notebooks('gateway-api'));
  await admin.create(PROFILE, { metadata: { name }, spec: { owner: { kind: 'User', name } } });
  await eventually(() => admin.get(SERVICE_ACCOUNT, { namespace: name, name: 'default' }));

  await admin.create(NOTEBOOK, withImage('localhost/none:1'));
  const fieldSelector = 'involvedObject.kind=Notebook';
  await eventually(
    async () => (await admin.list(EVENT, { namespace: name, fieldSelector })).items.length > 0
  );
  await admin.mergePatch(NOTEBOOK, lab, withImage('localhost/pause:1'));
  await eventually(async () => (await admin.get(NOTEBOOK, lab)).status?.readyReplicas === 1, 60);

  const route = `notebook-${name}-lab`;
  await takenOverAnew(STATEFUL_SET, 'lab');
  await takenOverAnew(SERVICE, 'lab');
  await takenOverAnew(HTTP_ROUTE, route);

  await stop();
  await replaceByUnchangeable();
  await start(notebooks('istio'));
  await eventually(async () => (await admin.get(STATEFUL_SET, lab)).metadata?.annotations?.[HASH]);
  await eventually(() => isGone(HTTP_ROUTE, route));
  await eventually(() => admin.get(VIRTUAL_SERVICE, { namespace: name, name: route }));
  await takenOverAnew(VIRTUAL_SERVICE, route);
  await stop();
  await start(notebooks('gateway-api'));
  await eventually(() => isGone(VIRTUAL_SERVICE, route));
  await reflector.stop();

  expectNothingForbidden();
  const granted = grantedRights(...RBAC_FILES);
  const excused = (right: string) =>
    IMPLICIT.includes(right) || OF_OTHERS.some(pattern => pattern.test(right));
  const unused = [...granted].filter(right => !usedRights.has(right) && !excused(right));
  expect(unused).toEqual([]);
  expect([...usedRights].filter(right => !granted.has(right))).toEqual([]);
});
