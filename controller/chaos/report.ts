import type { ChaosReport } from './run.js';

/** What in a report is not as it must be, in words; empty where all is. */
export function faultsOf(report: ChaosReport): string[] {
  const { differences, errors, lateWrites, rssMiB } = report;
  const growth = rssMiB.after - rssMiB.before;
  return [
    ...differences,
    ...errors,
    ...(lateWrites > 0 ? [`${lateWrites} writes although nothing was left to do`] : []),
    ...(growth > MOST_GROWTH_MIB ? [`memory grew by ${Math.round(growth)} MiB with events`] : [])
  ];
}

/** What Node's heap breathes by itself between two collections. */
const MOST_GROWTH_MIB = 40;
