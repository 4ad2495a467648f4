import {
  HTTP_ROUTE,
  NAMESPACE,
  NOTEBOOK,
  POD,
  SERVICE,
  STATEFUL_SET,
  isInvalid,
  isNotFound
} from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import { STOP_ANNOTATION } from '@kubeflow-lab/resources';
import type { Condition, KubeObject, Notebook, PodSpec } from '@kubeflow-lab/resources';

import { createNamespace, deleteNamespace, eventually } from '../../kube/testing/cluster.js';
import { createMetrics } from '../runtime/index.js';
import type { Runnable } from '../runtime/index.js';
import {
  admin,
  asController,
  counting,
  installPlatform,
  quiet,
  restorePlatform,
  settled
} from '../testing/platform.js';
import { createNotebookController, createRouting } from './index.js';

const PROJECT = {
  'app.kubernetes.io/part-of': 'kubeflow-profile',
  'pod-security.kubernetes.io/enforce': 'baseline'
};
const GATEWAY = { namespace: 'kubeflow-lab', name: 'kubeflow-lab-gateway' };

let namespace: string;
let running: Runnable[] = [];
/** Its work in progress never ends, so nobody may wait for it. */
let abandoned: Runnable | null = null;

beforeAll(installPlatform);

afterAll(restorePlatform);

beforeEach(async () => {
  namespace = await createNamespace(admin, PROJECT);
});

afterEach(async () => {
  await Promise.all(running.map(controller => controller.stop()));
  running = [];
  abandon();
  await deleteNamespace(admin, namespace);
});

function abandon(): void {
  void abandoned?.stop();
  abandoned?.reflectors.forEach(reflector => void reflector.stop());
  abandoned = null;
}

async function startController(client: KubeClient = asController): Promise<Runnable> {
  const controller = createNotebookController({
    client,
    log: quiet,
    metrics: createMetrics(),
    routing: createRouting('gateway-api', GATEWAY)
  });
  running.push(controller);
  controller.watch();
  await controller.start();
  return controller;
}

function notebook(name: string, spec: Partial<PodSpec> = {}): Notebook {
  const container = {
    name,
    image: 'localhost/pause:1',
    imagePullPolicy: 'IfNotPresent',
    // Written in ways that the API server writes differently.
    resources: { requests: { cpu: '0.010', memory: '33554432' }, limits: { memory: '64Mi' } }
  };
  return {
    metadata: { namespace, name, labels: { app: name } },
    // The program of the image waits for its end by force.
    spec: {
      template: { spec: { terminationGracePeriodSeconds: 1, containers: [container], ...spec } }
    }
  };
}

function create(name: string, spec: Partial<PodSpec> = {}): Promise<Notebook> {
  return admin.create(NOTEBOOK, notebook(name, spec));
}

function get<O extends KubeObject>(kind: Kind<O>, name: string): Promise<O> {
  return admin.get(kind, { namespace, name });
}

async function readyCondition(name: string): Promise<Condition | undefined> {
  const { status } = await get(NOTEBOOK, name);
  return status?.conditions?.find(condition => condition.type === 'Ready');
}

async function untilRunning(name: string): Promise<void> {
  await eventually(async () => (await readyCondition(name))?.status === 'True', 60);
}

async function isGone(kind: Kind, name: string): Promise<boolean> {
  return isNotFound(await get(kind, name).catch((error: unknown) => error));
}

describe('the Notebook controller', () => {
  it('makes StatefulSet, Service and route, and reports the server ready', async () => {
    await startController();
    const made = await create('lab');
    await untilRunning('lab');

    const owner = { kind: 'Notebook', name: 'lab', uid: made.metadata?.uid, controller: true };
    const ownerReferences = [expect.objectContaining(owner)];
    const prefix = `/notebook/${namespace}/lab`;
    expect(await get(STATEFUL_SET, 'lab')).toMatchObject({
      metadata: { ownerReferences },
      spec: {
        replicas: 1,
        selector: { matchLabels: { statefulset: 'lab' } },
        template: {
          metadata: { labels: { statefulset: 'lab', 'notebook-name': 'lab', app: 'lab' } },
          spec: {
            securityContext: { fsGroup: 100 },
            containers: [
              {
                name: 'lab',
                workingDir: '/home/jovyan',
                ports: [{ containerPort: 8888, name: 'notebook-port', protocol: 'TCP' }],
                env: [{ name: 'NB_PREFIX', value: prefix }]
              }
            ]
          }
        }
      }
    });
    expect(await get(SERVICE, 'lab')).toMatchObject({
      metadata: { ownerReferences },
      spec: {
        type: 'ClusterIP',
        selector: { statefulset: 'lab' },
        ports: [{ name: 'http-lab', port: 80, targetPort: 8888, protocol: 'TCP' }]
      }
    });
    expect(await get(HTTP_ROUTE, `notebook-${namespace}-lab`)).toMatchObject({
      metadata: { ownerReferences },
      spec: {
        parentRefs: [GATEWAY],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: prefix } }],
            backendRefs: [{ name: 'lab', port: 80 }]
          }
        ]
      }
    });
    const { status } = await get(NOTEBOOK, 'lab');
    expect(status).toMatchObject({ readyReplicas: 1, containerState: { running: {} } });
    expect(status?.conditions?.map(c => c.type)).toEqual(
      expect.arrayContaining(['PodScheduled', 'ContainersReady', 'Ready'])
    );
    expect(await readyCondition('lab')).toMatchObject({
      reason: 'Running',
      message: 'The server is ready.'
    });
  });

  it('stops and starts by the annotation', async () => {
    await startController();
    await create('lab');
    await untilRunning('lab');
    const annotate = (value: string | null) =>
      admin.mergePatch(
        NOTEBOOK,
        { namespace, name: 'lab' },
        { metadata: { annotations: { [STOP_ANNOTATION]: value } } }
      );

    await annotate('2026-01-01T00:00:00Z');
    await eventually(async () => (await readyCondition('lab'))?.reason === 'Stopped', 60);
    expect((await get(STATEFUL_SET, 'lab')).spec?.replicas).toBe(0);
    expect((await get(NOTEBOOK, 'lab')).status).toMatchObject({ readyReplicas: 0 });
    expect(await isGone(POD, 'lab-0')).toBe(true);

    await annotate(null);
    await untilRunning('lab');
    expect((await get(STATEFUL_SET, 'lab')).spec?.replicas).toBe(1);
  });

  it('restores children that somebody deleted or changed', async () => {
    await startController();
    await create('lab');
    await untilRunning('lab');
    const service = await get(SERVICE, 'lab');
    await admin.delete(SERVICE, { namespace, name: 'lab' });
    await admin.delete(HTTP_ROUTE, { namespace, name: `notebook-${namespace}-lab` });
    await eventually(
      async () => (await get(SERVICE, 'lab')).metadata?.uid !== service.metadata?.uid
    );
    await eventually(async () => Boolean(await get(HTTP_ROUTE, `notebook-${namespace}-lab`)));

    const key = { namespace, name: 'lab' };
    await admin.mergePatch(SERVICE, key, { spec: { selector: { statefulset: 'other' } } });
    await admin.mergePatch(STATEFUL_SET, key, { spec: { replicas: 3 } });
    await eventually(async () => (await get(SERVICE, 'lab')).spec?.selector?.statefulset === 'lab');
    await eventually(async () => (await get(STATEFUL_SET, 'lab')).spec?.replicas === 1);
    // A label of somebody else stays.
    await admin.mergePatch(STATEFUL_SET, key, { metadata: { labels: { theirs: 'kept' } } });
    await admin.delete(SERVICE, key);
    await eventually(async () => Boolean(await get(SERVICE, 'lab')));
    expect((await get(STATEFUL_SET, 'lab')).metadata?.labels).toMatchObject({ theirs: 'kept' });
  });

  it('completes what a controller left that was killed after the StatefulSet', async () => {
    let reachedService = false;
    const dying: KubeClient = Object.create(asController, {
      apply: {
        value: (kind: Kind, object: KubeObject, options?: object) => {
          if (kind !== (SERVICE as Kind)) {
            return asController.apply(kind, object, options);
          }
          reachedService ||= object.metadata?.namespace === namespace;
          return new Promise(() => undefined);
        }
      }
    });
    abandoned = await startController(dying);
    running = [];
    await create('lab');
    await eventually(async () => reachedService);
    await get(STATEFUL_SET, 'lab');
    expect(await isGone(SERVICE, 'lab')).toBe(true);
    abandon();

    await startController();
    await untilRunning('lab');
    await eventually(async () => Boolean(await get(SERVICE, 'lab')));
    await eventually(async () => Boolean(await get(HTTP_ROUTE, `notebook-${namespace}-lab`)));
  });

  it('writes nothing once all is as it should be, not even after a restart', async () => {
    const first = counting(asController);
    const controller = await startController(first.client);
    await create('lab', {
      volumes: [{ name: 'scratch', emptyDir: {} }],
      nodeSelector: {},
      tolerations: []
    });
    await untilRunning('lab');
    await settled(first.writes);
    const mine = (writes: string[]) => writes.filter(write => write.includes(`${namespace}/`));
    const expected = ['apply StatefulSet', 'apply Service', 'patch Notebook'];
    expect(mine(first.writes)).toEqual(
      expect.arrayContaining(expected.map(write => `${write} ${namespace}/lab`))
    );
    first.writes.length = 0;
    await admin.mergePatch(
      NOTEBOOK,
      { namespace, name: 'lab' },
      { metadata: { annotations: { 'notebooks.kubeflow.org/touched': 'now' } } }
    );
    await settled(first.writes);
    expect(mine(first.writes)).toEqual([]);

    await controller.stop();
    running = [];
    const second = counting(asController);
    await startController(second.client);
    await settled(second.writes);
    expect(mine(second.writes)).toEqual([]);
  });

  it('gives routes to projects only', async () => {
    await startController();
    await create('lab');
    const route = `notebook-${namespace}-lab`;
    await eventually(async () => Boolean(await get(HTTP_ROUTE, route)));
    const labels = { 'app.kubernetes.io/part-of': null };
    await admin.mergePatch(NAMESPACE, { name: namespace }, { metadata: { labels } });
    await eventually(() => isGone(HTTP_ROUTE, route));
  });

  it('leaves alone what belongs to somebody else, and says so', async () => {
    await startController();
    const theirs = { selector: { app: 'theirs' }, ports: [{ name: 'x', port: 1 }] };
    await admin.create(SERVICE, { metadata: { namespace, name: 'lab' }, spec: theirs });
    await new Promise(resolve => setTimeout(resolve, 500));
    await create('lab');
    const condition = await eventually(async () => {
      const found = await readyCondition('lab');
      return found?.reason === 'NameTaken' ? found : undefined;
    });
    expect(condition.message).toContain('A Service named lab exists already');
    expect((await get(SERVICE, 'lab')).spec?.selector).toEqual({ app: 'theirs' });
    await admin.delete(SERVICE, { namespace, name: 'lab' });
    await untilRunning('lab');
  });

  const troubles: [string, Partial<PodSpec>, string, RegExp][] = [
    [
      'an image that does not exist',
      { image: 'localhost/none:1' },
      'ImagePull',
      /localhost\/none:1/
    ],
    ['more memory than there is', { memory: '900Ti' }, 'Unschedulable', /No node has 900Ti memory/],
    ['a privileged container', { privileged: true }, 'Rejected', /security rules.*privileged/],
    ['a path of the node', { hostPath: '/' }, 'Rejected', /security rules.*hostPath/],
    ['the network of the node', { hostNetwork: true }, 'Rejected', /security rules.*hostNetwork/],
    ['a missing account', { serviceAccountName: 'nobody' }, 'Configuration', /account nobody/],
    ['a missing volume', { claim: 'gone' }, 'Volume', /volume gone does not exist/],
    ['a field that does not exist', { dnsPolicyy: 'x' }, 'Rejected', /dnsPolicyy/]
  ];

  it.each(troubles)('says what is wrong with %s', async (_what, change, reason, message) => {
    await startController();
    await admin.create(NOTEBOOK, troubled(change));
    const condition = await eventually(async () => {
      const found = await readyCondition('lab');
      return found?.reason === reason ? found : undefined;
    }, 60);
    expect(condition).toMatchObject({ status: 'False', message: expect.stringMatching(message) });
  });

  function troubled(change: Record<string, unknown>): Notebook {
    const { image, memory, privileged, hostPath, claim, ...spec } = change;
    const object = notebook('lab', {
      serviceAccountName: 'default',
      ...spec,
      ...(hostPath ? { volumes: [{ name: 'v', hostPath: { path: hostPath } }] } : {}),
      ...(claim
        ? { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: String(claim) } }] }
        : {})
    });
    const container = object.spec!.template!.spec!.containers![0];
    Object.assign(
      container,
      image ? { image } : {},
      privileged ? { securityContext: { privileged } } : {}
    );
    if (memory) {
      container.resources = { requests: { memory: String(memory) } };
    }
    return object;
  }

  it.each([
    ['a'.repeat(53), 'at most 52 characters'],
    ['1lab', 'begins with a letter'],
    ['lab.one', 'begins with a letter']
  ])('is asked for no notebook with the name %s', async (name, sentence) => {
    const error = await create(name).catch((e: unknown) => e);
    expect(isInvalid(error)).toBe(true);
    expect((error as Error).message).toContain(sentence);
  });
});
