/** What was measured, as the benchmark's figures. */
import { figure } from '../report.mjs';

/**
 * Children by hand are made before and after the notebooks: whatever comes later costs the API server more, which keeps
 * what it has seen in its watch caches.
 */
export function meanOf(before, after) {
  const names = /** @type {const} */ (['created', 'ready', 'allCpu']);
  return Object.fromEntries(names.map(name => [name, (before[name] + after[name]) / 2]));
}

/** `least` is left out, and `foreignRssMiB` null, where it was not measured. */
export function figuresOf(number, { bare, loaded, least, steady, rssMiB, foreignRssMiB, resync }) {
  return [
    figure('notebooks', number, ''),
    figure('created_s', loaded.created, 's'),
    figure('all_ready_s', loaded.ready, 's'),
    figure('bare_created_s', bare.created, 's'),
    figure('bare_all_ready_s', bare.ready, 's'),
    figure('all_ready_ratio', loaded.ready / bare.ready, 'ratio', 1.25),
    figure('p50_event_to_status_ms', loaded.p50, 'ms'),
    figure('p99_event_to_status_ms', loaded.p99, 'ms', 500),
    figure('writes_per_notebook', loaded.writes.done / number, 'writes', 6),
    figure('conflicts_per_notebook', loaded.writes.conflicts / number, 'writes'),
    // Processor time says the same on a machine that has other things to do.
    figure('controller_cpu_ms_per_notebook', (1000 * loaded.cpu) / number, 'ms'),
    figure('all_cpu_ms_per_notebook', (1000 * loaded.allCpu) / number, 'ms'),
    figure('bare_all_cpu_ms_per_notebook', (1000 * bare.allCpu) / number, 'ms'),
    figure('all_cpu_ratio', loaded.allCpu / bare.allCpu, 'ratio'),
    figure('steady_writes_per_min', steady.writes, '1/min', 0),
    figure('steady_cpu_s_per_min', steady.cpu, 's/min'),
    figure('rss_mib', rssMiB, 'MiB', 150),
    ...(foreignRssMiB === null ? [] : foreignFigures(rssMiB, foreignRssMiB)),
    ...(least === undefined ? [] : leastFigures(number, least, bare)),
    figure('resync_s', resync.seconds, 's', 5),
    figure('resync_writes', resync.writes, 'writes', 0)
  ];
}

function foreignFigures(before, after) {
  return [
    figure('rss_with_foreign_mib', after, 'MiB', 150),
    figure('rss_growth_mib', after - before, 'MiB')
  ];
}

function leastFigures(number, least, bare) {
  return [
    figure('least_all_ready_s', least.ready, 's'),
    figure('least_all_ready_ratio', least.ready / bare.ready, 'ratio'),
    figure('least_controller_cpu_ms_per_notebook', (1000 * least.cpu) / number, 'ms'),
    figure('least_all_cpu_ms_per_notebook', (1000 * least.allCpu) / number, 'ms')
  ];
}
