import * as React from 'react';

import type { Board, Painter } from './board';
import { Layers, isSame, type Picture } from './layers';

/** Where on the picture the pointer is. */
export interface Point {
  x: number;
  y: number;
}

export interface Gestures {
  /** The pointer is drawn from a point to another; `over` when it is let go. */
  onDrag?: (from: Point, to: Point, over: boolean) => void;
  onClick?: (at: Point) => void;
  /** What stands beside the pointer; null for nothing. */
  tip?: (at: Point) => string | null;
}

interface CanvasProps extends Gestures {
  board: Board;
  label: string;
  height: number;
  /** Below this width the picture can be scrolled sideways. */
  minWidth?: number;
  picture: Picture;
  /** Gets what paints the picture, so that it can be painted first. */
  painter?: React.MutableRefObject<Painter | null>;
}

/** A pointer that moved less than this was only clicked. */
const CLICK_PIXELS = 4;

/** A picture that is painted whenever what is chosen changes, what it is of, its size, or the theme. */
export function Canvas(props: CanvasProps): React.JSX.Element {
  const { board, label, height, minWidth = 0, picture, painter } = props;
  const canvas = React.useRef<HTMLCanvasElement>(null);
  const again = React.useRef<(() => void) | null>(null);
  const latest = React.useRef(props);
  latest.current = props;

  React.useEffect(() => {
    const layers = new Layers(canvas.current!, board);
    const paint = () => layers.paint(latest.current.picture, latest.current.height);
    if (painter) {
      painter.current = paint;
    }
    const end = board.onPaint(paint);
    again.current = () => board.paintSoon([paint]);
    const sizes = new ResizeObserver(again.current);
    sizes.observe(canvas.current!);
    const themes = new MutationObserver(again.current);
    themes.observe(document.body, { attributeFilter: ['data-jp-theme-name'] });
    return () => {
      end();
      sizes.disconnect();
      themes.disconnect();
    };
  }, [board, painter]);
  const shown = React.useRef(picture.of);
  React.useEffect(() => {
    if (!isSame(shown.current, picture.of)) {
      shown.current = picture.of;
      again.current?.();
    }
  });

  const [tip, setTip] = React.useState<(Point & { text: string }) | null>(null);
  return (
    <div className="kfl-Picture" style={{ height }}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        style={{ height, minWidth }}
        {...pointerHandlers(props, setTip)}
      />
      {tip && (
        <div className="kfl-Picture-tip" style={{ left: tip.x, top: tip.y }}>
          {tip.text}
        </div>
      )}
    </div>
  );
}

function pointerHandlers(
  { onDrag, onClick, tip }: Gestures,
  setTip: (tip: (Point & { text: string }) | null) => void
) {
  // Kept on the element while a button is down: React makes new handlers meanwhile.
  const startOf = (event: React.PointerEvent<HTMLCanvasElement>): Point | null => {
    const [x, y] = (event.currentTarget.dataset.from ?? '').split(' ').map(Number);
    return y === undefined ? null : { x, y };
  };
  const moved = (from: Point, to: Point) =>
    Math.hypot(to.x - from.x, to.y - from.y) >= CLICK_PIXELS;
  return {
    onPointerDown(event: React.PointerEvent<HTMLCanvasElement>) {
      const { x, y } = pointOf(event);
      event.currentTarget.dataset.from = `${x} ${y}`;
      event.currentTarget.setPointerCapture(event.pointerId);
      setTip(null);
    },
    onPointerMove(event: React.PointerEvent<HTMLCanvasElement>) {
      const from = startOf(event);
      const to = pointOf(event);
      if (from === null) {
        const text = tip?.(to) ?? null;
        setTip(text === null ? null : { ...to, text });
      } else if (moved(from, to)) {
        onDrag?.(from, to, false);
      }
    },
    onPointerUp(event: React.PointerEvent<HTMLCanvasElement>) {
      const from = startOf(event);
      const to = pointOf(event);
      delete event.currentTarget.dataset.from;
      if (from !== null && moved(from, to)) {
        onDrag?.(from, to, true);
      } else {
        onClick?.(to);
      }
    },
    onPointerLeave: () => setTip(null)
  };
}

function pointOf(event: React.PointerEvent<HTMLCanvasElement>): Point {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** Saves what pictures show now, side by side on the theme's ground, as a PNG file. */
export function savePictures(canvases: readonly HTMLCanvasElement[], name: string): void {
  const copy = document.createElement('canvas');
  copy.width = canvases.reduce((sum, { width }) => sum + width, 0);
  copy.height = Math.max(...canvases.map(({ height }) => height));
  const context = copy.getContext('2d')!;
  context.fillStyle = getComputedStyle(canvases[0]).getPropertyValue('--jp-layout-color1').trim();
  context.fillRect(0, 0, copy.width, copy.height);
  let left = 0;
  for (const canvas of canvases) {
    context.drawImage(canvas, left, 0);
    left += canvas.width;
  }
  const link = document.createElement('a');
  link.href = copy.toDataURL('image/png');
  link.download = `${name}.png`;
  link.click();
}
