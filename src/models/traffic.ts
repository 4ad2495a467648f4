/** From two readings of the gateway's counters to what happened between them: pure rules. */
import type { ModelTraffic, VersionTraffic } from '@kubeflow-lab/schema';

/** What came to a version over some time. */
export interface Load {
  requests: number;
  errors: number;
  /** Milliseconds; null where nothing came. */
  median: number | null;
  p95: number | null;
  perSecond: number;
}

/**
 * What came to the served version, or to the canary, while the readings tell of it without a gap: one that was withdrawn
 * before says nothing of the next. Null where there are not two such readings yet.
 */
export function loadOf(readings: readonly ModelTraffic[], canary: boolean): Load | null {
  const gap = readings.map(reading => versionIn(reading, canary)).lastIndexOf(undefined);
  const [first, ...rest] = readings.slice(gap + 1);
  const last = rest.at(-1);
  if (last === undefined) {
    return null;
  }
  const { requests, errors, buckets } = since(versionIn(first, canary)!, versionIn(last, canary)!);
  return {
    requests,
    errors,
    median: quantile(buckets, 0.5),
    p95: quantile(buckets, 0.95),
    perSecond: requests / Math.max((last.time - first.time) / 1000, 0.001)
  };
}

const versionIn = ({ versions }: ModelTraffic, canary: boolean) =>
  versions.find(version => version.canary === canary);

/** A counter that fell began anew meanwhile, with the gateway or the Service: what it holds came since. */
function since(
  before: VersionTraffic,
  after: VersionTraffic
): Pick<VersionTraffic, 'requests' | 'errors' | 'buckets'> {
  if (after.requests < before.requests) {
    return after;
  }
  const counted = new Map(before.buckets.map(({ within, requests }) => [within, requests]));
  return {
    requests: after.requests - before.requests,
    errors: Math.max(0, after.errors - before.errors),
    buckets: after.buckets.map(({ within, requests }) => ({
      within,
      requests: Math.max(0, requests - (counted.get(within) ?? 0))
    }))
  };
}

/**
 * Milliseconds within which that share was answered, as if the answers of a bucket were spread evenly over it; the end of
 * the last bucket where they took longer than any. Null without answers.
 */
export function quantile(buckets: VersionTraffic['buckets'], share: number): number | null {
  const total = buckets.at(-1)?.requests ?? 0;
  if (total === 0) {
    return null;
  }
  const wanted = total * share;
  const index = buckets.findIndex(({ requests }) => requests >= wanted);
  const { within: end, requests } = buckets[index];
  const { within: begin, requests: below } = buckets[index - 1] ?? { within: 0, requests: 0 };
  if (end === null) {
    return (begin ?? 0) * 1000;
  }
  const part = requests === below ? 1 : (wanted - below) / (requests - below);
  return ((begin ?? 0) + (end - (begin ?? 0)) * part) * 1000;
}

/** How long is looked back. */
const KEPT_MS = 10 * 60_000;

/** The readings with a new one, without those that are too old. */
export function withReading(
  known: readonly ModelTraffic[],
  reading: ModelTraffic
): readonly ModelTraffic[] {
  return [...known, reading].filter(({ time }) => reading.time - time <= KEPT_MS);
}

/** Requests a second between each reading and the next, by time, of the served version or of the canary. */
export function rates(readings: readonly ModelTraffic[], canary: boolean): [number, number][] {
  return readings.slice(1).flatMap((reading, index): [number, number][] => {
    const load = loadOf([readings[index], reading], canary);
    return load === null ? [] : [[reading.time, load.perSecond]];
  });
}
