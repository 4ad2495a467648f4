/**
 * The suites of `npm test`: what each runs, and how its result is read.
 * A suite is `{name, needs: 'nothing' | 'cluster', run(context) => Result}`.
 */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
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
        ...paths.map(path => join(root, path))
      ],
      env: {}
    }),
    fromJUnit,
    'text'
  );

/** The rooms in Node are ES modules; JupyterLab's own test utilities need CommonJS. */
const jest = (name, needs, project) =>
  suite(
    name,
    needs,
    ({ python }, report) => ({
      words: [
        'npx',
        'jest',
        '--selectProjects',
        project,
        '--json',
        `--outputFile=${report}`,
        ...(needs === 'cluster' ? ['--runInBand'] : [])
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

export const suites = [
  { ...check('types', () => ['npx', 'tsc', '-b']), needs: 'cluster' },
  {
    ...check('types-of-the-tests', () => ['npx', 'tsc', '-p', 'tsconfig.tests.json']),
    needs: 'cluster'
  },
  check('types-of-the-launcher', () => ['npx', 'tsc', '-p', 'cluster']),
  check('types-of-the-images', () => ['npx', 'tsc', '-p', 'images']),
  check('eslint', () => ['npm', 'run', '--silent', 'lint:es']),
  check('prettier', () => ['npm', 'run', '--silent', 'lint:format']),
  check('stylelint', () => ['npm', 'run', '--silent', 'lint:style']),
  check('ruff', ({ python }) => [python, '-m', 'ruff', 'check', 'kubeflow_lab']),
  check('ruff-format', ({ python }) => [python, '-m', 'ruff', 'format', '--check', 'kubeflow_lab']),
  nodeTest('launcher', 'nothing', ['cluster', 'images', 'bench', 'testing']),
  jest('rooms', 'nothing', 'node'),
  jest('browser', 'nothing', 'browser'),
  suite(
    'python',
    'nothing',
    ({ python }, report) => ({
      words: [python, '-m', 'pytest', '-q', 'kubeflow_lab', `--junitxml=${report}`],
      env: {}
    }),
    fromJUnit,
    'text'
  ),
  nodeTest('embedded-cluster', 'cluster', [
    'cluster/cluster.itest.mjs',
    'cluster/start/start.itest.mjs'
  ]),
  jest('integration', 'cluster', 'integration'),
  suite(
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
  )
];
