/**
 * The suites of `npm test`: what each runs, how its result is read, and which run beside each other.
 * A suite is `{name, needs: 'nothing' | 'cluster', run(context) => Result}`.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { broken, fromJest, fromJUnit, fromPlaywright, read } from './report.mjs';

/**
 * @typedef {object} Context
 * @property {string} root the checkout
 * @property {string} reports a folder for logs and reports of this run
 * @property {string} python the interpreter of the environment with the package and its test tools
 * @property {Record<string, string>} [cluster] environment that points to the throw-away cluster
 */

/**
 * Runs a command with its output in `<reports>/<name>.log`.
 * @param {Context} context @param {string} name @param {string[]} command @param {Record<string, string>} [env]
 * @returns {Promise<number>} its exit code
 */
function logged(context, name, command, env = {}) {
  const log = createWriteStream(join(context.reports, `${name}.log`));
  return new Promise((resolve, reject) => {
    const child = spawn(command[0], command.slice(1), {
      cwd: context.root,
      env: { ...process.env, FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    child.once('error', reject);
    child.once('close', code => {
      log.end();
      resolve(code ?? 1);
    });
  });
}

/** A check without cases of its own counts as one test. */
function check(name, command) {
  return {
    name,
    needs: 'nothing',
    /** @param {Context} context */
    async run(context) {
      const words = command(context);
      const code = await logged(context, name, words);
      return code === 0
        ? { passed: 1, failed: 0, failures: [] }
        : broken(`${name}: \`${words.join(' ')}\` found problems, see ${name}.log`);
    }
  };
}

/** A test runner's own report says what passed; a non-zero exit without a failure in it is one more failure. */
function suite(name, needs, command, reader, form) {
  return {
    name,
    needs,
    /** @param {Context} context */
    async run(context) {
      const report = join(context.reports, `${name}.${form === 'json' ? 'json' : 'xml'}`);
      const { words, env } = command(context, report);
      const code = await logged(context, name, words, { ...context.cluster, ...env });
      const result = read(report, reader, form, name);
      return code === 0 || result.failed > 0
        ? result
        : { ...result, failed: 1, failures: [`${name}: exit code ${code}, see ${name}.log`] };
    }
  };
}

/** From Node.js 21 on its test runner takes files, and no folders. @param {string} path of a file or a folder */
function testFiles(path) {
  return statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true })
        .map(String)
        .filter(file => file.endsWith('.test.mjs') && !file.includes('node_modules'))
        .map(file => join(path, file));
}

const nodeTest = (name, needs, paths) =>
  suite(
    name,
    needs,
    ({ root }, report) => ({
      words: [
        process.execPath,
        '--test',
        '--test-reporter=junit',
        `--test-reporter-destination=${report}`,
        ...paths.flatMap(path => testFiles(join(root, path)))
      ],
      env: {}
    }),
    fromJUnit,
    'text'
  );

/**
 * The rooms in Node are ES modules; JupyterLab's own test utilities need CommonJS.
 * @param {string} name @param {'nothing' | 'cluster'} needs @param {string} project of jest
 * @param {(root: string) => string[]} [options] what else jest is told
 */
const jest = (name, needs, project, options = () => []) =>
  suite(
    name,
    needs,
    ({ python, root }, report) => ({
      words: [
        'npx',
        'jest',
        '--selectProjects',
        project,
        '--json',
        `--outputFile=${report}`,
        ...options(root)
      ],
      env:
        project === 'browser'
          ? {}
          : {
              NODE_OPTIONS: '--experimental-vm-modules --no-warnings',
              KUBEFLOW_LAB_PYTHON: python
            }
    }),
    fromJest,
    'json'
  );

/** Rooms whose tests on the cluster send the installed engines away, or make what those would run. */
const ENGINES = '(engines|kube|server/kinds)/';

/** Files of the integration, as two suites that do not disturb each other. @param {string} root the checkout */
export function integrationPatterns(root) {
  const escaped = root.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return { engines: `^${escaped}/${ENGINES}`, others: `^${escaped}/(?!${ENGINES})` };
}

/** @param {string} name @param {'engines' | 'others'} files */
const integration = (name, files) =>
  jest(name, 'cluster', 'integration', root => [
    '--runInBand',
    '--testPathPattern',
    integrationPatterns(root)[files]
  ]);

const python = suite(
  'python',
  'nothing',
  ({ python: interpreter }, report) => ({
    words: [interpreter, '-m', 'pytest', '-q', 'kubeflow_lab', `--junitxml=${report}`],
    env: {}
  }),
  fromJUnit,
  'text'
);

/**
 * The files of the rooms, in parts: jest keeps every ES module that it has loaded until its process ends, 17 MB a file, and
 * the memory of one process has an end.
 */
const [rooms, otherRooms] = ['1/2', '2/2'].map(shard =>
  jest(`rooms-${shard.replace('/', '-of-')}`, 'nothing', 'node', () => [`--shard=${shard}`])
);

const checksAndRooms = [
  check('types-of-the-launcher', () => ['npx', 'tsc', '-p', 'cluster']),
  check('types-of-the-images', () => ['npx', 'tsc', '-p', 'images']),
  check('eslint', () => ['npm', 'run', '--silent', 'lint:es']),
  check('prettier', () => ['npm', 'run', '--silent', 'lint:format']),
  check('stylelint', () => ['npm', 'run', '--silent', 'lint:style']),
  check('ruff', context => [context.python, '-m', 'ruff', 'check', 'kubeflow_lab']),
  check('ruff-format', context => [
    context.python,
    '-m',
    'ruff',
    'format',
    '--check',
    'kubeflow_lab'
  ]),
  nodeTest('launcher', 'nothing', ['cluster', 'images', 'bench', 'testing']),
  rooms
];

const besideTheIntegration = [
  // Only now, because the images of the cluster are made of what the same compiler writes.
  { ...check('types', () => ['npx', 'tsc', '-b']), needs: 'cluster' },
  {
    ...check('types-of-the-tests', () => ['npx', 'tsc', '-p', 'tsconfig.tests.json']),
    needs: 'cluster'
  },
  integration('integration-of-engines', 'engines'),
  nodeTest('embedded-cluster', 'cluster', [
    'cluster/cluster.itest.mjs',
    'cluster/start/start.itest.mjs'
  ])
];

const endToEnd = suite(
  'end-to-end',
  'cluster',
  (_context, report) => ({
    words: [
      'npx',
      'playwright',
      'test',
      '--config',
      'ui-tests/playwright.config.ts',
      '--reporter=json'
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report }
  }),
  fromPlaywright,
  'json'
);

/**
 * Stages follow each other, the first beside the start of the cluster. The lanes of a stage run beside each other, because
 * every suite waits for something most of the time or keeps to one core; the suites of a lane run one after the other.
 * A person in a browser has the machine to themselves.
 */
export const stages = [
  [checksAndRooms, [python, jest('browser', 'nothing', 'browser'), otherRooms]],
  [besideTheIntegration, [integration('integration', 'others')]],
  [[endToEnd]]
];
