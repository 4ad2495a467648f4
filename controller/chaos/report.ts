import { MOST } from '../notebook/warnings.js';
import type { ChaosReport } from './run.js';

/** What Node's heap breathes by itself between two collections. */
const MOST_GROWTH_MIB = 40;

/** What in a report is not as it must be, in words; empty where all is. */
export function faultsOf(report: ChaosReport): string[] {
  const { differences, errors, lateWrites, rssMiB, warnings, isProjectGone } = report;
  const { sent, repeated, digests } = warnings;
  const growth = rssMiB.after - rssMiB.before;
  return [
    ...differences,
    ...errors,
    ...(isProjectGone ? [] : ['the project that was deleted is still there']),
    ...(repeated === 0 ? ['no warning reached its notebook'] : []),
    ...(repeated > MOST ? [`${repeated} of ${sent} warnings are kept twice`] : []),
    ...(repeated < sent && digests === 0 ? ['nothing says that there are more warnings'] : []),
    ...(lateWrites > 0 ? [`${lateWrites} writes although nothing was left to do`] : []),
    ...(growth > MOST_GROWTH_MIB ? [`memory grew by ${Math.round(growth)} MiB with events`] : [])
  ];
}
