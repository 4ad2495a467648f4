/**
 * The container beside a step: brings its inputs, waits until it is told that the step has ended, and keeps its
 * outputs. What it has to do stands in /plan/plan.json; what came of it in its termination message.
 */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';

import { PLAN_FILE, PLAN_PATH, STAGING_PATH } from '../pod/names.js';
import { bring, keep, sentenceOf } from './exchange.js';
import { apiLogReader, keepLog } from './log.js';
import type { Plan } from './plan.js';
import { MESSAGE_MAX, formatReport } from './report.js';
import type { Report } from './report.js';
import { createStorage } from './storage.js';
import type { Storage } from './storage.js';

const READY_FILE = `${STAGING_PATH}/.ready`;
const TERMINATION_LOG = '/dev/termination-log';
const FOREVER_MS = 2 ** 31 - 1;

async function main(): Promise<void> {
  // Listened for from the beginning: a step may be stopped while its inputs are brought.
  const told = once(process, 'SIGTERM');
  const alive = setInterval(() => undefined, FOREVER_MS);
  const plan = JSON.parse(await readFile(`${PLAN_PATH}/${PLAN_FILE}`, 'utf8')) as Plan;
  const storage = createStorage(process.env);
  try {
    await bring(plan, storage, READY_FILE);
    await told;
    const [report, logs] = await Promise.all([keep(plan, storage), keptLog(plan, storage)]);
    await tell({ ...report, artifacts: [...report.artifacts, ...logs] });
  } catch (error) {
    await tell({ parameters: {}, artifacts: [], error: sentenceOf(error) });
    process.exitCode = 1;
  } finally {
    clearInterval(alive);
  }
}

/** A log that cannot be kept is missed, and no reason to lose a result: this container's own log says why. */
async function keptLog({ log }: Plan, storage: Storage): Promise<string[]> {
  if (log === undefined) {
    return [];
  }
  try {
    await keepLog(log, storage, apiLogReader(process.env));
    return [log.name];
  } catch (error) {
    console.error(`The log of the step is not kept: ${sentenceOf(error)}`);
    return [];
  }
}

async function tell(report: Report): Promise<void> {
  const tooLarge = {
    ...report,
    parameters: {},
    error: `the output parameters have more than ${MESSAGE_MAX} bytes together, even packed; make an artifact of the largest one.`
  };
  await writeFile(TERMINATION_LOG, formatReport(report) ?? formatReport(tooLarge) ?? '');
}

await main();
// A step that was stopped while its inputs were brought leaves requests under way.
process.exit();
