import {
  useCallback,
  useDeferredValue,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent
} from 'react';
import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { uidOf } from '../../app/live.js';

export interface VirtualRowsProps {
  items: readonly NotebookItem[];
  row: (
    item: NotebookItem,
    index: number,
    measure: (row: HTMLTableRowElement | null) => void
  ) => JSX.Element;
}

/** Pixels; each row is measured once it is drawn. */
const USUAL_HEIGHT = 84;
/** Rows drawn beyond what is seen, so that the next Tab always finds one. */
const BEYOND = 2;

function Gap({ height }: { height: number }): JSX.Element {
  return (
    <tr className="row-gap" aria-hidden="true">
      {/* It spans nothing: columns that there are not would take from the width of those that there are. */}
      <td style={{ height }} />
    </tr>
  );
}

/** Where an element begins in the page; measured anew when what is above it may have another height. */
function useTop(of: unknown): [React.RefObject<HTMLTableSectionElement>, number] {
  const ref = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (ref.current) {
      setTop(ref.current.getBoundingClientRect().top + window.scrollY);
    }
  }, [of]);
  return [ref, top];
}

/** The rows of a long table that are in sight, and the one that has the focus wherever it is. */
export function VirtualRows({ items, row }: VirtualRowsProps): JSX.Element {
  const [body, top] = useTop(items);
  const [focused, setFocused] = useState<number | null>(null);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => USUAL_HEIGHT,
    overscan: BEYOND,
    scrollMargin: top,
    useFlushSync: false,
    getItemKey: useCallback((index: number) => uidOf(items[index]), [items]),
    rangeExtractor: useCallback(
      (range: Range) => {
        const seen = defaultRangeExtractor(range);
        return focused === null || focused >= range.count || seen.includes(focused)
          ? seen
          : [...seen, focused].sort((a, b) => a - b);
      },
      [focused]
    )
  });
  const focus = ({ target }: FocusEvent): void => {
    const { index } = target.closest('tr')?.dataset ?? {};
    setFocused(index === undefined ? null : Number(index));
  };
  // Drawn in small pieces between two frames: all at once would take longer than a frame lasts.
  const places = useDeferredValue(virtual.getVirtualItems());
  // They may be of a list that was longer.
  const present = places.filter(({ index }) => index < items.length);
  let end = top;
  const drawn = present.flatMap(({ index, start, end: next }) => {
    const gap = start - end;
    end = next;
    const element = row(items[index], index, virtual.measureElement);
    return gap > 0 ? [<Gap key={`gap-${index}`} height={gap} />, element] : [element];
  });
  const rest = virtual.getTotalSize() - (end - top);
  return (
    <tbody role="rowgroup" ref={body} onFocus={focus} onBlur={() => setFocused(null)}>
      {drawn}
      {rest > 0 ? <Gap height={rest} /> : null}
    </tbody>
  );
}
