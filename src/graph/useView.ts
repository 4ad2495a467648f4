import * as React from 'react';

import { fit, pan, zoom, type View } from './view';

const WHEEL_STEP = 1.0015;
const BUTTON_STEP = 1.25;

interface Seen {
  /** The element through which the drawing is seen. */
  window: React.RefObject<HTMLDivElement>;
  view: View;
  /** Whether a person has moved or zoomed it, so that it no longer follows the size of window and drawing. */
  moved: boolean;
  actions: { closer: () => void; farther: () => void; fit: () => void };
  handlers: Pick<
    React.HTMLAttributes<HTMLDivElement>,
    'onPointerDown' | 'onPointerMove' | 'onPointerUp'
  >;
}

/** Shows the whole drawing until a person moves or zooms it. */
export function useView(drawing: { width: number; height: number }): Seen {
  const window = React.useRef<HTMLDivElement>(null);
  const [own, setOwn] = React.useState<View | null>(null);
  const size = useSize(window);
  const view = own ?? fit(drawing, size);

  const zoomAt = (factor: number, x = size.width / 2, y = size.height / 2): void =>
    setOwn(zoom(view, factor, x, y));
  useWheel(window, (factor, x, y) => zoomAt(factor, x, y));

  const grip = React.useRef<{ x: number; y: number } | null>(null);
  return {
    window,
    view,
    moved: own !== null,
    actions: {
      closer: () => zoomAt(BUTTON_STEP),
      farther: () => zoomAt(1 / BUTTON_STEP),
      fit: () => setOwn(null)
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
          setOwn(pan(view, event.clientX - x, event.clientY - y));
        }
      },
      onPointerUp() {
        grip.current = null;
      }
    }
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
