/** The definition of Notebook at a real API server, under a group of its own so that it disturbs nobody. */
import { CUSTOM_RESOURCE_DEFINITION, isInvalid } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import type { Notebook } from '@kubeflow-lab/resources';
import { NOTEBOOK_CRD, customResourceDefinition } from '@kubeflow-lab/schema';

import {
  createNamespace,
  deleteNamespace,
  eventually,
  uniqueName
} from '../../kube/testing/cluster.js';
import { admin, installCrd } from '../testing/platform.js';

const group = `${uniqueName('itest')}.example.org`;
const source = { ...NOTEBOOK_CRD, group, shortNames: [] };
const lenient = source.versions.map(version => ({
  ...version,
  schema: { ...version.schema, 'x-kubernetes-validations': [] }
}));
const kindAt = (version: string): Kind<Notebook> => ({
  group,
  version,
  kind: 'Notebook',
  plural: 'notebooks',
  namespaced: true
});
const V1 = kindAt('v1');
const TOO_LONG = 'a'.repeat(53);
const ODD = '1.lab';

let namespace: string;

function notebook(name: string, extra: object = {}): Notebook {
  const containers = [{ name: 'lab', image: 'localhost/pause:1', ...extra }];
  return { metadata: { namespace, name }, spec: { template: { spec: { containers } } } };
}

beforeAll(async () => {
  namespace = await createNamespace(admin);
  await installCrd(customResourceDefinition({ ...source, versions: lenient }));
});

afterAll(async () => {
  await admin.delete(CUSTOM_RESOURCE_DEFINITION, { name: `notebooks.${group}` });
  await deleteNamespace(admin, namespace);
});

it('refuses names that cannot work, but leaves objects that have such names manageable', async () => {
  const names = [TOO_LONG, ODD];
  await Promise.all(names.map(name => admin.create(V1, notebook(name))));
  await installCrd(customResourceDefinition(source));
  const refused = (name: string) =>
    admin.create(V1, notebook(`${name}x`), { dryRun: true }).then(() => undefined, isInvalid);
  await eventually(() => refused(TOO_LONG));
  expect(await refused(ODD)).toBe(true);

  const patch = { metadata: { annotations: { 'kubeflow-resource-stopped': '' } } };
  const status = { status: { readyReplicas: 1 } };
  for (const name of names) {
    const key = { namespace, name };
    expect((await admin.mergePatch(V1, key, patch)).metadata).toMatchObject(patch.metadata);
    await admin.mergePatch(V1, key, status, { subresource: 'status' });
    await admin.delete(V1, key);
  }
});

it('serves three versions of one object, and keeps what it does not know of a pod', async () => {
  const future = { ofTomorrow: { deep: [{ a: 1 }] } };
  await admin.create(kindAt('v1alpha1'), notebook('lab', future));
  for (const version of ['v1', 'v1beta1', 'v1alpha1']) {
    const found = await admin.get(kindAt(version), { namespace, name: 'lab' });
    expect(found.apiVersion).toBe(`${group}/${version}`);
    expect(found.spec?.template?.spec?.containers?.[0]).toMatchObject(future);
  }
});
