/** Which part of a drawing is seen, as arithmetic: a scale, and where the drawing's origin lies in the window. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

interface Size {
  width: number;
  height: number;
}

export const SCALE_MIN = 0.1;
export const SCALE_MAX = 2;
/** A small graph is not blown up. */
const FIT_MAX = 1;

/** The whole drawing in the middle of the window; as it is where the window has no size yet. */
export function fit(drawing: Size, window: Size): View {
  if (!(drawing.width > 0 && drawing.height > 0 && window.width > 0 && window.height > 0)) {
    return { scale: 1, x: 0, y: 0 };
  }
  const scale = within(
    Math.min(FIT_MAX, window.width / drawing.width, window.height / drawing.height)
  );
  return {
    scale,
    x: (window.width - drawing.width * scale) / 2,
    y: Math.max(0, (window.height - drawing.height * scale) / 2)
  };
}

/** Another scale, while the point of the window at (`x`, `y`) shows what it shows. */
export function zoom(view: View, factor: number, x: number, y: number): View {
  const scale = within(view.scale * factor);
  const ratio = scale / view.scale;
  return { scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio };
}

export function pan(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** A part of the drawing, in its own pixels. */
export interface Rectangle extends Size {
  x: number;
  y: number;
}

/** So many pixels are left around what is brought into sight. */
const EDGE = 12;

/** The view, moved until a part of the drawing is seen whole; the same view where it is. */
export function reveal(view: View, part: Rectangle, window: Size): View {
  const shift = (start: number, length: number, room: number) => {
    if (start >= 0 && start + length <= room) {
      return 0;
    }
    return start < 0 ? EDGE - start : Math.max(EDGE - start, room - EDGE - start - length);
  };
  const { scale } = view;
  const dx = shift(view.x + part.x * scale, part.width * scale, window.width);
  const dy = shift(view.y + part.y * scale, part.height * scale, window.height);
  return dx === 0 && dy === 0 ? view : pan(view, dx, dy);
}

function within(scale: number): number {
  return Math.min(SCALE_MAX, Math.max(SCALE_MIN, scale));
}
