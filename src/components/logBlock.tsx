import type { LogLine } from '@kubeflow-lab/schema';
import * as React from 'react';
import { cleanLine, shortReplica } from './format';
import { replicaStyle } from './series';

/** A part of an object that logs: a replica, step or trial. */
export interface LogPart {
  /** As `LogLine.replica` has it. */
  name: string;
  label: string;
}

/** So many lines are drawn as one block, which is drawn again only when one of its lines is new. */
const BLOCK = 200;

/** Of a line that is not drawn yet, in pixels (style/log.css). */
const LINE_HEIGHT = 18;

/** Blocks are drawn when they are so near to what is seen. */
const NEAR = '600px';

interface Block {
  key: number;
  lines: LogLine[];
}

/** Lines in blocks. `passed` lines stood before them once: they count, so that a block keeps its lines. */
export function blocksOf(lines: readonly LogLine[], passed: number): Block[] {
  const blocks: Block[] = [];
  for (let start = 0; start < lines.length;) {
    const key = Math.floor((passed + start) / BLOCK);
    const end = (key + 1) * BLOCK - passed;
    blocks.push({ key, lines: lines.slice(start, end) });
    start = end;
  }
  return blocks;
}

interface LogBlockProps {
  lines: LogLine[];
  name: string;
  parts: readonly LogPart[];
  /** Whether it is drawn before it comes into sight. */
  seen: boolean;
}

/** Some lines of a log; as long as nobody comes near them, the room that they take. */
export const LogBlock = React.memo(
  function LogBlock({ lines, name, parts, seen }: LogBlockProps): React.JSX.Element {
    const [ref, isNear] = useNear();
    return (
      <div
        ref={ref}
        className="kfl-LogView-block"
        style={seen || isNear ? undefined : { height: lines.length * LINE_HEIGHT }}
      >
        {(seen || isNear) &&
          lines.map(line => <Line key={line.sequence} {...{ line, name, parts }} />)}
      </div>
    );
  },
  (before, after) =>
    before.seen === after.seen &&
    before.lines.length === after.lines.length &&
    before.lines[0] === after.lines[0] &&
    before.lines.at(-1) === after.lines.at(-1) &&
    sameParts(before.parts, after.parts)
);

function Line(props: {
  line: LogLine;
  name: string;
  parts: readonly LogPart[];
}): React.JSX.Element {
  const { line, name, parts } = props;
  const place = parts.findIndex(part => part.name === line.replica);
  const label = parts[place]?.label ?? shortReplica(line.replica, name);
  return (
    <div className="kfl-LogLine" style={replicaStyle(place)} title={line.time}>
      <span className="kfl-LogLine-replica">{label} </span>
      <span className="kfl-LogLine-text">{cleanLine(line.text)}</span>
    </div>
  );
}

/** Whether an element is in sight or near to it; always where a browser cannot tell. */
function useNear(): [React.RefObject<HTMLDivElement>, boolean] {
  const ref = React.useRef<HTMLDivElement>(null);
  const [isNear, setNear] = React.useState(typeof IntersectionObserver === 'undefined');
  React.useEffect(() => {
    if (ref.current === null || typeof IntersectionObserver === 'undefined') {
      return;
    }
    const observer = new IntersectionObserver(
      entries => setNear(entries.at(-1)?.isIntersecting ?? false),
      { root: ref.current.closest('.kfl-LogView-lines'), rootMargin: NEAR }
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return [ref, isNear];
}

function sameParts(a: readonly LogPart[], b: readonly LogPart[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ name, label }, index) => name === b[index].name && label === b[index].label)
  );
}
