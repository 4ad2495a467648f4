import type { Board } from './board';
import type { Stage } from './canvas';
import { ticksApart, type Column } from './columns';

/** Where the axes of a picture leave room for what is drawn. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

const CLASSES = 6;
/** What is not chosen is still seen, so that one knows what was left out. */
const LEFT_OUT = 0.07;
/** More trials than so many are drawn fainter, so that the best ones are seen above them. */
const CROWD = 100;
const LABEL_GAP = 44;
const LINE_GAP = 16;

/**
 * Draws the trials by how good they are, so that the better ones lie above and are stronger: first those that are left
 * out, then the worst, at last the one that is picked out. `draw` adds a trial to the path, or draws it by itself.
 */
export function drawTrials(
  board: Board,
  { context, colours }: Stage,
  draw: (row: number) => void,
  finish: () => void = () => undefined
): void {
  const { data, passing, chosen } = board;
  const classes = Array.from({ length: CLASSES + 1 }, (): number[] => []);
  const dense = Math.min(1, Math.sqrt(CROWD / Math.max(1, passing.length)));
  passing.forEach((passes, row) => classes[passes ? classOf(data.quality[row]) + 1 : 0].push(row));
  classes.forEach((rows, index) => {
    const strength = index === 0 ? LEFT_OUT : index === 1 ? 0.3 : 0.2 + 0.14 * (index - 1);
    context.globalAlpha = strength * (index === CLASSES ? 1 : dense);
    const colour = index <= 1 ? colours.faint : colours.brand;
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = index > CLASSES - 1 ? 1.5 : 1;
    context.beginPath();
    rows.forEach(draw);
    finish();
  });
  context.globalAlpha = 1;
  if (chosen !== null) {
    context.strokeStyle = colours.chosen;
    context.fillStyle = colours.chosen;
    context.lineWidth = 2.5;
    context.beginPath();
    draw(chosen);
    finish();
  }
}

/** 0 for a trial of which nothing is known, then from the worst to the best. */
function classOf(quality: number): number {
  return Number.isNaN(quality) ? 0 : 1 + Math.min(CLASSES - 2, Math.floor(quality * (CLASSES - 1)));
}

/** The axes of two columns, with their ticks and names. */
export function drawAxes(
  { context, colours, font }: Stage,
  frame: Frame,
  x: Column,
  y: Column
): void {
  const { left, top, width, height } = frame;
  context.font = font;
  context.lineWidth = 1;
  context.strokeStyle = colours.line;
  context.fillStyle = colours.faint;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const { label, at } of ticksApart(y.ticks, height, LINE_GAP)) {
    const height_ = top + height * (1 - at);
    line(context, left, height_, left + width, height_);
    context.fillText(cut(label, 7), left - 5, height_);
  }
  context.textAlign = 'center';
  for (const { label, at } of ticksApart(x.ticks, width, LABEL_GAP)) {
    const across = left + width * at;
    line(context, across, top + height, across, top + height + 4);
    context.fillText(cut(label, 9), across, top + height + 12);
  }
  line(context, left, top + height, left + width, top + height);
  context.fillStyle = colours.text;
  context.fillText(cut(x.name, Math.floor(width / 6)), left + width / 2, top + height + 26);
}

/** The part of a picture that is chosen. */
export function drawRange({ context, colours }: Stage, frame: Frame): void {
  const { left, top, width, height } = frame;
  context.globalAlpha = 0.12;
  context.fillStyle = colours.chosen;
  context.fillRect(left, top, width, height);
  context.globalAlpha = 1;
  context.strokeStyle = colours.chosen;
  context.lineWidth = 1;
  context.strokeRect(left, top, width, height);
}

export function line(
  context: CanvasRenderingContext2D,
  x1: number,
  y1: number,
  x2: number,
  y2: number
): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** A text of at most so many characters. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}
