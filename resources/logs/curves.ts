/** The course of every metric in the logs of a job's replicas, and how far the job is. */
import { sortableTime } from './lines.js';
import type { ReplicaLine } from './lines.js';
import { parsePoint } from './points.js';
import type { Progress } from './points.js';

/** When (milliseconds since 1970), its step (the one that the line names, else how many came before it), and the value. */
export type TimedPoint = [time: number, step: number, value: number];

export interface Curve {
  replica: string;
  metric: string;
  points: TimedPoint[];
  /** How many values there were; some of them are left out where they are more than the points. */
  count: number;
}

/** How much is done, 0 to 1, at a time (milliseconds since 1970); `first` is the earliest that is known. */
export interface Course {
  first: { time: number; share: number };
  last: { time: number; share: number };
}

/** All that was read from logs so far. */
export interface Curves {
  curves: Curve[];
  /** Of the replica that is furthest; null where no line says. */
  course: Course | null;
  /** The time of the last line that was read of each replica: what comes later is new. */
  until: Record<string, string>;
}

/** So many points of a curve, and the last one; more are thinned out, because no screen shows them. */
export const POINTS_MAX = 1_000;
/** Logs are anybody's text; more names than this are no metrics. */
const CURVES_MAX = 400;

interface Growing extends Curve {
  /** Every so-many-th value is a point; the last one always is. */
  every: number;
}

interface State {
  until: string;
  epoch: { done: number; of: number } | null;
  course: Course | null;
}

/** Collects curves from lines, the lines of each replica in their order. */
export class CurveCollector {
  private readonly curves = new Map<string, Growing>();
  private readonly states = new Map<string, State>();

  /** @param known what was read before; it is taken over and goes on */
  constructor(known?: Curves) {
    for (const curve of known?.curves ?? []) {
      const every = Math.max(1, 2 ** Math.ceil(Math.log2(curve.count / POINTS_MAX)));
      this.curves.set(keyOf(curve), { ...curve, points: [...curve.points], every });
    }
    for (const [replica, until] of Object.entries(known?.until ?? {})) {
      this.states.set(replica, { until, epoch: null, course: known?.course ?? null });
    }
  }

  /** Takes a line; answers whether it said anything. */
  add({ replica, time, text }: ReplicaLine): boolean {
    return this.take(replica, sortableTime(time), text);
  }

  /** Takes those of some lines that are later than what was read of their replica before; answers whether they said anything. */
  addNew(lines: readonly ReplicaLine[]): boolean {
    const before = new Map([...this.states].map(([replica, { until }]) => [replica, until]));
    return lines
      .map(({ replica, time, text }) => {
        const at = sortableTime(time);
        return at > (before.get(replica) ?? '') && this.take(replica, at, text);
      })
      .includes(true);
  }

  get result(): Curves {
    const courses = [...this.states.values()].flatMap(({ course }) => course ?? []);
    return {
      curves: [...this.curves.values()].map(({ replica, metric, points, count }) => ({
        replica,
        metric,
        points: [...points],
        count
      })),
      course: courses.reduce<Course | null>(
        (most, next) => (most === null || next.last.share > most.last.share ? next : most),
        null
      ),
      until: Object.fromEntries([...this.states].map(([replica, { until }]) => [replica, until]))
    };
  }

  private take(replica: string, at: string, text: string): boolean {
    const state = this.stateOf(replica);
    state.until = at === '' ? state.until : at;
    const point = parsePoint(text);
    const time = Date.parse(state.until);
    if (point === null || Number.isNaN(time)) {
      return false;
    }
    for (const [metric, value] of point.values) {
      this.put({ replica, metric }, time, point.step, value);
    }
    if (point.progress !== null) {
      advance(state, point.progress, time);
    }
    return true;
  }

  private put(
    name: Pick<Curve, 'replica' | 'metric'>,
    time: number,
    step: number | null,
    value: number
  ) {
    const key = keyOf(name);
    const curve = this.curves.get(key) ?? { ...name, points: [], count: 0, every: 1 };
    if (!this.curves.has(key) && this.curves.size >= CURVES_MAX) {
      return;
    }
    this.curves.set(key, curve);
    // The last value stands behind the others until the next one comes that is to stay.
    const isExtra = curve.count > 0 && (curve.count - 1) % curve.every !== 0;
    if (isExtra) {
      curve.points.pop();
    }
    curve.points.push([time, step ?? curve.count, value]);
    curve.count += 1;
    const isRegular = (curve.count - 1) % curve.every === 0;
    if (isRegular && curve.points.length > POINTS_MAX) {
      curve.points = curve.points.filter((_, index) => index % 2 === 0);
      curve.every *= 2;
    }
  }

  private stateOf(replica: string): State {
    const state = this.states.get(replica) ?? { until: '', epoch: null, course: null };
    this.states.set(replica, state);
    return state;
  }
}

const keyOf = ({ replica, metric }: Pick<Curve, 'replica' | 'metric'>) => `${replica}/${metric}`;

/** How far a replica is after it has said so; batches count within the epoch that was named before them. */
function advance(state: State, progress: Progress, time: number): void {
  let share: number;
  if ('share' in progress) {
    ({ share } = progress);
  } else if ('epoch' in progress) {
    state.epoch = { done: progress.epoch, of: progress.of };
    share = progress.epoch / progress.of;
  } else {
    if (state.epoch === null) {
      // The batches of one epoch of nobody knows how many.
      return;
    }
    share = (state.epoch.done + progress.batch / progress.of) / state.epoch.of;
  }
  const now = { time, share: Math.min(1, share) };
  // Who goes back begins anew, as after a restart or in a second phase.
  const first =
    state.course !== null && share >= state.course.last.share ? state.course.first : now;
  state.course = { first, last: now };
}

/** When a job will be over at the pace that it had, in milliseconds since 1970; null where that cannot be known yet. */
export function estimateEnd(course: Course | null): number | null {
  if (course === null) {
    return null;
  }
  const { first, last } = course;
  const [done, took] = [last.share - first.share, last.time - first.time];
  return done > 0 && took > 0 && last.share < 1
    ? Math.round(last.time + ((1 - last.share) * took) / done)
    : null;
}
