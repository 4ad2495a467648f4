/** `npm run cluster -- COMMAND`: the embedded cluster by itself, without what is installed in it. */
import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';

import { runCommand } from './command.mjs';
import { ClearError } from './errors.mjs';
import { GATEWAY, setForward } from './node/forwards.mjs';
import { loadImage } from './node/images.mjs';
import { down, status } from './node/lifecycle.mjs';
import { DEFAULT_NAME, pathsOf } from './node/state.mjs';
import { up } from './up.mjs';

const USAGE = `npm run cluster -- COMMAND [--name NAME]

  up                   starts the node, and builds it first where needed
      --throwaway        data need not survive a power cut (faster; for tests)
      --port PORT        loopback port that leads to the cluster's gateway (8080)
      --forward PORT=IP:PORT
                         one more loopback port; may be given several times
  down                 stops it and takes everything off this machine but its data
      --purge            removes its data, too: objects, volumes, images
  status               what it is doing (--json for programs)
  logs [COMPONENT]     prints a component's log; without a name, lists them
  kubeconfig           prints the path of its kubeconfig
  load-image FILE.tar  gives it an image from an OCI archive
  forward PORT=IP:PORT says where a loopback port leads, while it runs
  reload IMAGE         builds our code into an image (platform, jupyter, tensorflow, …), and restarts what runs it
`;

const OPTIONS = /** @type {const} */ ({
  name: { type: 'string', default: DEFAULT_NAME },
  throwaway: { type: 'boolean', default: false },
  port: { type: 'string' },
  forward: { type: 'string', multiple: true },
  purge: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false }
});

/** @param {string} text */
const print = text => void process.stdout.write(`${text}\n`);

/**
 * @param {string} text `PORT=IP:PORT`
 * @returns {[string, string]}
 */
function parseForward(text) {
  const [port = '', target = ''] = text.split('=');
  return [parsePort(port), target];
}

/**
 * @param {string} text
 * @returns {string}
 */
function parsePort(text) {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) {
    throw new ClearError(`"${text}" is not a port: use a number from 0 to 65535.`);
  }
  return text;
}

/**
 * @param {import('./node/lifecycle.mjs').Cluster} cluster
 * @returns {string}
 */
function summary({ name, phase, failed, kubeconfig, plan, ports, components }) {
  const lines = [`Cluster "${name}" is ${phase}${failed ? ` (${failed})` : ''}.`];
  if (phase !== 'down') {
    lines.push(
      `  kubeconfig   ${kubeconfig}`,
      `  API server   https://${plan?.nodeAddress}:6443`,
      ...ports.map(port => `  address      http://localhost:${port}`),
      ...Object.entries(components).map(
        ([component, { state, restarts, how }]) =>
          `  ${component.padEnd(24)} ${state}${how ? ` (${how})` : ''}${restarts > 0 ? `, restarted ${restarts} times` : ''}`
      )
    );
  }
  return lines.join('\n');
}

/**
 * @param {string} name
 * @param {string | undefined} component
 */
async function printLog(name, component) {
  const { logs } = pathsOf(name);
  const files = existsSync(logs) ? await readdir(logs) : [];
  const names = files.flatMap(file => /^(.+)\.log$/.exec(file)?.[1] ?? []).sort();
  if (!component) {
    print(names.join('\n'));
    return;
  }
  if (!names.includes(component)) {
    throw new ClearError(
      `There is no log of "${component}" in cluster "${name}"; there are: ${names.join(', ') || 'none'}.`
    );
  }
  await pipeline(createReadStream(join(logs, `${component}.log`)), process.stdout, { end: false });
}

async function main() {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const { name } = values;
  const [command, argument] = positionals;
  if (values.help) {
    print(USAGE);
    return;
  }
  switch (command) {
    case 'up': {
      const gateway = values.port === undefined ? [] : [[parsePort(values.port), GATEWAY]];
      const asked = [...gateway, ...(values.forward ?? []).map(parseForward)];
      const cluster = await up({
        name,
        throwaway: values.throwaway,
        forwards: asked.length > 0 ? Object.fromEntries(asked) : undefined,
        signal: interruption()
      });
      print(cluster.wasRunning ? `It already runs.\n${summary(cluster)}` : summary(cluster));
      return;
    }
    case 'down': {
      const { wasRunning } = await down({ name, purge: values.purge });
      print(
        `Cluster "${name}" ${wasRunning ? 'is stopped' : 'was not running'}${values.purge ? ' and its data is removed' : ''}.`
      );
      return;
    }
    case 'status': {
      const cluster = await status(name);
      print(values.json ? JSON.stringify(cluster, null, 2) : summary(cluster));
      return;
    }
    case 'logs':
      return printLog(name, argument);
    case 'kubeconfig':
      return print(pathsOf(name).kubeconfig);
    case 'load-image': {
      if (!argument) {
        throw new ClearError('Say which archive: npm run cluster -- load-image FILE.tar');
      }
      print((await loadImage(name, argument)).join('\n'));
      return;
    }
    case 'forward': {
      const [port, target] = parseForward(argument ?? '');
      return setForward(name, Number(port), target);
    }
    case 'reload': {
      // It needs what the images are made of, which the node by itself does not.
      const { reload } = await import('./start/reload.mjs');
      return reload(name, argument ?? '');
    }
    default:
      throw new ClearError(
        `${command ? `There is no command "${command}".` : 'Say what to do.'}\n\n${USAGE}`
      );
  }
}

/**
 * Ctrl-C ends what is being built; what was finished is kept, so that the next start goes on from there.
 * @returns {AbortSignal}
 */
function interruption() {
  const controller = new AbortController();
  for (const signal of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () =>
      controller.abort(new ClearError('Interrupted; the next start goes on from here.'))
    );
  }
  return controller.signal;
}

runCommand(main);
