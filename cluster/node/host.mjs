/**
 * The supervisor of one cluster, outside of its sandbox: `node host.mjs NAME`. It makes what belongs
 * to the host (control group, link, routes, loopback ports), runs the sandbox, starts it again when it
 * ends, and takes everything away when it is told to stop. Its end, however it comes, is the node's end.
 */
import { spawn } from 'node:child_process';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { messageOf } from '../errors.mjs';
import { makeCgroup } from './cgroup.mjs';
import { forward, parseTarget } from './forward.mjs';
import { joinHost } from './network.mjs';
import { planFor } from './plan.mjs';
import { identify } from './process.mjs';
import { pathsOf, readJson, writeJson } from './state.mjs';
import { backOff } from './supervise.mjs';
import { sweep } from './sweep.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

/** How long the node gets to stop in order, before it is ended. */
const NODE_PATIENCE = 40_000;

const name = process.argv[2] ?? '';
const paths = pathsOf(name);

/**
 * What `status` shows, and `up` waits for.
 * @type {{ supervisor: import('./process.mjs').ProcessId | undefined, sandbox?: import('./process.mjs').ProcessId,
 *   phase: string, failed?: string, seconds?: number, ports: number[], components: Record<string, object> }}
 */
const state = { supervisor: identify(process.pid), phase: 'starting', ports: [], components: {} };

/** Writes follow each other, so that the last one is the newest. */
let writing = Promise.resolve();
function publish() {
  writing = writing
    .then(() => writeJson(paths.supervisorFile, state))
    .catch(error => console.error(`The state cannot be written: ${messageOf(error)}`));
  return writing;
}

/** @param {string} text */
function note(text) {
  console.error(`${new Date().toISOString()} ${text}`);
}

/** @type {import('node:child_process').ChildProcess | undefined} */
let sandbox;
let stopping = false;
let failures = 0;

/**
 * The largest number of files that a process here may open: programs in pods inherit it.
 * @returns {string}
 */
function openFilesLimit() {
  return (
    /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? '20000'
  );
}

/**
 * @param {import('./plan.mjs').Plan} plan
 */
function startSandbox(plan) {
  const limit = openFilesLimit();
  const child = spawn(
    'prlimit',
    [
      `--nofile=${limit}:${limit}`,
      ...['unshare', '--mount', '--net', '--pid', '--uts', '--ipc', '--fork', '--kill-child'],
      ...[join(paths.bin, 'pause'), process.execPath, join(HERE, 'sandbox.mjs'), name]
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] }
  );
  sandbox = child;
  // It may end before it has read everything; its exit is what counts.
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', line => {
    onMessage(JSON.parse(line), plan, child).catch(error => {
      state.failed = messageOf(error);
      note(state.failed);
      void publish();
    });
  });
  child.once('error', error => note(`The sandbox cannot be started: ${error.message}`));
  child.once('close', (code, signal) => {
    sandbox = undefined;
    state.sandbox = undefined;
    if (stopping) {
      return;
    }
    failures += 1;
    state.phase = 'starting';
    note(`The node ended (${signal ?? `exit code ${code}`}); it is started again.`);
    void publish();
    setTimeout(() => stopping || startSandbox(plan), backOff(failures));
  });
}

/**
 * @param {any} message
 * @param {import('./plan.mjs').Plan} plan
 * @param {import('node:child_process').ChildProcessWithoutNullStreams | import('node:child_process').ChildProcess} child
 */
async function onMessage(message, plan, child) {
  if (message.pid) {
    state.sandbox = identify(message.pid);
    await joinHost(plan, message.pid);
    child.stdin?.write('joined\n');
  }
  if (message.event) {
    const { component, ...event } = message.event;
    state.components[component] = event;
    if (event.state === 'ended') {
      note(`${component} ended (${event.how}); it is started again.`);
    }
  }
  if (message.phase) {
    state.phase = message.phase;
    state.seconds = message.seconds;
    state.failed = undefined;
    failures = message.phase === 'ready' ? 0 : failures;
  }
  if (message.failed) {
    state.failed = message.failed;
    note(message.failed);
  }
  await publish();
}

/**
 * Opens the loopback ports that the forward file names, now and whenever it changes.
 * @returns {Promise<() => Promise<void>>} closes them
 */
async function runForwards() {
  /** @type {Record<string, string | null>} */
  let targets = {};
  /** @type {Map<string, Awaited<ReturnType<typeof forward>>>} */
  const open = new Map();
  const refresh = async () => {
    targets = (await readJson(paths.forwardFile)) ?? {};
    for (const [port, listener] of open) {
      if (!(port in targets)) {
        open.delete(port);
        await listener.close();
      }
    }
    for (const port of Object.keys(targets)) {
      if (!open.has(port)) {
        const target = () => (targets[port] ? parseTarget(targets[port]) : undefined);
        open.set(port, await forward(Number(port), target));
      }
    }
    state.ports = [...open.values()].map(listener => listener.port);
    await publish();
  };
  await refresh();
  let refreshing = Promise.resolve();
  watchFile(paths.forwardFile, { interval: 300 }, () => {
    refreshing = refreshing.then(refresh).catch(error => note(messageOf(error)));
  });
  return async () => {
    unwatchFile(paths.forwardFile);
    await Promise.all([...open.values()].map(listener => listener.close()));
  };
}

async function main() {
  const { slot } = await readJson(paths.clusterFile);
  const plan = planFor(slot);
  await sweep(paths, plan);
  await publish();
  const closeForwards = await runForwards();
  await makeCgroup(paths.cgroup);
  startSandbox(plan);

  const stop = async () => {
    if (stopping) {
      return;
    }
    stopping = true;
    state.phase = 'stopping';
    await publish();
    await closeForwards();
    const child = sandbox;
    if (child) {
      const ended = new Promise(resolve => child.once('close', resolve));
      const impatient = setTimeout(() => child.kill('SIGKILL'), NODE_PATIENCE);
      child.stdin?.end();
      await ended;
      clearTimeout(impatient);
    }
    await sweep(paths, plan);
    process.exit(0);
  };
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
    process.on(signal, () => {
      stop().catch(error => {
        note(`The node did not stop in order: ${messageOf(error)}`);
        process.exit(1);
      });
    });
  }
}

main().catch(async error => {
  state.phase = 'failed';
  state.failed = messageOf(error);
  note(state.failed);
  await publish();
  process.exit(1);
});
