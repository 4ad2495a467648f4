import { DEPLOYMENT, EVENT, HTTP_ROUTE, SERVICE, TENSORBOARD } from '@kubeflow-lab/kube';

import { idleStop } from '@kubeflow-lab/resources';

import { createNamespace, deleteNamespace, eventually } from '../../kube/testing/cluster.js';
import { readCullingConfig } from '../culling/index.js';
import { APPLIED_ANNOTATION, createMetrics } from '../runtime/index.js';
import type { Runnable } from '../runtime/index.js';
import { GATEWAY } from '../testing/notebooks.js';
import {
  admin,
  asController,
  expectAllUsed,
  installPlatform,
  quiet,
  restorePlatform
} from '../testing/platform.js';
import { createTensorboardController, gatewayApiRouting } from './index.js';

let namespace: string;
let controller: Runnable;

beforeAll(async () => {
  await installPlatform();
  namespace = await createNamespace(admin, { 'app.kubernetes.io/part-of': 'kubeflow-profile' });
  controller = createTensorboardController({
    client: asController,
    log: quiet,
    metrics: createMetrics(),
    routing: gatewayApiRouting(GATEWAY),
    settings: { image: 'localhost/kubeflow-lab-tensorboard:0.1.0', serverUrl: 'http://server' },
    culling: { ...readCullingConfig({}).settings, idleMs: 1_000, periodMs: 500 }
  });
  controller.watch();
  await controller.start();
});

afterAll(async () => {
  await controller?.stop();
  await deleteNamespace(admin, namespace);
  await restorePlatform();
});

const board = (name: string) =>
  admin.create(TENSORBOARD, { metadata: { namespace, name }, spec: { logspath: 's3://a/logs' } });

it('makes what a Tensorboard needs, keeps it so, and tells of it', async () => {
  await board('curves');
  const key = { namespace, name: 'curves' };
  const route = { namespace, name: `tensorboard-${namespace}-curves` };
  await eventually(() => admin.get(HTTP_ROUTE, route));
  await admin.get(SERVICE, key);
  // One that does not look like ours any more is taken over anew.
  await admin.mergePatch(DEPLOYMENT, key, {
    metadata: { annotations: { [APPLIED_ANNOTATION]: null } }
  });
  await eventually(
    async () => (await admin.get(DEPLOYMENT, key)).metadata?.annotations?.[APPLIED_ANNOTATION]
  );
  await eventually(async () => {
    const { status } = await admin.get(TENSORBOARD, key);
    return status?.conditions?.some(({ deploymentState }) => deploymentState === 'Progressing');
  });
  // Nobody uses it, as it says itself.
  await eventually(async () => idleStop(await admin.get(TENSORBOARD, key)) === 1_000, 60);
  await eventually(async () => {
    const { spec } = (await admin.get(DEPLOYMENT, key)) as { spec?: { replicas?: number } };
    return spec?.replicas === 0;
  });
});

it('leaves alone what is of its name and not its own, and says so', async () => {
  const labels = { app: 'taken' };
  await admin.create(DEPLOYMENT, {
    metadata: { namespace, name: 'taken' },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'a', image: 'localhost/pause:1' }] }
      }
    }
  } as object);
  await board('taken');
  const fieldSelector = 'involvedObject.kind=Tensorboard';
  const { items } = await eventually(async () => {
    const found = await admin.list(EVENT, { namespace, fieldSelector });
    return found.items.length > 0 && found;
  });
  expect(items).toMatchObject([{ reason: 'NameTaken', involvedObject: { name: 'taken' } }]);
  const kept = await admin.get(DEPLOYMENT, { namespace, name: 'taken' });
  expect(kept.metadata?.ownerReferences).toBeUndefined();
});

it('needs every right that it has', () => {
  expectAllUsed(
    /tensorboards(?:\/status)?\.tensorboard\.kubeflow\.org$|^(?:get|create|patch) deployments\.apps$/
  );
});
