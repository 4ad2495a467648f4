/** PodDefaults as the installed webhook applies them, from the API server's side. */
import { NAMESPACE, POD, POD_DEFAULT } from '@kubeflow-lab/kube';
import { PROFILE_NAMESPACE_LABEL, PROFILE_NAMESPACE_VALUE } from '@kubeflow-lab/resources';
import type { PodDefault, PodToAdmit } from '@kubeflow-lab/resources';

import { createNamespace, deleteNamespace } from '../../kube/testing/cluster.js';
import { admin } from '../testing/listening.js';

const ASKING = { proxy: 'yes' };
let namespace: string;

/** What a pod would be, were it made. */
async function admitted(env: object[], labels: Record<string, string>, more: object = {}) {
  const pod = {
    metadata: { namespace, name: 'work', labels, ...more },
    spec: { containers: [{ name: 'work', image: 'none', env }] }
  } as PodToAdmit;
  const answer = (await admin.create(POD, pod, { dryRun: true })) as PodToAdmit;
  return answer.spec!.containers![0].env ?? [];
}

beforeAll(async () => {
  namespace = await createNamespace(admin);
  await admin.mergePatch(
    NAMESPACE,
    { name: namespace },
    { metadata: { labels: { [PROFILE_NAMESPACE_LABEL]: PROFILE_NAMESPACE_VALUE } } }
  );
  await admin.create(POD_DEFAULT, {
    metadata: { namespace, name: 'proxy' },
    spec: { selector: { matchLabels: ASKING }, env: [{ name: 'HTTP_PROXY', value: 'http://p' }] }
  } as PodDefault);
});

afterAll(() => deleteNamespace(admin, namespace));

it('gives pods that ask what it brings, refuses one that contradicts it, and leaves the others alone', async () => {
  const proxy = { name: 'HTTP_PROXY', value: 'http://p' };
  expect(await admitted([], ASKING)).toEqual([proxy]);
  expect(await admitted([], {})).toEqual([]);
  const excluded = { annotations: { 'poddefault.admission.kubeflow.org/exclude': 'true' } };
  expect(await admitted([], ASKING, excluded)).toEqual([]);
  const other = [{ name: 'HTTP_PROXY', value: 'http://q' }];
  await expect(admitted(other, ASKING)).rejects.toThrow(
    'PodDefault "proxy" sets the variable "HTTP_PROXY", which is set to something else'
  );
});
