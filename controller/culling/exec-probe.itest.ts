/** Programs that say when a server was last used, in a real pod, with the rights that the component for them gives. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { POD, createExec, loadKubeConfig } from '@kubeflow-lab/kube';
import type { KubeConfig } from '@kubeflow-lab/kube';
import { ACTIVITY_PROBE_ANNOTATION } from '@kubeflow-lab/resources';
import type { Pod } from '@kubeflow-lab/resources';

import {
  createNamespace,
  deleteNamespace,
  eventually,
  testConfig
} from '../../kube/testing/cluster.js';
import { controllerKubeconfig } from '../harness/index.js';
import { admin, applyRights } from '../testing/platform.js';
import { createProber, runBy } from './probe/index.js';

let namespace: string;
let pod: Pod;
/** With the token of the controller's account. */
let config: KubeConfig;

beforeAll(async () => {
  await applyRights('deploy/components/exec-probes/rbac.yaml');
  const folder = await mkdtemp(join(tmpdir(), 'kubeflow-lab-exec-'));
  const file = join(folder, 'kubeconfig');
  await writeFile(file, await controllerKubeconfig(testConfig()), { mode: 0o600 });
  config = loadKubeConfig(file);
  await rm(folder, { recursive: true });
  namespace = await createNamespace(admin);
  const container = {
    name: 'rstudio',
    image: 'localhost/kubeflow-lab-platform:0.1.0',
    imagePullPolicy: 'IfNotPresent',
    command: ['node', '-e', 'setInterval(() => {}, 1000)']
  };
  // A namespace that has just been made lacks the service account that every pod needs.
  await eventually(() =>
    admin.create<Pod>(POD, {
      metadata: { namespace, name: 'lab-0' },
      spec: { containers: [container], terminationGracePeriodSeconds: 0 }
    })
  );
  pod = await eventually(async () => {
    const found = await admin.get(POD, { namespace, name: 'lab-0' });
    return found.status?.phase === 'Running' && found;
  }, 60);
});
afterAll(() => deleteNamespace(admin, namespace));

function ask(script: string): Promise<number | null> {
  const prober = createProber({
    address: { by: 'pod' },
    timeoutMs: 20_000,
    countRequests: true,
    headers: () => Promise.resolve({}),
    run: runBy(createExec(config))
  });
  const exec = { command: ['node', '-e', script], container: 'rstudio' };
  const annotations = { [ACTIVITY_PROBE_ANNOTATION]: JSON.stringify({ exec }) };
  const metadata = { namespace, name: 'lab', annotations };
  return prober({ metadata }, pod, new AbortController().signal);
}

it('is told by a program in the pod, or that it fails', async () => {
  const at = '2026-03-01T10:00:00.000Z';
  expect(await ask(`console.log("looking"); console.log("${at}")`)).toBe(Date.parse(at));
  await expect(ask('console.error("no session"); process.exit(4)')).rejects.toMatchObject({
    reason: 'refused',
    message: 'its program ends with code 4 and says: no session'
  });
});
