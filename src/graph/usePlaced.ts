import * as React from 'react';

import type { Frame, Line, Placed, Point } from './geometry';
import { labelSize, shortLabel } from './label';
import type { ILayouter } from './layouter';

interface Shape {
  boxes: readonly { id: string; width: number; height: number }[];
  edges: readonly { from: string; to: string; values?: readonly string[] }[];
  frames: readonly Frame[];
}

export interface Drawing extends Pick<Placed, 'width' | 'height' | 'boxes' | 'frames'> {
  lineOf: (from: string, to: string) => Line | undefined;
}

/** `drawing` is of the last shape that could be placed, null before the first; `failed` where the present one cannot be. */
export interface PlacedState {
  drawing: Drawing | null;
  failed: boolean;
}

/**
 * Where boxes and lines are. The layout costs more than everything else here, so it is made anew only when the shape of the
 * graph changes, and what is drawn stays until it is there.
 */
export function usePlaced(layouter: ILayouter, { boxes, edges, frames }: Shape): PlacedState {
  const [state, setState] = React.useState<PlacedState>({ drawing: null, failed: false });
  const shape = JSON.stringify([
    boxes.map(({ id, width, height }) => [id, width, height]),
    edges.map(({ from, to, values = [] }) => [from, to, shortLabel(values)]),
    frames.map(frame => [frame.id, frame.boxes])
  ]);
  React.useEffect(() => {
    let current = true;
    const connections = edges.map(({ from, to, values = [] }) => ({
      from,
      to,
      ...(values.length > 0 && { label: labelSize(shortLabel(values)) })
    }));
    layouter.place(boxes, connections, frames).then(
      placed => current && setState({ drawing: drawingOf(placed, connections), failed: false }),
      (error: unknown) => {
        console.warn('Kubeflow Lab: a graph cannot be laid out.', error);
        if (current) {
          setState(before => ({ ...before, failed: true }));
        }
      }
    );
    return () => {
      current = false;
    };
    // The shape says all that the layout reads of boxes, edges and frames.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [layouter, shape]);
  return state;
}

function drawingOf(
  { width, height, boxes, frames, lines }: Placed,
  connections: readonly { from: string; to: string }[]
): Drawing {
  const byEnds = new Map(
    connections.map(({ from, to }, index) => [JSON.stringify([from, to]), lines[index]])
  );
  return {
    width,
    height,
    boxes: new Map<string, Point>(boxes),
    frames,
    lineOf: (from, to) => byEnds.get(JSON.stringify([from, to]))
  };
}
