import type { Stage } from './stage';

/** How the trials of a picture are marked. */
export interface Marks {
  /** Adds a trial to the path, or draws it by itself. */
  draw: (row: number, isPicked: boolean) => void;
  /** Draws the path. */
  finish?: () => void;
  /** How many trials are drawn in one step; a step should take a millisecond or less. */
  perStep: number;
}

const CLASSES = 6;
/** What is not chosen is still seen, so that one knows what was left out. */
const LEFT_OUT = 0.07;
/** More trials than so many are drawn fainter, so that the best ones are seen above them. */
const CROWD = 100;

/** Draws all trials as if they were left out, some with each step. */
export function* drawLeftOut(count: number, stage: Stage, marks: Marks): Generator<void> {
  const { context, colours } = stage;
  context.globalAlpha = LEFT_OUT * faintness(count);
  setColour(context, colours.faint, 1);
  yield* drawRows(
    Array.from({ length: count }, (_, row) => row),
    stage,
    marks
  );
}

/**
 * Draws the trials that are chosen by how good they are, some with each step: the worst first, so that the better ones
 * lie above, and are stronger.
 */
export function* drawPassing(
  quality: Float64Array,
  passing: Uint8Array,
  stage: Stage,
  marks: Marks
): Generator<void> {
  const { context, colours } = stage;
  const classes = Array.from({ length: CLASSES }, (): number[] => []);
  const dense = faintness(passing.length);
  passing.forEach((passes, row) => {
    if (passes) {
      classes[classOf(quality[row])].push(row);
    }
  });
  for (const [place, rows] of classes.entries()) {
    const isBest = place === CLASSES - 1;
    const strength = place === 0 ? 0.3 : 0.2 + 0.14 * place;
    context.globalAlpha = strength * (isBest ? 1 : dense);
    setColour(context, place === 0 ? colours.faint : colours.brand, isBest ? 1.5 : 1);
    yield* drawRows(rows, stage, marks);
  }
}

/** How much fainter each of so many trials is drawn. */
function faintness(count: number): number {
  return Math.min(1, Math.sqrt(CROWD / Math.max(1, count)));
}

/** Draws the trial that is picked out. */
export function drawPicked(row: number, { context, colours }: Stage, marks: Marks): void {
  setColour(context, colours.chosen, 2.5);
  context.beginPath();
  marks.draw(row, true);
  marks.finish?.();
}

function* drawRows(rows: readonly number[], { context }: Stage, marks: Marks): Generator<void> {
  for (let from = 0; from < rows.length; from += marks.perStep) {
    context.beginPath();
    rows.slice(from, from + marks.perStep).forEach(row => marks.draw(row, false));
    marks.finish?.();
    yield;
  }
}

function setColour(context: CanvasRenderingContext2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = width;
}

/** 0 for a trial of which nothing is known, then from the worst to the best. */
function classOf(quality: number): number {
  return Number.isNaN(quality) ? 0 : 1 + Math.min(CLASSES - 2, Math.floor(quality * (CLASSES - 1)));
}
