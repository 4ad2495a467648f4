import { NOTEBOOK, isInvalid } from '@kubeflow-lab/kube';
import type { Notebook, PodSpec } from '@kubeflow-lab/resources';

import { eventually } from '../../kube/testing/cluster.js';
import {
  create,
  notebook,
  readyCondition,
  startController,
  useProject
} from '../testing/notebooks.js';
import { admin } from '../testing/platform.js';

useProject();

const troubles: [string, Partial<PodSpec>, string, RegExp][] = [
  ['an image that does not exist', { image: 'localhost/none:1' }, 'ImagePull', /localhost\/none:1/],
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
