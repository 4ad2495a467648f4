import { HTTP_ROUTE, NOTEBOOK, POD, SERVICE, STATEFUL_SET } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import { STOP_ANNOTATION } from '@kubeflow-lab/resources';
import type { KubeObject } from '@kubeflow-lab/resources';

import { eventually } from '../../kube/testing/cluster.js';
import {
  GATEWAY,
  abandon,
  create,
  get,
  isGone,
  project,
  readyCondition,
  startController,
  stopControllers,
  untilRunning,
  useProject
} from '../testing/notebooks.js';
import { admin, asController, counting, settled } from '../testing/platform.js';

useProject();

describe('the Notebook controller', () => {
  it('makes StatefulSet, Service and route, and reports the server ready', async () => {
    await startController();
    const made = await create('lab');
    await untilRunning('lab');

    const owner = { kind: 'Notebook', name: 'lab', uid: made.metadata?.uid, controller: true };
    const ownerReferences = [expect.objectContaining(owner)];
    const prefix = `/notebook/${project()}/lab`;
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
    expect(await get(HTTP_ROUTE, `notebook-${project()}-lab`)).toMatchObject({
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
        { namespace: project(), name: 'lab' },
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
    await admin.delete(SERVICE, { namespace: project(), name: 'lab' });
    await admin.delete(HTTP_ROUTE, { namespace: project(), name: `notebook-${project()}-lab` });
    await eventually(
      async () => (await get(SERVICE, 'lab')).metadata?.uid !== service.metadata?.uid
    );
    await eventually(async () => Boolean(await get(HTTP_ROUTE, `notebook-${project()}-lab`)));

    const key = { namespace: project(), name: 'lab' };
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

  it('completes what a controller left that was killed before the StatefulSet', async () => {
    let reachedStatefulSet = false;
    const dying: KubeClient = Object.create(asController, {
      create: {
        value: (kind: Kind, object: KubeObject, options?: object) => {
          if (kind !== (STATEFUL_SET as Kind)) {
            return asController.create(kind, object, options);
          }
          reachedStatefulSet ||= object.metadata?.namespace === project();
          return new Promise(() => undefined);
        }
      }
    });
    const killed = await startController(dying);
    try {
      await create('lab');
      await eventually(async () => reachedStatefulSet);
      // What leads to a server is there before it.
      await get(SERVICE, 'lab');
      await get(HTTP_ROUTE, `notebook-${project()}-lab`);
      expect(await isGone(STATEFUL_SET, 'lab')).toBe(true);
    } finally {
      abandon(killed);
    }

    await startController();
    await untilRunning('lab');
  });

  it('writes nothing once all is as it should be, not even after a restart', async () => {
    const first = counting(asController);
    await startController(first.client);
    await create('lab', {
      volumes: [{ name: 'scratch', emptyDir: {} }],
      nodeSelector: {},
      tolerations: []
    });
    await untilRunning('lab');
    await settled(first.writes);
    const mine = (writes: string[]) => writes.filter(write => write.includes(`${project()}/`));
    const expected = ['create StatefulSet', 'create Service', 'patch Notebook'];
    expect(mine(first.writes)).toEqual(
      expect.arrayContaining(expected.map(write => `${write} ${project()}/lab`))
    );
    first.writes.length = 0;
    await admin.mergePatch(
      NOTEBOOK,
      { namespace: project(), name: 'lab' },
      { metadata: { annotations: { 'notebooks.kubeflow.org/touched': 'now' } } }
    );
    await settled(first.writes);
    expect(mine(first.writes)).toEqual([]);

    await stopControllers();
    const second = counting(asController);
    await startController(second.client);
    await settled(second.writes);
    expect(mine(second.writes)).toEqual([]);
  });

  it('leaves alone what belongs to somebody else, and says so', async () => {
    await startController();
    const theirs = { selector: { app: 'theirs' }, ports: [{ name: 'x', port: 1 }] };
    await admin.create(SERVICE, { metadata: { namespace: project(), name: 'lab' }, spec: theirs });
    await new Promise(resolve => setTimeout(resolve, 500));
    await create('lab');
    const condition = await eventually(async () => {
      const found = await readyCondition('lab');
      return found?.reason === 'NameTaken' ? found : undefined;
    });
    expect(condition.message).toContain('A Service named lab exists already');
    expect((await get(SERVICE, 'lab')).spec?.selector).toEqual({ app: 'theirs' });
    await admin.delete(SERVICE, { namespace: project(), name: 'lab' });
    await untilRunning('lab');
  });
});
