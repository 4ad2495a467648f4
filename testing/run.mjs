/**
 * `npm test`: every suite, on a throw-away cluster of its own; needs no other terminal.
 * The last line is the total over all suites. `--unit` leaves out what needs a cluster.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { prepare } from './prepare.mjs';
import { broken } from './report.mjs';
import { stages } from './suites.mjs';
import { removeCluster, startCluster } from './throwaway-cluster.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const unitOnly = process.argv.includes('--unit');
const started = Date.now();
const name = `test-${process.pid}`;
const reports = join(root, 'test-results', new Date().toISOString().replace(/[:.]/g, '-'));
mkdirSync(reports, { recursive: true });

/** @type {Map<string, import('./report.mjs').Result>} */
const results = new Map();
const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
const say = text => process.stdout.write(`[${elapsed()}] ${text}\n`);

function record(suite, result) {
  results.set(suite, result);
  say(`${suite}: ${result.passed} passed, ${result.failed} failed`);
  for (const failure of result.failures) {
    say(`  ✗ ${failure}`);
  }
}

/** Runs what the stages have that needs this. */
async function runAll(needs, context) {
  for (const lanes of stages) {
    await Promise.all(
      lanes.map(async lane => {
        for (const suite of lane.filter(candidate => candidate.needs === needs)) {
          record(suite.name, await suite.run(context));
        }
      })
    );
  }
}

let removing;
function remove() {
  removing ??= removeCluster(root, name, reports);
  return removing;
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    say(`stopped by ${signal}; taking the test cluster down`);
    await remove();
    process.exit(130);
  });
}

async function main() {
  say(`logs and reports: ${reports}`);
  const context = { root, reports, ...(await prepare(root, join(reports, 'prepare.log'))) };
  say('prepared');
  if (unitOnly) {
    await runAll('nothing', context);
    return;
  }
  const cluster = startCluster(root, name, reports);
  // Its failure is reported below, when the suites that need no cluster are through.
  cluster.catch(() => undefined);
  try {
    await runAll('nothing', context);
    say('waiting for the test cluster');
    const environment = await cluster;
    say('the test cluster is up');
    await runAll('cluster', { ...context, cluster: environment });
  } finally {
    const clean = await remove();
    record(
      'clean-up',
      clean
        ? { passed: 1, failed: 0, failures: [] }
        : broken('something of the test cluster is left, see cluster-stop.log')
    );
  }
}

try {
  await main();
} catch (error) {
  record('run', broken(error instanceof Error ? error.message : String(error)));
}
const sum = key => [...results.values()].reduce((total, result) => total + result[key], 0);
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
