import * as React from 'react';

import { fit, pan, reveal, zoom, type Rectangle, type View } from './view';

const WHEEL_STEP = 1.0015;
const BUTTON_STEP = 1.25;
/** So many milliseconds after the frame of the last movement the drawing is drawn sharp at its scale. */
const SETTLE_MS = 200;
/** Below a drawing that is seen whole there is room for the buttons, in pixels (style/graph.css). */
const FOOT = 34;
const MOVING = 'kfl-mod-moving';
/** Below this scale letters are less than four pixels high: boxes are drawn as areas of colour, which a thousand may be moved as. */
const FAR_SCALE = 0.3;
const FAR = 'kfl-mod-far';

interface Seen {
  /** The element through which the drawing is seen. */
  window: React.RefObject<HTMLDivElement>;
  /** The drawing itself, which is moved. */
  stage: React.RefObject<HTMLDivElement>;
  /** Whether a person has moved or zoomed it, so that it no longer follows the size of window and drawing. */
  moved: boolean;
  actions: {
    closer: () => void;
    farther: () => void;
    fit: () => void;
    /** Moves the drawing as little as needed for a part of it to be seen. */
    reveal: (part: Rectangle) => void;
  };
  handlers: Pick<
    React.HTMLAttributes<HTMLDivElement>,
    'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onScroll'
  >;
}

/**
 * Shows the whole drawing until a person moves or zooms it. Movements change one transform of the drawing and are no state of
 * React: nothing is drawn anew for them, however large the graph is.
 */
export function useView(drawing: { width: number; height: number }): Seen {
  const window = React.useRef<HTMLDivElement>(null);
  const stage = React.useRef<HTMLDivElement>(null);
  const own = React.useRef<View | null>(null);
  const [moved, setMoved] = React.useState(false);
  const size = useSize(window);
  const present = () => own.current ?? fit(drawing, { ...size, height: size.height - FOOT });
  const settle = useSettled(() => stage.current?.classList.remove(MOVING));

  const place = ({ x, y, scale }: View) => {
    if (stage.current) {
      stage.current.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
      stage.current.classList.toggle(FAR, scale < FAR_SCALE);
    }
  };
  React.useLayoutEffect(() => place(present()));

  const show = (view: View | null) => {
    own.current = view;
    setMoved(view !== null);
    // The browser moves a layer that it knows of without painting it, but keeps its old sharpness.
    stage.current?.classList.add(MOVING);
    place(present());
    settle();
  };
  const zoomAt = (factor: number, x = size.width / 2, y = size.height / 2) =>
    show(zoom(present(), factor, x, y));
  useWheel(window, zoomAt);

  const grip = React.useRef<{ x: number; y: number } | null>(null);
  return {
    window,
    stage,
    moved,
    actions: {
      closer: () => zoomAt(BUTTON_STEP),
      farther: () => zoomAt(1 / BUTTON_STEP),
      fit: () => show(null),
      reveal: part => {
        const view = present();
        const revealed = reveal(view, part, size);
        if (revealed !== view) {
          show(revealed);
        }
      }
    },
    handlers: {
      onPointerDown(event) {
        if (event.button === 0 && (event.target as Element).closest('button') === null) {
          grip.current = { x: event.clientX, y: event.clientY };
          event.currentTarget.setPointerCapture(event.pointerId);
        }
      },
      onPointerMove(event) {
        if (grip.current !== null) {
          const { x, y } = grip.current;
          grip.current = { x: event.clientX, y: event.clientY };
          show(pan(present(), event.clientX - x, event.clientY - y));
        }
      },
      onPointerUp() {
        grip.current = null;
      },
      // A browser scrolls to what it gives the focus; the drawing is moved to it instead.
      onScroll({ currentTarget, target }) {
        if (target === currentTarget) {
          currentTarget.scrollTo(0, 0);
        }
      }
    }
  };
}

/** Answers what is called at each movement; `onSettled` is called when the last one has been seen for a while, however slow frames are. */
function useSettled(onSettled: () => void): () => void {
  const waiting = React.useRef({ frame: 0, timer: 0 });
  const stop = () => {
    cancelAnimationFrame(waiting.current.frame);
    clearTimeout(waiting.current.timer);
  };
  React.useEffect(() => stop, []);
  return () => {
    stop();
    waiting.current.frame = requestAnimationFrame(() => {
      waiting.current.timer = globalThis.window.setTimeout(onSettled, SETTLE_MS);
    });
  };
}

function useSize(ref: React.RefObject<HTMLElement>): { width: number; height: number } {
  const [size, setSize] = React.useState({ width: 0, height: 0 });
  React.useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) {
      return;
    }
    const measure = (): void =>
      setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}

/** React listens to the wheel passively, and could not keep the panel from scrolling. */
function useWheel(
  ref: React.RefObject<HTMLElement>,
  onZoom: (factor: number, x: number, y: number) => void
): void {
  const latest = React.useRef(onZoom);
  latest.current = onZoom;
  React.useEffect(() => {
    const element = ref.current;
    const listener = (event: WheelEvent): void => {
      // A wheel scrolls the panel; with Ctrl, or a pinch, it zooms the graph.
      if (!event.ctrlKey && !event.metaKey) {
        return;
      }
      event.preventDefault();
      const { left, top } = element!.getBoundingClientRect();
      latest.current(WHEEL_STEP ** -event.deltaY, event.clientX - left, event.clientY - top);
    };
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, [ref]);
}
