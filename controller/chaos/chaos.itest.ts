import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { NAMESPACE } from '@kubeflow-lab/kube';

import { testConfig, uniqueName } from '../../kube/testing/cluster.js';
import { bundleController, controllerKubeconfig } from '../harness/index.js';
import { admin, installPlatform, restorePlatform } from '../testing/platform.js';
import { lateWrite } from './late-write.js';
import { faultsOf } from './report.js';
import { runChaos } from './run.js';
import { createProject } from './workload.js';

/** The short form; `npm run chaos` is the long one. Another seed draws another run. */
const config = testConfig();
const SEED = Number(process.env.CHAOS_SEED ?? 7);
const KILLS = 4;
/** A busy machine needs longer, and one that never recovers is to say what is wrong. */
const PATIENCE_MS = 480_000;
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

it(
  'what comes of chaos is what comes of calm',
  async () => {
    const report = await runChaos({
      config,
      program,
      kubeconfigFor,
      port: 18_185,
      seed: SEED,
      notebooks: 8,
      kills: KILLS,
      rate: 0.2,
      burst: 300,
      memoryRounds: 1,
      quietSeconds: 5,
      breaksSilence: true,
      outages: {
        times: 1,
        make: async proxy => {
          proxy.isAway = true;
          proxy.cutAll();
          await sleep(4_000);
          proxy.isAway = false;
        }
      },
      note: () => undefined
    });
    expect(faultsOf(report)).toEqual([]);
    const { kills, holds, sabotages, faults } = report;
    expect(kills).toBe(KILLS);
    expect(Math.min(holds, sabotages)).toBeGreaterThan(0);
    expect(Object.keys(faults).length).toBeGreaterThan(5);
  },
  PATIENCE_MS
);
