/**
 * `npm run chaos -- [--cluster NAME] [--seed N] [--kills N] [--notebooks N] [--rate N]`: the long form of the chaos test, on
 * an embedded cluster of its own or the one of this name. Prints a report as JSON; exits with 1 where something is wrong.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

import { createKubeClient, loadKubeConfig } from '@kubeflow-lab/kube';

import { bundleController, controllerKubeconfig, installController } from '../harness/index.js';
import { lateWrite } from './late-write.js';
import { restartApiServer } from './outage.js';
import { faultsOf } from './report.js';
import { runChaos } from './run.js';
import { createProject } from './workload.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);
const PORTS = [18_181, 18_182] as const;

const { values } = parseArgs({
  options: {
    cluster: { type: 'string' },
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '200' },
    notebooks: { type: 'string', default: '50' },
    rate: { type: 'string', default: '0.2' },
    outages: { type: 'string', default: '4' },
    stopped: { type: 'string', default: '60' }
  }
});

function note(text: string): void {
  process.stderr.write(`${new Date().toISOString()} ${text}\n`);
}

async function chaosOn(cluster: string): Promise<object> {
  const { stdout } = await run(
    process.execPath,
    ['cluster/cli.mjs', 'kubeconfig', '--name', cluster],
    {
      cwd: root
    }
  );
  const config = loadKubeConfig(stdout.trim());
  const folder = await mkdtemp(join(tmpdir(), 'kubeflow-lab-chaos-'));
  const admin = createKubeClient(config);
  await installController(admin, root);
  const program = await bundleController(root, folder);
  let files = 0;
  const kubeconfigFor = async (server: string) => {
    const file = join(folder, `kubeconfig-${(files += 1)}`);
    await writeFile(file, await controllerKubeconfig(config, server), { mode: 0o600 });
    return file;
  };
  const common = { config, program, kubeconfigFor };
  try {
    const namespace = `late-${process.pid}`;
    await createProject(admin, namespace);
    note('a write that comes late');
    const late = await lateWrite({
      ...common,
      ports: PORTS,
      namespace,
      leaseSeconds: 10,
      stoppedSeconds: Number(values.stopped)
    });
    note(JSON.stringify(late));
    const chaos = await runChaos({
      ...common,
      port: PORTS[0],
      seed: Number(values.seed),
      notebooks: Number(values.notebooks),
      kills: Number(values.kills),
      rate: Number(values.rate),
      burst: 1_000,
      memoryRounds: 5,
      quietSeconds: 10,
      breaksSilence: false,
      outages: { times: Number(values.outages), make: () => restartApiServer(cluster, admin) },
      note
    });
    return { parameters: values, late, chaos };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const own = values.cluster === undefined;
const cluster = values.cluster ?? 'chaos';
const launcher = (...words: string[]) =>
  run(process.execPath, ['cluster/cli.mjs', ...words, '--name', cluster], { cwd: root });
if (own) {
  note('starting a cluster');
  await launcher('up', '--throwaway');
}
try {
  const report = (await chaosOn(cluster)) as {
    late: Awaited<ReturnType<typeof lateWrite>>;
    chaos: Awaited<ReturnType<typeof runChaos>>;
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  const { lateStatus, writesAfterwards, isUnchanged } = report.late;
  const wrong = faultsOf(report.chaos);
  const isFenced = lateStatus === 409 && writesAfterwards.length === 0 && isUnchanged;
  process.exitCode = wrong.length === 0 && isFenced ? 0 : 1;
} finally {
  if (own) {
    await launcher('down', '--purge');
  }
}
