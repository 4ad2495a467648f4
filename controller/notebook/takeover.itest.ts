/** Taking over what upstream's controller left: its objects, as it writes them, under its name in managedFields. */
import { exec } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

import { NOTEBOOK, POD, SERVICE, STATEFUL_SET, VIRTUAL_SERVICE } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import type { KubeObject, Notebook, PodSpec, PodTemplateSpec } from '@kubeflow-lab/resources';

import { eventually } from '../../kube/testing/cluster.js';
import {
  GATEWAY,
  ISTIO,
  create,
  get,
  project,
  readyCondition,
  startController,
  untilRunning,
  useProject
} from '../testing/notebooks.js';
import { installVirtualServices } from '../testing/istio.js';
import { admin, asController, counting, settled } from '../testing/platform.js';
import { serviceFor, statefulSetFor } from './children.js';
import { createRouting } from './routing/index.js';

const HASH = 'lab.kubeflow.org/applied-hash';
const routing = createRouting({ strategy: 'istio', gateway: GATEWAY, istio: ISTIO })!;

useProject();

beforeAll(installVirtualServices);

/** What upstream makes of a Notebook, and its pod once that runs. */
async function leftByUpstream(
  notebook: Notebook,
  change: (template: PodTemplateSpec) => void = () => undefined
): Promise<KubeObject> {
  const set = structuredClone(statefulSetFor(notebook));
  change(set.spec!.template!);
  for (const [kind, child] of [
    [STATEFUL_SET, set],
    [SERVICE, serviceFor(notebook)],
    [routing.kind, routing.routeFor(notebook)]
  ] as [Kind, KubeObject][]) {
    for (const owner of child.metadata!.ownerReferences!) {
      owner.apiVersion = 'kubeflow.org/v1beta1';
    }
    await admin.create(kind, child, { fieldManager: 'manager' });
  }
  return eventually(async () => {
    const pod = await get(POD, 'lab-0');
    return pod.status?.containerStatuses?.[0]?.state?.running && pod;
  });
}

async function annotate(annotations: Record<string, string | null>): Promise<void> {
  await admin.mergePatch(NOTEBOOK, notebookKey(), { metadata: { annotations } });
}

const notebookKey = () => ({ namespace: project(), name: 'lab' });
const containerOf = async () =>
  (await get(STATEFUL_SET, 'lab')).spec!.template!.spec!.containers![0];
const setSpec = (spec: object) =>
  admin.mergePatch(NOTEBOOK, notebookKey(), { spec: { template: { spec } } });

it('is installed by the command in its documentation, over what is there', async () => {
  const docs = readFileSync('docs/notebook-controller.md', 'utf8');
  const [, command] = /```sh\n\s*(kubectl kustomize [^`]*)```/.exec(docs)!;
  const programs = `${dirname(process.env.KUBECONFIG!)}/bin`;
  const { stdout } = await promisify(exec)(command.replace(' apply ', ' apply --dry-run=server '), {
    env: { ...process.env, PATH: `${programs}:${process.env.PATH}` }
  });
  const applied = stdout.split('\n').map(line => line.split(' ')[0]);
  expect(applied).toEqual(
    expect.arrayContaining([
      'customresourcedefinition.apiextensions.k8s.io/notebooks.kubeflow.org',
      'clusterrole.rbac.authorization.k8s.io/kubeflow-lab-controller-istio',
      'deployment.apps/kubeflow-lab-controller'
    ])
  );
});

it('takes everything over without a restart, and what is removed later goes', async () => {
  const headers = 'notebooks.kubeflow.org/http-headers-request-set';
  const made = await create('lab', { nodeSelector: { 'kubernetes.io/os': 'linux' } });
  await annotate({ [headers]: '{"A":"1","B":"2"}' });
  const pod = await leftByUpstream(await get(NOTEBOOK, 'lab'));
  const before = await get(STATEFUL_SET, 'lab');
  const route = `notebook-${project()}-lab`;

  const { client, writes } = counting(asController);
  await startController(client, 'istio');
  await untilRunning('lab');
  await settled(writes);
  const after = await get(STATEFUL_SET, 'lab');
  expect(after.metadata?.annotations).toHaveProperty([HASH]);
  expect(after.spec?.template).toEqual(before.spec?.template);
  expect((await get(POD, 'lab-0')).metadata?.uid).toBe(pod.metadata?.uid);
  for (const [kind, name] of [
    [STATEFUL_SET, 'lab'],
    [SERVICE, 'lab'],
    [VIRTUAL_SERVICE, route]
  ] as [Kind, string][]) {
    const { ownerReferences, managedFields } = (await get(kind, name)).metadata!;
    expect(ownerReferences).toEqual([
      expect.objectContaining({ apiVersion: 'kubeflow.org/v1', uid: made.metadata?.uid })
    ]);
    expect(JSON.stringify(managedFields)).not.toContain('"manager":"manager"');
  }

  await setSpec({ nodeSelector: null });
  await annotate({ [headers]: null, 'notebooks.kubeflow.org/restart': '1' });
  await eventually(async () => {
    const { nodeSelector } = (await get(STATEFUL_SET, 'lab')).spec!.template!.spec as PodSpec;
    return nodeSelector === undefined;
  });
  await eventually(async () => !JSON.stringify(await get(VIRTUAL_SERVICE, route)).includes('"A"'));
  await untilRunning('lab');
});

it('leaves a pod that differs from its Notebook as it is until its next start', async () => {
  const pod = await leftByUpstream(await create('lab'), template => {
    // Upstream never changes labels of pods after it made them.
    template.metadata!.labels!.removed = 'long-ago';
  });
  const { client, writes } = counting(asController);
  await startController(client, 'istio');
  await eventually(async () => (await get(NOTEBOOK, 'lab')).status?.pendingChanges?.length);
  await settled(writes);
  const { status } = await get(NOTEBOOK, 'lab');
  expect(status?.pendingChanges).toEqual([{ field: 'labels.removed', from: 'long-ago' }]);
  expect(status?.conditions).toContainEqual(
    expect.objectContaining({ type: 'UpdatePending', reason: 'RestartNeeded' })
  );
  expect((await get(POD, 'lab-0')).metadata?.uid).toBe(pod.metadata?.uid);

  await annotate({ 'kubeflow-resource-stopped': 'now' });
  await eventually(async () => (await readyCondition('lab'))?.reason === 'Stopped', 60);
  const { template } = (await get(STATEFUL_SET, 'lab')).spec!;
  expect(template?.metadata?.labels).not.toHaveProperty('removed');
  expect((await get(NOTEBOOK, 'lab')).status).not.toHaveProperty('pendingChanges');
});

it('handles an environment in which a name comes twice', async () => {
  const twice = [
    { name: 'A', value: '1' },
    { name: 'A', value: '2' }
  ];
  const spec = (await create('lab')).spec!.template!.spec!;
  const withEnv = (env: object[]) => setSpec({ containers: [{ ...spec.containers![0], env }] });
  await withEnv(twice);
  const pod = await leftByUpstream(await get(NOTEBOOK, 'lab'));
  const { client, writes } = counting(asController);
  await startController(client, 'istio');
  await untilRunning('lab');
  await settled(writes);
  expect((await containerOf()).env?.slice(0, 2)).toEqual(twice);
  expect((await get(POD, 'lab-0')).metadata?.uid).toBe(pod.metadata?.uid);
  expect((await get(STATEFUL_SET, 'lab')).metadata?.annotations?.[HASH]).toMatch(/^whole-/);

  await annotate({ 'notebooks.kubeflow.org/update-policy': 'Immediate' });
  await withEnv([twice[1]]);
  await eventually(async () => (await containerOf()).env?.length === 2);
  expect((await containerOf()).env?.[0]).toEqual(twice[1]);
});
