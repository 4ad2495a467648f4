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
  const folder = moduleFolder(module);
  return cached(await goToolPath(module), async temporary => {
    const env = { CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' };
    const target = await targetOf(folder);
    const { log, detail, progress, signal } = context;
    // The version control's state is no part of what is built, and reading it can fail in another user's clone.
    const flags = ['-trimpath', '-buildvcs=false', '-ldflags', linkerFlags(module).join(' ')];

    detail?.('downloading modules');
    const stale = await exec(
      'go',
      ['list', ...flags, '-deps', '-f', '{{if .Stale}}{{.ImportPath}}{{end}}', target],
      {
        cwd: folder,
        env,
        signal,
        onLine: log
      }
    );
    const total = stale.split('\n').filter(line => line !== '').length;
    let done = 0;
    detail?.('compiling');
    await exec('go', ['build', '-v', ...flags, '-o', temporary, target], {
      cwd: folder,
      env,
      signal,
      onLine: line => {
        log?.(line);
        // With -v the Go tool names each package as it compiles it, and nothing else looks like a path.
        if (/^[\w.~-]+(\/[\w.~+-]+)*$/.test(line)) {
          done += 1;
          progress?.(Math.min(done, total), total, 'packages');
          if (done >= total) {
            detail?.('linking');
          }
        }
      }
    });
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
