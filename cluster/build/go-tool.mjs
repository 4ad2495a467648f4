import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { exec, tryExec } from '../exec.mjs';
import { cached, cachePath, contentOf, hashOf } from './cache.mjs';

/** Where the tool modules are: one folder each, with go.mod, go.sum and, where it is our own, main.go. */
const MODULES = join(dirname(fileURLToPath(import.meta.url)), '..', 'go');

export const KUBERNETES_VERSION = 'v1.36.3';

/** What Kubernetes' own build would stamp into its binaries; clients and the API read it. */
const VERSION_STAMP = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap(
  path => {
    const [major, minor] = KUBERNETES_VERSION.slice(1).split('.');
    return [
      `-X ${path}.gitVersion=${KUBERNETES_VERSION}`,
      `-X ${path}.gitMajor=${major}`,
      `-X ${path}.gitMinor=${minor}`,
      `-X ${path}.gitTreeState=clean`,
      `-X ${path}.gitCommit=unknown`,
      `-X ${path}.buildDate=1970-01-01T00:00:00Z`
    ];
  }
);

/** @type {Record<string, string[]>} */
const LINKER_FLAGS = { node: VERSION_STAMP };

/**
 * @typedef {object} BuildContext what a build tells of its progress; a step's context fits
 * @property {(line: string) => void} [log]
 * @property {(text: string) => void} [detail]
 * @property {(done: number, total: number, unit?: string) => void} [progress]
 * @property {AbortSignal} [signal]
 */

/**
 * The folder of a tool module; commands that need its module graph (controller-gen) run in it.
 * @param {string} module such as `node` or `coredns`
 * @returns {string}
 */
export function moduleFolder(module) {
  return join(MODULES, module);
}

/**
 * The path in the cache of the binary that a tool module makes, whether it is built or not.
 * @param {string} module
 * @returns {Promise<string>}
 */
export async function goToolPath(module) {
  const content = await contentOf(moduleFolder(module));
  return cachePath('go', module, hashOf([...content, ...linkerFlags(module), process.arch]));
}

/**
 * Whether a tool module is built already.
 * @param {string} module
 * @returns {Promise<boolean>}
 */
export async function isGoToolBuilt(module) {
  return existsSync(await goToolPath(module));
}

/**
 * Builds the static binary of a tool module, unless the cache has it. The Go tool checks every module
 * against go.sum, and keeps what it compiled, so that an interrupted build goes on where it was.
 * @param {string} module
 * @param {BuildContext} [context]
 * @returns {Promise<string>} the binary's path
 */
export async function goTool(module, context = {}) {
  return cached(await goToolPath(module), async temporary => {
    await compileGoTool(module, context);
    context.detail?.('linking');
    const target = await targetOf(moduleFolder(module));
    await go(module, 'build', ['-o', temporary, target], context);
  });
}

/**
 * Compiles all packages of a tool module into the Go tool's cache, so that only linking is left. Other
 * modules share most of them, and can be built while one processor links.
 * @param {string} module
 * @param {BuildContext} [context]
 */
export async function compileGoTool(module, context = {}) {
  const { log, detail, progress } = context;
  const target = await targetOf(moduleFolder(module));
  detail?.('downloading modules');
  const stale = await go(module, 'list', ['-deps', '-f', STALE_PACKAGE, target], context);
  const packages = stale.split('\n').filter(line => line !== '');
  if (packages.length === 0) {
    return;
  }
  let done = 0;
  detail?.('compiling');
  await go(module, 'build', ['-v', ...packages], {
    ...context,
    log: line => {
      log?.(line);
      // With -v the Go tool names each package as it compiles it, and nothing else looks like a path.
      if (/^[\w.~-]+(\/[\w.~+-]+)*$/.test(line)) {
        done = Math.min(done + 1, packages.length);
        progress?.(done, packages.length, 'packages');
      }
    }
  });
}

/** Go's template for the packages that its cache lacks; the standard library comes with those that use it. */
const STALE_PACKAGE = '{{if and .Stale (not .Standard) (ne .Name "main")}}{{.ImportPath}}{{end}}';

/**
 * Compilation is what a first start waits for, so it leaves out debugging information (the linker would
 * drop it), and the compiler collects its garbage less often. Each makes it a tenth faster.
 */
const ENVIRONMENT = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off', GOGC: '400' };
const COMPILER_FLAGS = ['-gcflags=all=-dwarf=false'];

/**
 * Runs a command of the Go tool in a module's folder, always with the same flags: what one command has
 * put into Go's cache, the next one finds.
 * @param {string} module
 * @param {'list' | 'build'} command
 * @param {string[]} args
 * @param {BuildContext} context
 * @returns {Promise<string>} its output
 */
function go(module, command, args, { log, signal }) {
  // The version control's state is no part of what is built, and reading it can fail in another user's clone.
  const flags = ['-trimpath', '-buildvcs=false', ...COMPILER_FLAGS];
  const linker = ['-ldflags', linkerFlags(module).join(' ')];
  const cwd = moduleFolder(module);
  return exec('go', [command, ...flags, ...linker, ...args], {
    cwd,
    env: ENVIRONMENT,
    signal,
    onLine: log
  });
}

/**
 * @param {string} module
 * @returns {string[]}
 */
function linkerFlags(module) {
  return ['-s', '-w', ...(LINKER_FLAGS[module] ?? [])];
}

/**
 * What `go build` is to build: our own main.go, or the tool that go.mod names.
 * @param {string} folder
 * @returns {Promise<string>}
 */
async function targetOf(folder) {
  if (existsSync(join(folder, 'main.go'))) {
    return '.';
  }
  const tool = /^tool\s+(\S+)\s*$/m.exec(await readFile(join(folder, 'go.mod'), 'utf8'));
  if (!tool?.[1]) {
    throw new Error(`${join(folder, 'go.mod')} names no tool, and there is no main.go`);
  }
  return tool[1];
}

/**
 * The version of the Go toolchain, as [major, minor], or undefined when there is none.
 * @returns {Promise<[number, number] | undefined>}
 */
export async function goVersion() {
  const output = await tryExec('go', ['env', 'GOVERSION']);
  const match = /go(\d+)\.(\d+)/.exec(output ?? '');
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}
