import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { nearest, pathOf, type Line, type Point, type Rectangle } from './geometry';
import { shortLabel } from './label';
import type { ILayouter } from './layouter';
import { usePlaced, type Drawing } from './usePlaced';
import { useView } from './useView';

export interface GraphNode {
  id: string;
  /** What stands in the box; it gets the box's size. */
  content: React.ReactNode;
  /** Changes whenever `content` would be another one: a box whose stamp stays is not drawn anew. */
  stamp: string;
  /** Read by a screen reader, and shown when the pointer rests on the box. */
  label: string;
  /** A style class of the box, such as `kfl-mod-good`. */
  className?: string;
  /** Whether the box stands for several, and is drawn as a stack. */
  stacked?: boolean;
}

export interface GraphEdge {
  from: string;
  to: string;
  /** What flows along it; shown in full when the pointer rests on it. */
  values?: readonly string[];
  /** Dashed: one waits for the other, and nothing flows. */
  dashed?: boolean;
}

export interface GraphFrame {
  id: string;
  /** Ids of the boxes in it. */
  boxes: readonly string[];
  /** Stands in its upper left corner. */
  label: string;
  /** What the button does that closes it. */
  closing: string;
}

interface GraphProps {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  /** Groups of boxes that are drawn together; each is within another one, or shares no box with it. */
  frames?: readonly GraphFrame[];
  onCloseFrame?: (id: string) => void;
  layouter: ILayouter;
  /** What the graph is of, for screen readers. */
  label: string;
  /** Of every box, in pixels at zoom 1; names that are longer are cut, and stand in full beside the pointer. */
  boxWidth?: number;
  selected: string | null;
  onSelect: (id: string | null) => void;
  /** The box at which a person points elsewhere; it is lit. */
  pointed?: string | null;
  /** Says at which box a person points; null where they no longer do. */
  onPoint?: (id: string | null) => void;
  trans: TranslationBundle;
}

const BOX_WIDTH = 160;
const BOX_HEIGHT = 46;
const NOWHERE = { width: 0, height: 0 };
const NO_FRAMES: readonly GraphFrame[] = [];

/** A graph of boxes in layers: drag to move, wheel or buttons to zoom, arrow keys to go from box to box. */
export function Graph(props: GraphProps): React.JSX.Element {
  const { nodes, edges, frames = NO_FRAMES, layouter, label, boxWidth = BOX_WIDTH, trans } = props;
  const boxes = nodes.map(({ id }) => ({ id, width: boxWidth, height: BOX_HEIGHT }));
  const { drawing, failed } = usePlaced(layouter, { boxes, edges, frames });
  const { window, stage, moved, actions, handlers } = useView(drawing ?? NOWHERE);
  return (
    <div className="kfl-Graph" ref={window} style={ratioOf(drawing ?? NOWHERE)} {...handlers}>
      <div ref={stage} className="kfl-Graph-stage" role="group" aria-label={label}>
        {drawing && (
          <Drawn {...props} drawing={drawing} boxWidth={boxWidth} onFocus={actions.reveal} />
        )}
      </div>
      {failed && (
        <p className="kfl-Note" role="alert">
          {trans.__('This graph cannot be drawn.')}
        </p>
      )}
      <div className="kfl-Graph-buttons">
        <ViewButton title={trans.__('Zoom in')} text="+" onClick={actions.closer} />
        <ViewButton title={trans.__('Zoom out')} text="−" onClick={actions.farther} />
        {moved && (
          <ViewButton title={trans.__('Show all')} text={trans.__('Fit')} onClick={actions.fit} />
        )}
      </div>
    </div>
  );
}

/** Frames below lines below boxes. */
function Drawn(
  props: GraphProps & {
    drawing: Drawing;
    boxWidth: number;
    onFocus: (box: Point & { width: number; height: number }) => void;
  }
): React.JSX.Element {
  const { nodes, edges, frames = NO_FRAMES, drawing, boxWidth, selected, pointed } = props;
  const { width, height } = drawing;
  const latest = React.useRef(props);
  latest.current = props;
  const on = React.useMemo(() => boxHandlers(latest), []);
  return (
    <>
      {frames.map(frame => (
        <FrameView
          key={frame.id}
          frame={frame}
          at={drawing.frames.get(frame.id)}
          onClose={props.onCloseFrame}
        />
      ))}
      <svg className="kfl-Graph-lines" width={width} height={height} aria-hidden>
        {edges.map(edge => (
          <Edge
            key={`${edge.from}→${edge.to}`}
            line={drawing.lineOf(edge.from, edge.to)}
            values={edge.values?.join(', ') ?? ''}
            short={shortLabel(edge.values ?? [])}
            dashed={edge.dashed ?? false}
            active={selected !== null && (edge.from === selected || edge.to === selected)}
          />
        ))}
      </svg>
      {nodes.map(node => {
        const at = drawing.boxes.get(node.id);
        return (
          at && (
            <NodeBox
              key={node.id}
              node={node}
              x={at.x}
              y={at.y}
              width={boxWidth}
              selected={node.id === selected}
              pointed={node.id === pointed}
              on={on}
            />
          )
        );
      })}
    </>
  );
}

function FrameView(props: {
  frame: GraphFrame;
  at: Rectangle | undefined;
  onClose?: (id: string) => void;
}): React.JSX.Element | null {
  const { frame, at, onClose } = props;
  return at === undefined ? null : (
    <div
      className="kfl-Graph-frame"
      style={{ left: at.x, top: at.y, width: at.width, height: at.height }}
    >
      <button
        type="button"
        className="kfl-Graph-frameName"
        title={frame.closing}
        onClick={() => onClose?.(frame.id)}
      >
        {frame.label}
      </button>
    </div>
  );
}

/** A window that is as high as the drawing needs can say so in its style sheet by this ratio of its sides. */
function ratioOf({ width, height }: { width: number; height: number }): React.CSSProperties {
  return { ['--kfl-graph-ratio' as string]: height > 0 ? width / height : 1 };
}

const Edge = React.memo(function Edge(props: {
  line: Line | undefined;
  values: string;
  short: string;
  dashed: boolean;
  active: boolean;
}): React.JSX.Element | null {
  const { line, values, short, dashed, active } = props;
  const last = line?.points.at(-1);
  if (line === undefined || last === undefined) {
    return null;
  }
  const { points, label } = line;
  const classes = ['kfl-Graph-edge', active && 'kfl-mod-active', dashed && 'kfl-mod-dashed'];
  return (
    <g className={classes.filter(Boolean).join(' ')}>
      <path d={pathOf(points)} />
      <path className="kfl-Graph-arrow" d={`M${last.x} ${last.y}l-4 -7h8z`} />
      {label && (
        <text x={label.x} y={label.y}>
          {short}
          <title>{values}</title>
        </text>
      )}
    </g>
  );
});

interface BoxHandlers {
  select: (id: string) => void;
  focus: (id: string) => void;
  point: (id: string | null) => void;
  key: (event: React.KeyboardEvent<Element>, id: string) => void;
}

/** Handlers that stay the same for as long as the graph is shown, so that boxes need not be drawn anew. */
function boxHandlers(latest: React.MutableRefObject<Parameters<typeof Drawn>[0]>): BoxHandlers {
  return {
    select: id => {
      const { selected, onSelect } = latest.current;
      onSelect(id === selected ? null : id);
    },
    focus: id => {
      const { drawing, boxWidth, onFocus } = latest.current;
      const at = drawing.boxes.get(id);
      if (at) {
        onFocus({ ...at, width: boxWidth, height: BOX_HEIGHT });
      }
    },
    point: id => latest.current.onPoint?.(id),
    key: (event, id) => followArrow(event, id, latest.current.drawing)
  };
}

const NodeBox = React.memo(
  function NodeBox(props: {
    node: GraphNode;
    x: number;
    y: number;
    width: number;
    selected: boolean;
    pointed: boolean;
    on: BoxHandlers;
  }): React.JSX.Element {
    const { node, x, y, width, selected, pointed, on } = props;
    const { id, label, className, stacked = false, content } = node;
    const classes = [
      'kfl-Graph-box',
      className,
      stacked && 'kfl-mod-stacked',
      pointed && 'kfl-mod-pointed'
    ];
    return (
      <button
        type="button"
        className={classes.filter(Boolean).join(' ')}
        style={{ left: x, top: y, width, height: BOX_HEIGHT }}
        data-node={id}
        aria-pressed={selected}
        aria-label={label}
        title={label}
        onClick={() => on.select(id)}
        onFocus={() => on.focus(id)}
        onPointerEnter={() => on.point(id)}
        onPointerLeave={() => on.point(null)}
        onKeyDown={event => on.key(event, id)}
      >
        {content}
      </button>
    );
  },
  (before, after) =>
    before.x === after.x &&
    before.y === after.y &&
    before.width === after.width &&
    before.selected === after.selected &&
    before.pointed === after.pointed &&
    before.node.stamp === after.node.stamp &&
    before.node.label === after.node.label &&
    before.node.className === after.node.className &&
    before.node.stacked === after.node.stacked
);

function ViewButton(props: {
  title: string;
  text: string;
  onClick: () => void;
}): React.JSX.Element {
  return (
    <button type="button" className="kfl-Button" title={props.title} onClick={props.onClick}>
      {props.text}
    </button>
  );
}

const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0]
};

/** An arrow key goes to the nearest box in its direction. */
function followArrow(
  event: React.KeyboardEvent<Element>,
  from: string,
  placed: Pick<Drawing, 'boxes'>
): void {
  const direction = ARROWS[event.key];
  const target = direction && nearest(placed, from, direction);
  if (target === undefined) {
    return;
  }
  event.preventDefault();
  const drawing = event.currentTarget.closest('.kfl-Graph');
  drawing
    ?.querySelector<HTMLElement>(`[data-node="${CSS.escape(target)}"]`)
    ?.focus({ preventScroll: true });
}
