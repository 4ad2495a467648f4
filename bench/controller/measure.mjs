import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import {
  ControllerProcess,
  controllerKubeconfig,
  installController,
  processUsage
} from '@kubeflow-lab/controller/harness';
import { NOTEBOOK, createKubeClient, loadKubeConfig } from '@kubeflow-lab/kube';

import { startFakeNodes } from '../kwok.mjs';
import { quantile } from '../report.mjs';
import { addServiceAddresses } from './addresses.mjs';
import { figuresOf, meanOf } from './figures.mjs';
import {
  createChildren,
  createForeign,
  createNotebooks,
  makeProjects,
  placeOf,
  readChildren,
  removeProjects
} from './load.mjs';
import { startLeast } from './least-process.mjs';
import { whileRunning } from './running.mjs';
import { cpuOf } from './usage.mjs';
import { startWatching } from './watching.mjs';
import { readWrites } from './writes.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const WARM_UP = 20;
const FOREIGN = { pods: 10_000, events: 20_000 };
/** A run in which so long is not enough has failed. */
const patience = number => 120 + number;
const SETTLE_SECONDS = 20;
const STEADY_SECONDS = 60;
const REST_SECONDS = 5;

/** @typedef {import('@kubeflow-lab/kube').KubeClient} KubeClient */

/**
 * @param {{kubeconfig: string}} cluster
 * @param {{notebooks: number[], foreign: boolean, least: boolean, program: string, profile?: string, folder: string}} options
 *   `least`: measures the least controller too; `program`: the bundle; `profile`: folder for profiles of it; `folder`: for
 *   what is needed meanwhile
 * @param {(text: string) => void} note
 * @returns {Promise<import('../report.mjs').Figure[]>} where several numbers are measured, each name ends in its number
 */
export async function measureOn(
  cluster,
  { notebooks, foreign, least, program, profile, folder },
  note
) {
  const config = loadKubeConfig(cluster.kubeconfig);
  const admin = createKubeClient(config);
  await installController(admin, root);
  const removeAddresses = await addServiceAddresses(admin);
  const nodes = await startFakeNodes(admin, cluster.kubeconfig, join(folder, 'kwok.log'));
  const seen = await startWatching(admin);
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, await controllerKubeconfig(config), { mode: 0o600 });
  const port = await freePort();
  let trouble = '';
  const start = () =>
    new ControllerProcess({
      program,
      kubeconfig,
      port,
      env: { LEASE_NAMESPACE: 'kubeflow-lab', LOG_LEVEL: 'info' },
      nodeArguments: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
      onLog: ({ level, msg, ...more }) => {
        if (level >= 40) {
          trouble = msg;
          note(`controller: ${msg} ${JSON.stringify(more)}`);
        }
      }
    });
  const programs = join(dirname(cluster.kubeconfig), 'bin');
  const cpu = pid => cpuOf(programs, [nodes.pid, pid]);
  const lastWords = () => trouble;
  const bench = { admin, seen, start, lastWords, cpu, note, foreign };
  const leastOf = made => startLeast({ kubeconfig, folder, ...made });
  const figures = [];
  try {
    for (const number of notebooks) {
      const ofNumber = await allFigures({
        ...bench,
        notebooks: number,
        least: least ? leastOf : null
      });
      const end = notebooks.length > 1 ? `_${number}` : '';
      figures.push(...ofNumber.map(each => ({ ...each, name: `${each.name}${end}` })));
      await removeAll(admin);
    }
    return figures;
  } finally {
    await seen.stop();
    await removeAll(admin);
    await removeAddresses();
    await nodes.stop();
  }
}

async function removeAll(admin) {
  for (const prefix of ['warm-', 'bare-', 'ours-', 'foreign']) {
    await removeProjects(admin, prefix);
  }
}

async function allFigures(bench) {
  const { admin, start, lastWords, note, least, notebooks: number } = bench;
  const first = start();
  let running = first;
  try {
    const { made, before, ...measured } = await whileRunning(
      first,
      lastWords,
      measureFirst(first, bench)
    );
    note('taking up the work again');
    await first.stop();
    running = start();
    const resync = await whileRunning(running, lastWords, resyncOf(admin, running, number));
    note(JSON.stringify(resync));
    await removeProjects(admin, 'foreign');
    await removeProjects(admin, 'ours-');
    if (least !== null) {
      await running.stop();
      measured.least = await loadLeast(bench, made);
      running = start();
      await running.ready();
    }
    note('the children by hand once more');
    const after = await whileRunning(running, lastWords, loadByHand(bench, running.pid, made));
    note(JSON.stringify(after));
    return figuresOf(number, { ...measured, bare: meanOf(before, after), resync });
  } finally {
    await running.stop();
  }
}

/** What one process does, from its start until it has nothing to do any more. */
async function measureFirst(first, bench) {
  const { note, notebooks: number, foreign } = bench;
  await first.ready();
  note('warming up');
  const made = await warmUp(bench);
  note(`${number} times three children by hand`);
  const before = await loadByHand(bench, first.pid, made);
  note(`${JSON.stringify(before)}; ${number} notebooks`);
  const loaded = await loadNotebooks(bench, first.pid);
  note(`${JSON.stringify(loaded)}; at rest`);
  const steady = await atRest(bench, first);
  note(JSON.stringify(steady));
  const { rssMiB } = await processUsage(first.pid);
  const foreignRssMiB = foreign ? await memoryWithForeign(bench, first) : null;
  return { made, before, loaded, steady, rssMiB, foreignRssMiB };
}

/** As `loadNotebooks`, with the least controller in place of ours. */
async function loadLeast(bench, made) {
  const { admin, least, note, notebooks: number } = bench;
  note(`${number} notebooks with the least controller`);
  const process = await least(made);
  try {
    const loaded = await whileRunning(process, () => '', loadNotebooks(bench, process.pid));
    note(JSON.stringify(loaded));
    return loaded;
  } finally {
    await process.stop();
    await removeProjects(admin, 'ours-');
  }
}

/** The first servers fill caches of every part; what the controller made for one of them is what is made by hand later. */
async function warmUp({ admin, seen }) {
  await makeProjects(admin, 'warm-', WARM_UP);
  await createNotebooks(admin, 'warm-', WARM_UP);
  await seen.notebooks.until('warm-', WARM_UP, patience(WARM_UP));
  const first = placeOf('warm-', 0);
  const children = await readChildren(admin, first);
  const { status } = await admin.get(NOTEBOOK, first);
  await removeProjects(admin, 'warm-');
  return { children, status };
}

async function loadByHand({ admin, seen, cpu, notebooks: number }, pid, { children }) {
  await makeProjects(admin, 'bare-', number);
  await sleep(REST_SECONDS * 1000);
  const used = await cpu(pid);
  const begun = performance.now();
  await createChildren(admin, 'bare-', number, children);
  const created = (performance.now() - begun) / 1000;
  const readyAt = await seen.statefulSets.until('bare-', number, patience(number));
  const ready = (Math.max(...readyAt.values()) - begun) / 1000;
  const allCpu = (await cpu(pid)) - used;
  await removeProjects(admin, 'bare-');
  return { created, ready, allCpu };
}

async function loadNotebooks({ admin, seen, cpu: cpuOfAll, notebooks: number }, pid) {
  await makeProjects(admin, 'ours-', number);
  await sleep(REST_SECONDS * 1000);
  const before = await readWrites(admin);
  const used = await processUsage(pid);
  const usedByAll = await cpuOfAll(pid);
  const begun = performance.now();
  await createNotebooks(admin, 'ours-', number);
  const created = (performance.now() - begun) / 1000;
  const readyAt = await seen.notebooks.until('ours-', number, patience(number));
  const podsAt = await seen.pods.until('ours-', number, patience(number));
  const ready = (Math.max(...readyAt.values()) - begun) / 1000;
  const delays = [...readyAt].map(([key, at]) => Math.max(0, at - (podsAt.get(`${key}-0`) ?? at)));
  const after = await readWrites(admin);
  const cpu = (await processUsage(pid)).cpuSeconds - used.cpuSeconds;
  const allCpu = (await cpuOfAll(pid)) - usedByAll;
  const [p50, p99] = [quantile(delays, 0.5), quantile(delays, 0.99)];
  return { created, ready, p50, p99, cpu, allCpu, writes: difference(before, after) };
}

function difference(before, after) {
  return { done: after.done - before.done, conflicts: after.conflicts - before.conflicts };
}

/** Nothing happens any more: what is still written, and used. */
async function atRest({ admin }, process) {
  await sleep(SETTLE_SECONDS * 1000);
  const writes = await readWrites(admin);
  const usage = await processUsage(process.pid);
  await sleep(STEADY_SECONDS * 1000);
  const later = await processUsage(process.pid);
  return {
    writes: difference(writes, await readWrites(admin)).done * (60 / STEADY_SECONDS),
    cpu: (later.cpuSeconds - usage.cpuSeconds) * (60 / STEADY_SECONDS)
  };
}

async function memoryWithForeign({ admin, note }, process) {
  note(`${FOREIGN.pods} pods and ${FOREIGN.events} events of others`);
  await createForeign(admin, 'foreign', FOREIGN);
  await sleep(SETTLE_SECONDS * 1000);
  const { rssMiB } = await processUsage(process.pid);
  return rssMiB;
}

/** From the start of a process to the moment at which it has looked at every notebook. */
async function resyncOf(admin, process, number) {
  const before = await readWrites(admin);
  const begun = performance.now();
  await process.ready();
  const done = { controller: 'notebook', result: 'success' };
  while ((await process.metric('controller_runtime_reconcile_total', done)) < number) {
    await sleep(50);
  }
  const seconds = (performance.now() - begun) / 1000;
  await sleep(REST_SECONDS * 1000);
  return { seconds, writes: difference(before, await readWrites(admin)).done };
}

/** @returns {Promise<number>} a port of the loopback that is free now */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
