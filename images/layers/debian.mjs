import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cacheRoot } from '../../cluster/build/cache.mjs';
import { exec, tryExec } from '../../cluster/exec.mjs';
import { hostCommand } from '../host.mjs';
import { inOwnNamespaces, runInRoot } from '../sandbox.mjs';

/** What must be there first. @type {('debian' | 'python')[]} */
export const needs = [];

/** @typedef {import('../description.mjs').DebianLayer} DebianLayer */

/** Left by the installation, different each time or of no use in a container. */
const NEEDLESS = [
  'etc/hostname',
  'etc/resolv.conf',
  'usr/share/doc',
  'usr/share/info',
  'usr/share/locale',
  'usr/share/man',
  'var/cache/apt',
  'var/cache/debconf',
  'var/cache/ldconfig',
  'var/lib/apt/lists',
  'var/log'
];

/**
 * Ends the set-up inside the new system: apt's folders, places where later layers are mounted while they are
 * built, and compiled modules that do not depend on files' times (which a layer does not keep).
 */
const FINISH = [
  'mkdir -p /opt/venv /var/cache/apt/archives/partial /var/lib/apt/lists/partial /var/log/apt',
  ': > /etc/machine-id',
  'python3 -m compileall -q -f -j 0 --invalidation-mode unchecked-hash /usr/lib/python3.* /usr/lib/python3/dist-packages'
];

/**
 * @param {DebianLayer} layer
 * @returns {Promise<string[]>} everything that decides what the layer holds
 */
export async function inputs(layer) {
  return [JSON.stringify(layer), process.arch, await readFile(new URL(import.meta.url), 'utf8')];
}

/**
 * Installs the system into a folder.
 * @param {DebianLayer} layer
 * @param {string} root does not exist yet
 * @param {import('../../cluster/build/go-tool.mjs').BuildContext} context
 */
export async function make(layer, root, context) {
  const { signal, log } = context;
  await hostCommand('debootstrap', 'debootstrap', context);
  const mirror = await debianMirror(layer.suite);
  const packages = join(cacheRoot(), 'debian-packages');
  await exec('mkdir', ['-p', packages]);
  const [program, ...namespaces] = inOwnNamespaces();
  await exec(
    program,
    [
      ...namespaces,
      ...['debootstrap', '--variant=minbase', `--include=${layer.packages.join(',')}`],
      ...[`--cache-dir=${packages}`, layer.suite, root, ...(mirror ? [mirror] : [])]
    ],
    { signal, env: await proxyEnvironment(), onLine: line => report(line, context) }
  );
  // Debian's own servers, as its documentation lists them, whatever mirror this machine uses.
  const sources = await readFile(join(root, 'usr/share/doc/apt/examples/sources.list'), 'utf8');
  await writeFile(join(root, 'etc/apt/sources.list'), sources);
  context.detail?.('users and clean-up');
  const script = [...layer.setup, ...FINISH].join('\n');
  await Promise.all(NEEDLESS.map(path => rm(join(root, path), { recursive: true, force: true })));
  await exec('find', [join(root, 'dev'), join(root, 'run'), '-mindepth', '1', '-delete']);
  await runInRoot({ root, writable: true, command: ['sh', '-euc', script], signal, log });
  await chmod(root, 0o755);
}

/**
 * @param {string} line of debootstrap, such as `I: Retrieving libc6 2.36-9`
 * @param {import('../../cluster/build/go-tool.mjs').BuildContext} context
 */
function report(line, { log, detail }) {
  log?.(line);
  const said = /^I: (Retrieving|Extracting|Unpacking|Configuring) (\S+?)\.*( |$)/.exec(line);
  if (said) {
    detail?.(`${said[1].toLowerCase()} ${said[2]}`);
  }
}

/**
 * The mirror from which this machine itself gets a suite of Debian.
 * @param {string} suite
 * @returns {Promise<string | undefined>} undefined where it has none, and debootstrap's own is to be used
 */
export async function debianMirror(suite) {
  const targets = await tryExec('apt-get', [
    'indextargets',
    '--format',
    '$(RELEASE) $(COMPONENT) $(REPO_URI)',
    'Created-By: Packages'
  ]);
  return mirrorIn(targets ?? '', suite);
}

/**
 * @param {string} targets lines of suite, component and address
 * @param {string} suite
 * @returns {string | undefined}
 */
export function mirrorIn(targets, suite) {
  return targets
    .split('\n')
    .map(line => line.split(' '))
    .find(
      ([release, component, uri]) =>
        release === suite && component === 'main' && /^https?:/.test(uri)
    )?.[2];
}

/**
 * apt's proxy, for debootstrap, which knows only the environment.
 * @returns {Promise<Record<string, string>>}
 */
async function proxyEnvironment() {
  const said = await tryExec('apt-config', ['shell', 'proxy', 'Acquire::http::Proxy']);
  const proxy = /^proxy='(.*)'$/m.exec(said ?? '')?.[1];
  return proxy && !process.env.http_proxy ? { http_proxy: proxy } : {};
}
