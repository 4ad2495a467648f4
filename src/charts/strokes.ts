import { ticksApart, type Column } from './columns';
import type { Stage } from './stage';

/** Where the axes of a picture leave room for what is drawn. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

const LABEL_GAP = 44;
const LINE_GAP = 16;

/** The axes of two columns, with their ticks and names. */
export function drawAxes(
  { context, colours, font, width: stageWidth }: Stage,
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
    const text = cut(label, 9);
    const middle = stageWidth - context.measureText(text).width / 2;
    line(context, across, top + height, across, top + height + 4);
    context.fillText(text, Math.min(across, middle), top + height + 12);
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
