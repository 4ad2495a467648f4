import type { Trial } from './types.js';

/** On a trial: how its objective went, as JSON of CurvePoint[]. Katib keeps such values in its database. */
export const CURVE_ANNOTATION = 'lab.kubeflow.org/curve';

/** The number of a value of the objective, counted from 1 as the trial reported them, and the value. */
export type CurvePoint = [step: number, value: number];

/** The first values are all kept: by them trials are compared while they run. */
const HEAD = 20;
const POINTS_MAX = 100;

/** At most 100 points of a curve: the first 20, the last, and others evenly between. Input in order of steps. */
export function thinnedCurve(points: readonly CurvePoint[]): CurvePoint[] {
  if (points.length <= POINTS_MAX) {
    return [...points];
  }
  const rest = points.slice(HEAD);
  const room = POINTS_MAX - HEAD;
  const kept = Array.from(
    { length: room },
    (_, index) => rest[Math.round((index * (rest.length - 1)) / (room - 1))]
  );
  return [...points.slice(0, HEAD), ...kept];
}

/** The curve that stands on a trial; empty where there is none that can be read. Anyone may have written it. */
export function readCurve({ metadata }: Trial): CurvePoint[] {
  const text = metadata?.annotations?.[CURVE_ANNOTATION];
  let read: unknown;
  try {
    read = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  return Array.isArray(read) ? thinnedCurve(read.filter(isPoint)) : [];
}

function isPoint(value: unknown): value is CurvePoint {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}
