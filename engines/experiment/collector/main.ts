/**
 * The container beside a trial whose metrics lie in files: prints what is written to them as it is written, until it is
 * told that the trial has ended.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { EventFiles } from './event-files.js';
import { FileLines } from './file-lines.js';
import type { CollectorPlan } from './plan.js';

const PERIOD_MS = 250;

const ended = once(process, 'SIGTERM').then(() => true);
const { kind, path } = JSON.parse(process.env.KUBEFLOW_LAB_COLLECTOR ?? '') as CollectorPlan;
const source = kind === 'events' ? new EventFiles(path) : new FileLines(path);
const print = (lines: string[]) => process.stdout.write(lines.map(line => `${line}\n`).join(''));

while (!(await Promise.race([ended, sleep(PERIOD_MS, false)]))) {
  print(await source.read());
}
print(await source.read({ last: true }));
