/**
 * The steps that install the npm packages and build our own code, each skipped while nothing it is made from changed.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { hashOf } from '../build/cache.mjs';
import { exec } from '../exec.mjs';
import { ensureNodeModules, nodeModulesAreCurrent } from './node-modules.mjs';

/** @typedef {import('../steps/graph.mjs').Step} Step */

const SOURCE = /\.(ts|tsx|mjs|css|svg|html|json)$/;
const NOT_SOURCE = /^(lib|dist|node_modules|labextension)$/;
const TYPESCRIPT_ROOMS = [
  'schema',
  'resources',
  'compiler',
  'live',
  'kube',
  'controller',
  'engines',
  'server',
  'spawner',
  'src'
];

/**
 * @typedef {object} Build
 * @property {string} id
 * @property {string} title
 * @property {string[]} after
 * @property {string} script the npm script that builds it
 * @property {string[]} sources folders and files of the checkout that it is made from
 * @property {string[]} output a path of each thing that it makes
 */

/** @type {Build[]} */
const BUILDS = [
  {
    id: 'code-types',
    title: 'Compile our TypeScript',
    after: ['npm'],
    script: 'build:types',
    sources: [
      ...TYPESCRIPT_ROOMS,
      'tsconfig.json',
      'tsconfig.base.json',
      'tsconfig.lab.json',
      'package-lock.json'
    ],
    output: ['schema/lib/index.js', 'server/lib/main.js', 'lib/index.js']
  },
  {
    id: 'code-platform',
    title: 'Bundle server, controller, engines and spawner',
    after: ['code-types'],
    script: 'build:platform',
    sources: [...TYPESCRIPT_ROOMS, 'esbuild.platform.mjs', 'package-lock.json'],
    output: [
      'server/dist/server.mjs',
      'controller/dist/controller.mjs',
      'engines/dist/engines.mjs',
      'engines/dist/artifacts.mjs',
      'spawner/dist/index.html'
    ]
  },
  {
    id: 'code-labextension',
    title: 'Build the JupyterLab extension',
    after: ['code-types'],
    script: 'build:labextension',
    sources: [
      'schema',
      'resources',
      'compiler',
      'live',
      'src',
      'style',
      'package.json',
      'package-lock.json'
    ],
    output: ['kubeflow_lab/labextension/package.json']
  }
];

/**
 * By image: the steps after which it can be built, as they make the code that it contains.
 * @type {Record<string, string[]>}
 */
export const CODE_OF_IMAGE = {
  platform: ['code-platform'],
  jupyter: ['code-labextension'],
  tensorflow: ['code-labextension'],
  xgboost: ['code-labextension'],
  pytorch: ['code-labextension'],
  mpi: ['code-labextension'],
  tools: [],
  tensorboard: ['code-labextension'],
  'sklearn-server': [],
  'tensorflow-server': [],
  'torch-server': [],
  suggestion: []
};

/**
 * @param {string} root the checkout
 * @returns {Step[]}
 */
export function workspaceSteps(root) {
  return [
    {
      id: 'npm',
      title: 'Install npm packages',
      done: () => nodeModulesAreCurrent(root),
      run: ({ log, signal }) =>
        ensureNodeModules(root, async ([command = '', ...words]) => {
          await exec(command, words, { cwd: root, onLine: log, signal });
        })
    },
    ...BUILDS.map(build => buildStep(root, build))
  ];
}

/**
 * @param {string} root
 * @param {Build} build
 * @returns {Step}
 */
function buildStep(root, { id, title, after, script, sources, output }) {
  const stamp = join(root, 'node_modules', '.kubeflow-lab-built', id);
  const current = () => sourcesHash(root, sources);
  return {
    id,
    title,
    after,
    async done() {
      const isThere = existsSync(stamp) && output.every(path => existsSync(join(root, path)));
      return isThere && (await readFile(stamp, 'utf8')) === (await current());
    },
    async run({ log, signal }) {
      // What changes while it is being built must be built again the next time.
      const hash = await current();
      await exec('npm', ['run', '--silent', script], { cwd: root, onLine: log, signal });
      await mkdir(join(stamp, '..'), { recursive: true });
      await writeFile(stamp, hash);
    }
  };
}

/**
 * @param {string} root
 * @param {string[]} places folders or files, relative to the checkout
 * @returns {Promise<string>}
 */
export async function sourcesHash(root, places) {
  /** @type {(string | Buffer)[]} */
  const parts = [];
  for (const place of places) {
    for (const file of await filesOf(root, place)) {
      parts.push(file, await readFile(join(root, file)));
    }
  }
  return hashOf(parts);
}

/**
 * @param {string} root
 * @param {string} place
 * @returns {Promise<string[]>} relative to the checkout, in a fixed order
 */
async function filesOf(root, place) {
  const entries = await readdir(join(root, place), { withFileTypes: true }).catch(error => {
    if (error.code === 'ENOTDIR') {
      return undefined;
    }
    throw error;
  });
  if (!entries) {
    return [place];
  }
  /** @type {string[]} */
  const files = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(place, entry.name);
    if (entry.isDirectory() && !NOT_SOURCE.test(entry.name)) {
      files.push(...(await filesOf(root, path)));
    } else if (entry.isFile() && SOURCE.test(entry.name)) {
      files.push(path);
    }
  }
  return files;
}
