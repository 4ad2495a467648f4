import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { NAMESPACE } from '@kubeflow-lab/kube';

import { testConfig, uniqueName } from '../../kube/testing/cluster.js';
import { bundleController, controllerKubeconfig } from '../harness/index.js';
import { admin, installPlatform, restorePlatform } from '../testing/platform.js';
import { lateWrite } from './late-write.js';
import { createProject } from './workload.js';

const config = testConfig();
let folder: string;
let program: string;
let files = 0;

async function kubeconfigFor(server: string): Promise<string> {
  files += 1;
  const file = join(folder, `kubeconfig-${files}`);
  await writeFile(file, await controllerKubeconfig(config, server), { mode: 0o600 });
  return file;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeflow-lab-chaos-'));
  await installPlatform();
  program = await bundleController(process.cwd(), folder);
});

afterAll(async () => {
  await restorePlatform();
  await rm(folder, { recursive: true, force: true });
});

it('a write of a leader that was stopped meanwhile conflicts, and the leader gives up', async () => {
  const namespace = uniqueName('late');
  await createProject(admin, namespace);
  try {
    const report = await lateWrite({
      config,
      program,
      kubeconfigFor,
      ports: [18_183, 18_184],
      namespace,
      leaseSeconds: 3,
      stoppedSeconds: 5
    });
    const { lateStatus, writesAfterwards, exit, isUnchanged, takeoverSeconds } = report;
    expect({ lateStatus, writesAfterwards, exit, isUnchanged }).toEqual({
      lateStatus: 409,
      writesAfterwards: [],
      exit: 1,
      isUnchanged: true
    });
    expect(takeoverSeconds).toBeLessThan(15);
  } finally {
    await admin.delete(NAMESPACE, { name: namespace });
  }
});
