import type { Curves } from '@kubeflow-lab/resources';
import type { ChartLine } from '../../charts/lineChart';
import { shortReplica } from '../../components';

/** Which value is drawn over which. */
export type Axis = 'step' | 'time';

/** A job whose curves are drawn. */
export interface DrawnJob {
  name: string;
  curves: Curves;
  /** Milliseconds since 1970; null where it has not started. */
  startedAt: number | null;
}

export interface DrawnMetric {
  metric: string;
  lines: ChartLine[];
  /** The newest value of the first line. */
  last: number | null;
}

const COLORS = 8;

/**
 * The lines of each metric, metrics in the order in which the first job printed them.
 *
 * @param replica the only one of each job that is drawn, by its name without the job's, as `chief-0`; null for all
 */
export function drawnMetrics(
  jobs: readonly DrawnJob[],
  replica: string | null,
  axis: Axis
): DrawnMetric[] {
  const lines = jobs.flatMap(job =>
    job.curves.curves
      .map(curve => ({ ...curve, short: shortReplica(curve.replica, job.name) }))
      .filter(({ short }) => replica === null || short === replica)
      .map(curve => ({ job, ...curve }))
  );
  const names = [...new Set(lines.map(({ job, short }) => nameOf(jobs, replica, job, short)))];
  const metrics = [...new Set(lines.map(({ metric }) => metric))];
  return metrics.map(metric => {
    const drawn = lines
      .filter(line => line.metric === metric)
      .map(({ job, short, points }): ChartLine => {
        const label = nameOf(jobs, replica, job, short);
        const begun = job.startedAt ?? points[0]?.[0] ?? 0;
        const x = ([time, step]: readonly [number, number, number]) =>
          axis === 'step' ? step : Math.max(0, (time - begun) / 1000);
        return {
          label,
          color: `--kfl-series-${names.indexOf(label) % COLORS}`,
          points: growing(points.map(point => [x(point), point[2]]))
        };
      });
    return { metric, lines: drawn, last: drawn[0]?.points.at(-1)?.[1] ?? null };
  });
}

/** What tells a line from the others: the job, the replica, or both. */
function nameOf(
  jobs: readonly DrawnJob[],
  replica: string | null,
  { name }: DrawnJob,
  short: string
): string {
  return jobs.length === 1 ? short : replica === null ? `${name} ${short}` : name;
}

/** The points from the last one on that begins anew, as after a restart; of several at one place the last. */
function growing(points: (readonly [number, number])[]): (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  for (const point of points) {
    while (kept.length > 0 && kept.at(-1)![0] >= point[0]) {
      kept.pop();
    }
    kept.push(point);
  }
  return kept;
}

/** The replicas that printed metrics, each once, without the name of their job. */
export function printedReplicas({ name, curves }: DrawnJob): string[] {
  return [...new Set(curves.curves.map(({ replica }) => shortReplica(replica, name)))];
}

/** All values as CSV: `job,replica,metric,time,step,value`. */
export function csvOf(jobs: readonly DrawnJob[]): string {
  const rows = jobs.flatMap(({ name, curves }) =>
    curves.curves.flatMap(({ replica, metric, points }) =>
      points.map(([time, step, value]) => [
        name,
        replica,
        metric,
        new Date(time).toISOString(),
        step,
        value
      ])
    )
  );
  const text = (cell: string | number) =>
    typeof cell === 'number' || /^[\w./:-]*$/.test(cell) ? cell : `"${cell.replaceAll('"', '""')}"`;
  return [['job', 'replica', 'metric', 'time', 'step', 'value'], ...rows]
    .map(row => row.map(text).join(','))
    .join('\n');
}
