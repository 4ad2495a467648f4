import type { TranslationBundle } from '@jupyterlab/translation';
import {
  type ReplicaId,
  topologyOf,
  type TrainingJob,
  type TrainingJobKind
} from '@kubeflow-lab/resources';
import type { Capacity } from '@kubeflow-lab/schema';
import * as React from 'react';
import { nearest } from '../../graph';
import { drawTopology, type TopologyBox, type TopologyDrawing } from './layout';
import { ReplicaDetails } from './replica';
import { Totals } from './totals';

interface TopologyProps {
  job: TrainingJob;
  kind: TrainingJobKind;
  /** The most that one node has, as quantities. */
  limits?: { cpu: string; memory: string };
  /** What is free now, and left by quotas. */
  capacity?: Capacity;
  trans: TranslationBundle;
}

/** Who will talk to whom in a job, what each replica will be told, and what all of them ask for. */
export function TopologyView(props: TopologyProps): React.JSX.Element {
  const { job, kind, limits, capacity, trans } = props;
  const topology = topologyOf(job, kind);
  const [frame, width] = useWidth();
  const [chosen, setChosen] = React.useState<ReplicaId | null>(null);
  const [first] = topology.roles;
  if (first === undefined) {
    return <p className="kfl-Note">{trans.__('A job without replicas does nothing.')}</p>;
  }
  const exists = topology.roles.some(
    ({ role, count }) => role === chosen?.role && chosen.index < count
  );
  const selected = exists ? chosen! : { role: first.role, index: 0 };
  const sentences = [...topology.links, ...(topology.collective ? [topology.collective] : [])];
  return (
    <div className="kfl-Topology" ref={frame}>
      <Totals {...{ topology, limits, capacity, trans }} />
      <Drawing
        drawing={drawTopology(topology, width)}
        collective={topology.collective?.label ?? ''}
        label={trans.__('Replicas of %1 and who talks to whom', job.metadata?.name ?? '')}
        selected={selected}
        onSelect={setChosen}
      />
      <ul className="kfl-Topology-sentences">
        {sentences.map(({ sentence }) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <ReplicaDetails
        {...{ job, kind, trans, selected }}
        roles={topology.roles}
        onSelect={setChosen}
      />
    </div>
  );
}

interface DrawingProps {
  drawing: TopologyDrawing;
  /** What stands at the frame. */
  collective: string;
  label: string;
  selected: ReplicaId;
  onSelect: (replica: ReplicaId) => void;
}

function Drawing(props: DrawingProps): React.JSX.Element {
  const { drawing, collective, label, selected, onSelect } = props;
  const { width, height, boxes, lines, frame } = drawing;
  return (
    <svg
      className="kfl-Topology-drawing"
      role="group"
      aria-label={label}
      width={width}
      height={height}
      onKeyDown={event => followArrow(event, drawing)}
    >
      {frame && (
        <g className="kfl-Topology-frame">
          <rect {...frame} rx={8} />
          <text x={frame.x + 10} y={frame.y}>
            {collective}
          </text>
        </g>
      )}
      {lines.map(({ path, arrows, label: words, labelAt }) => (
        <g key={path} className="kfl-Graph-edge">
          <path d={path} />
          {arrows.map(({ x, y, down }) => (
            <path
              key={x}
              className="kfl-Graph-arrow"
              d={down ? `M${x} ${y}l-4 -7h8z` : `M${x} ${y}l-4 7h8z`}
            />
          ))}
          <text {...labelAt}>{words}</text>
        </g>
      ))}
      {boxes.map(box => (
        <ReplicaBox
          key={idOf(box)}
          box={box}
          selected={covers(box, selected)}
          onSelect={() => onSelect({ role: box.role, index: box.index })}
        />
      ))}
    </svg>
  );
}

function ReplicaBox(props: {
  box: TopologyBox;
  selected: boolean;
  onSelect: () => void;
}): React.JSX.Element {
  const { box, selected, onSelect } = props;
  const { role, index, count, x, y, width, height } = box;
  const last = index + count - 1;
  const name = count === 1 ? `${role} ${index}` : `${role} ${index} – ${last}`;
  return (
    <foreignObject {...{ x, y, width, height }}>
      <button
        type="button"
        className={`kfl-Graph-box${count > 1 ? ' kfl-mod-several' : ''}`}
        data-node={idOf(box)}
        aria-pressed={selected}
        aria-label={name}
        onClick={onSelect}
      >
        <span className="kfl-Graph-title">
          <span>{name}</span>
        </span>
      </button>
    </foreignObject>
  );
}

const idOf = ({ role, index }: ReplicaId) => `${role}-${index}`;

function covers(box: TopologyBox, { role, index }: ReplicaId): boolean {
  return box.role === role && index >= box.index && index < box.index + box.count;
}

const ARROWS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0]
};

/** An arrow key goes to the nearest box in its direction. */
function followArrow(
  event: React.KeyboardEvent<SVGSVGElement>,
  { boxes, width, height }: TopologyDrawing
): void {
  const from = (event.target as Element).getAttribute('data-node');
  const direction = ARROWS[event.key];
  if (from === null || direction === undefined) {
    return;
  }
  const corners = new Map(boxes.map(box => [idOf(box), { x: box.x, y: box.y }]));
  const target = nearest({ width, height, lines: [], boxes: corners }, from, direction);
  if (target !== undefined) {
    event.preventDefault();
    const found = event.currentTarget.querySelector<HTMLElement>(
      `[data-node="${CSS.escape(target)}"]`
    );
    found?.focus();
    found?.click();
  }
}

/** The width of an element, live. */
function useWidth(): [React.RefObject<HTMLDivElement>, number] {
  const ref = React.useRef<HTMLDivElement>(null);
  const [width, setWidth] = React.useState(480);
  React.useLayoutEffect(() => {
    const element = ref.current;
    if (element === null || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const measure = () => element.clientWidth > 0 && setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
