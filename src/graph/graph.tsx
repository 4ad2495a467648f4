import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { labelSize, shortLabel } from './label';
import { nearest, pathOf, placeGraph, type Box, type Line, type Placed } from './layout';
import { useView } from './useView';

export interface GraphNode {
  id: string;
  /** What stands in the box; it gets the box's size. */
  content: React.ReactNode;
  /** Read by a screen reader, and shown when the pointer rests on the box. */
  label: string;
  /** A style class of the box, such as `kfl-mod-good`. */
  className?: string;
}

export interface GraphEdge {
  from: string;
  to: string;
  /** What flows along it; shown in full when the pointer rests on it. */
  values?: readonly string[];
  /** Dashed: one waits for the other, and nothing flows. */
  dashed?: boolean;
}

interface GraphProps {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  /** What the graph is of, for screen readers. */
  label: string;
  /** Of every box, in pixels at zoom 1; names that are longer are cut, and stand in full beside the pointer. */
  boxWidth?: number;
  selected: string | null;
  onSelect: (id: string | null) => void;
  trans: TranslationBundle;
}

const BOX_WIDTH = 160;
const BOX_HEIGHT = 46;

/** A graph of boxes in layers: drag to move, wheel or buttons to zoom, arrow keys to go from box to box. */
export function Graph(props: GraphProps): React.JSX.Element {
  const { nodes, edges, label, boxWidth = BOX_WIDTH, selected, onSelect, trans } = props;
  const placed = usePlaced(nodes, edges, boxWidth);
  const { window, view, moved, actions, handlers } = useView(placed);
  return (
    <div className="kfl-Graph" ref={window} style={ratioOf(placed)} {...handlers}>
      <svg className="kfl-Graph-drawing" role="group" aria-label={label}>
        <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
          {edges.map((edge, index) => (
            <Edge
              key={`${edge.from}→${edge.to}`}
              edge={edge}
              line={placed.lines[index]}
              active={selected !== null && (edge.from === selected || edge.to === selected)}
            />
          ))}
          {nodes.map(node => (
            <NodeBox
              key={node.id}
              node={node}
              at={placed.boxes.get(node.id) ?? { x: 0, y: 0 }}
              width={boxWidth}
              selected={node.id === selected}
              onSelect={() => onSelect(node.id === selected ? null : node.id)}
              onKey={event => followArrow(event, node.id, placed)}
            />
          ))}
        </g>
      </svg>
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

/** The layout costs more than everything else here, so it is made anew only when the shape of the graph changes. */
function usePlaced(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  width: number
): Placed {
  const shape = JSON.stringify([
    width,
    nodes.map(({ id }) => id),
    edges.map(({ from, to, values = [] }) => [from, to, shortLabel(values)])
  ]);
  return React.useMemo(() => {
    const boxes: Box[] = nodes.map(({ id }) => ({ id, width, height: BOX_HEIGHT }));
    const connections = edges.map(({ from, to, values = [] }) => ({
      from,
      to,
      ...(values.length > 0 && { label: labelSize(shortLabel(values)) })
    }));
    return placeGraph(boxes, connections);
    // The shape says all that the layout reads of nodes and edges.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shape]);
}

/** A window that is as high as the drawing needs can say so in its style sheet by this ratio of its sides. */
function ratioOf({ width, height }: Placed): React.CSSProperties {
  return { ['--kfl-graph-ratio' as string]: height > 0 ? width / height : 1 };
}

function Edge(props: { edge: GraphEdge; line: Line; active: boolean }): React.JSX.Element | null {
  const { edge, line, active } = props;
  const { points, label } = line;
  const last = points.at(-1);
  if (last === undefined) {
    return null;
  }
  const { values = [] } = edge;
  const classes = ['kfl-Graph-edge', active && 'kfl-mod-active', edge.dashed && 'kfl-mod-dashed'];
  return (
    <g className={classes.filter(Boolean).join(' ')}>
      <path d={pathOf(points)} />
      <path className="kfl-Graph-arrow" d={`M${last.x} ${last.y}l-4 -7h8z`} />
      {label && (
        <text x={label.x} y={label.y}>
          {shortLabel(values)}
          <title>{values.join(', ')}</title>
        </text>
      )}
    </g>
  );
}

function NodeBox(props: {
  node: GraphNode;
  at: { x: number; y: number };
  width: number;
  selected: boolean;
  onSelect: () => void;
  onKey: (event: React.KeyboardEvent<Element>) => void;
}): React.JSX.Element {
  const { node, at, width, selected, onSelect, onKey } = props;
  return (
    <foreignObject x={at.x} y={at.y} width={width} height={BOX_HEIGHT}>
      <button
        type="button"
        className={`kfl-Graph-box ${node.className ?? ''}`}
        data-node={node.id}
        aria-pressed={selected}
        aria-label={node.label}
        title={node.label}
        onClick={onSelect}
        onKeyDown={onKey}
      >
        {node.content}
      </button>
    </foreignObject>
  );
}

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
function followArrow(event: React.KeyboardEvent<Element>, from: string, placed: Placed): void {
  const direction = ARROWS[event.key];
  const target = direction && nearest(placed, from, direction);
  if (target === undefined) {
    return;
  }
  event.preventDefault();
  const drawing = event.currentTarget.closest('.kfl-Graph');
  drawing?.querySelector<HTMLElement>(`[data-node="${CSS.escape(target)}"]`)?.focus();
}
