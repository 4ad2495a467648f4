/** A line as the Kubernetes API sends it with `timestamps`: its time (RFC 3339, nanoseconds) and its text. */
export interface TimedLine {
  time: string;
  text: string;
}

/** A line and the pod that wrote it. */
export interface ReplicaLine extends TimedLine {
  replica: string;
}

const TIMED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/;

/** Splits a raw line; one without a time (it was cut by the API server's limit) gets `fallback`. */
export function parseLogLine(raw: string, fallback = ''): TimedLine {
  const match = TIMED.exec(raw);
  return match === null
    ? { time: fallback, text: raw }
    : { time: match[1], text: raw.slice(match[0].length) };
}

/** A time as a text that sorts: UTC, always nine digits of fraction; '' for what is no time. */
export function sortableTime(time: string): string {
  const match = /^(.{19})(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/.exec(time);
  if (match === null) {
    return '';
  }
  const [, seconds, fraction = '', zone] = match;
  const utc = zone === 'Z' ? seconds : new Date(`${seconds}${zone}`).toISOString().slice(0, 19);
  return `${utc}.${fraction.padEnd(9, '0')}Z`;
}

/**
 * Merges the logs of replicas by time. The lines of one replica keep their own order even where their times do not,
 * and replicas that wrote at the same time come in the order given.
 */
export function mergeLogs(logs: readonly (readonly ReplicaLine[])[]): ReplicaLine[] {
  const merged: ReplicaLine[] = [];
  const heads = logs.map((lines, order) => ({ lines, order, at: 0, key: '' }));
  for (const head of heads) {
    head.key = keyAt(head.lines, 0, '');
  }
  let rest = heads.filter(head => head.lines.length > 0);
  while (rest.length > 0) {
    const next = rest.reduce((a, b) => (b.key < a.key ? b : a));
    merged.push(next.lines[next.at]);
    next.at += 1;
    next.key = keyAt(next.lines, next.at, next.key);
    rest = next.at < next.lines.length ? rest : rest.filter(head => head !== next);
  }
  return merged;
}

/** The time by which a line takes part in the merge: never before that of the line above it. */
function keyAt(lines: readonly ReplicaLine[], at: number, before: string): string {
  const key = at < lines.length ? sortableTime(lines[at].time) : before;
  return key < before ? before : key;
}
