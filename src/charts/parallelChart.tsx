import * as React from 'react';

import { parallelAxes, parallelPath } from './parallel';

export interface ParallelLine {
  id: string;
  values: (string | undefined)[];
  /** From 0 to 1: how good it is; missing where that is not known. */
  quality?: number;
}

/** Each line goes through its values on the axes; better ones are stronger. A line is chosen by a click. */
export function ParallelChart(props: {
  label: string;
  axes: readonly string[];
  lines: readonly ParallelLine[];
  chosen: string | null;
  onChoose: (id: string | null) => void;
}): React.JSX.Element {
  const { label, axes: names, lines, chosen, onChoose } = props;
  const width = Math.max(320, names.length * 130);
  const height = 170;
  const axes = parallelAxes(
    names.map((name, index) => ({ name, values: lines.map(line => line.values[index]) })),
    width,
    height
  );
  const inFront = [...lines].sort((a, b) => rank(a, chosen) - rank(b, chosen));
  return (
    <div className="kfl-Parallel">
      <svg viewBox={`-50 -26 ${width + 100} ${height + 40}`} role="img" aria-label={label}>
        {inFront.map(({ id, values, quality }) => (
          <path
            key={id}
            className={`kfl-Parallel-line ${id === chosen ? 'kfl-mod-chosen' : ''}`}
            style={{ opacity: id === chosen ? 1 : 0.15 + 0.7 * (quality ?? 0) }}
            d={parallelPath(axes, values)}
            onClick={() => onChoose(id === chosen ? null : id)}
          >
            <title>{id}</title>
          </path>
        ))}
        {axes.map(axis => (
          <g key={axis.name} transform={`translate(${axis.x} 0)`} className="kfl-Parallel-axis">
            <line y2={height} />
            <text className="kfl-Parallel-name" y={-12}>
              {axis.name}
            </text>
            {axis.marks.map(mark => (
              <text key={mark.label} x={6} y={mark.y}>
                {mark.label}
              </text>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

function rank({ id, quality = -1 }: ParallelLine, chosen: string | null): number {
  return id === chosen ? 2 : quality;
}
