/** A Notebook that is changed while its server runs, cannot run, or waits in a queue. */
import { EVENT, NOTEBOOK, POD, STATEFUL_SET } from '@kubeflow-lab/kube';
import type { Condition } from '@kubeflow-lab/resources';

import { eventually } from '../../kube/testing/cluster.js';
import {
  create,
  get,
  notebook,
  project,
  readyCondition,
  startController,
  stopControllers,
  untilRunning,
  useProject
} from '../testing/notebooks.js';
import { admin, asController, counting, settled } from '../testing/platform.js';

const RESTART = 'notebooks.kubeflow.org/restart';

useProject();

const patch = (body: object) =>
  admin.mergePatch(NOTEBOOK, { namespace: project(), name: 'lab' }, body);
const annotate = (annotations: object) => patch({ metadata: { annotations } });
const changeContainer = (change: object) => {
  const container = notebook('lab').spec!.template!.spec!.containers![0];
  return patch({ spec: { template: { spec: { containers: [{ ...container, ...change }] } } } });
};
const podUid = async () => (await get(POD, 'lab-0')).metadata?.uid;

async function updateCondition(reason?: string): Promise<Condition | undefined> {
  const { status, metadata } = await get(NOTEBOOK, 'lab');
  expect(status?.observedGeneration).toBeLessThanOrEqual(metadata!.generation!);
  return status?.conditions?.find(c => c.type === 'UpdatePending' && c.reason === reason);
}

it('shows what a change would do to a running server, and does it at the next restart, once', async () => {
  const { client, writes } = counting(asController);
  await startController(client);
  await create('lab');
  await untilRunning('lab');
  const uid = await podUid();

  await patch({ spec: { template: { spec: { dnsPolicyy: 'x' } } } });
  const refused = await eventually(() => updateCondition('Rejected'));
  expect(refused.message).toContain('dnsPolicyy');
  expect(await readyCondition('lab')).toMatchObject({ status: 'True' });

  await patch({ spec: { template: { spec: { dnsPolicyy: null } } } });
  await changeContainer({ env: [{ name: 'A', value: '1' }] });
  const pending = await eventually(() => updateCondition('RestartNeeded'));
  expect(pending.message).toContain('changes variable A.');
  await settled(writes);
  const { status, metadata } = await get(NOTEBOOK, 'lab');
  expect(status).toMatchObject({
    observedGeneration: metadata?.generation,
    pendingChanges: [{ field: 'containers[lab].env[A]', to: '1' }]
  });
  expect(await podUid()).toBe(uid);

  // While the change waits, the rest is still kept as it should be.
  await admin.mergePatch(
    STATEFUL_SET,
    { namespace: project(), name: 'lab' },
    { spec: { replicas: 2 } }
  );
  await eventually(async () => (await get(STATEFUL_SET, 'lab')).spec?.replicas === 1);

  await annotate({ [RESTART]: '2026-01-01T00:00:00Z' });
  await eventually(async () => (await podUid()) !== uid);
  await untilRunning('lab');
  await eventually(async () => (await get(NOTEBOOK, 'lab')).status?.pendingChanges === undefined);
  const restarted = await podUid();
  await annotate({ [RESTART]: null });
  await settled(writes);
  expect(await podUid()).toBe(restarted);
  expect((await get(POD, 'lab-0')).spec?.containers?.[0].env).toContainEqual({
    name: 'A',
    value: '1'
  });
});

it('tells each warning once, and runs a server as soon as what kept it from running is changed', async () => {
  await startController();
  await create('lab');
  await untilRunning('lab');
  await changeContainer({ image: 'localhost/none:1' });
  await annotate({ [RESTART]: '1' });
  const warnings = async () => {
    const fieldSelector = 'involvedObject.kind=Notebook';
    return (await admin.list(EVENT, { namespace: project(), fieldSelector })).items;
  };
  await eventually(async () => (await readyCondition('lab'))?.reason === 'ImagePull', 60);
  await eventually(async () => (await warnings()).length > 0);
  await stopControllers();
  const told = (await warnings()).map(({ message }) => message);
  expect(new Set(told).size).toBe(told.length);
  expect(told[0]).toMatch(/^Reissued from pod\/lab-0: /);

  const { client, writes } = counting(asController);
  await startController(client);
  await changeContainer({});
  await untilRunning('lab');
  await settled(writes);
  const repeated = (await warnings()).filter(({ message }) => told.includes(message));
  expect(repeated).toHaveLength(told.length);
});

it('reports a server that is held back as queued, and passes its queue on', async () => {
  await startController();
  const queue = { 'kueue.x-k8s.io/queue-name': 'team' };
  const waiting = notebook('lab', { schedulingGates: [{ name: 'example.org/admission' }] });
  waiting.metadata!.labels = queue;
  await admin.create(NOTEBOOK, waiting);
  const condition = await eventually(async () => {
    const found = await readyCondition('lab');
    return found?.reason === 'Queued' && found;
  });
  expect(condition.message).toBe('The server waits in the queue team.');
  expect((await get(STATEFUL_SET, 'lab')).metadata?.labels).toEqual(queue);
});
