import type { TranslationBundle } from '@jupyterlab/translation';
import type { LogLine } from '@kubeflow-lab/schema';
import * as React from 'react';
import type { Feed } from '@kubeflow-lab/live';
import { cleanLine } from './format';
import { LogBlock, blocksOf, type LogPart } from './logBlock';
import { OfflineNote, ProblemView } from './problem';

export type { LogPart };

interface LogViewProps {
  /** Of the object. */
  name: string;
  feed: Feed;
  /** The parts of the object, in the order of their colours. */
  parts: readonly LogPart[];
  /** Only the lines of the part of this name; null for all. */
  only?: string | null;
  /** Only lines that contain this text, whatever its case. */
  search?: string;
  trans: TranslationBundle;
  onRetry?: () => void;
}

/** So many blocks of lines at the end are drawn at once; the others when they come into sight. */
const ENDING = 2;

/** A log that follows its end until someone scrolls up, and again from when they scroll down to it. */
export function LogView(props: LogViewProps): React.JSX.Element {
  const { feed, only, search = '', trans } = props;
  const lines = React.useMemo(
    () => pick(feed.lines, only ?? null, search.toLowerCase()),
    [feed.lines, only, search]
  );
  const { ref, follows, follow, onScroll } = useFollow(lines);
  if (feed.state === 'failed' && feed.problem) {
    return <ProblemView problem={feed.problem} trans={trans} onRetry={props.onRetry} />;
  }
  return (
    <div className="kfl-LogView">
      {feed.offline && <OfflineNote problem={feed.problem} trans={trans} />}
      <div
        ref={ref}
        className="kfl-LogView-lines"
        role="log"
        aria-live="off"
        aria-label={trans.__('Log of %1', only ?? props.name)}
        tabIndex={0}
        onScroll={onScroll}
      >
        {feed.dropped > 0 && (
          <p className="kfl-LogView-note">
            {trans._n(
              '%1 earlier line is not shown.',
              '%1 earlier lines are not shown.',
              feed.dropped,
              feed.dropped
            )}
          </p>
        )}
        {lines.length === 0 ? (
          <p className="kfl-LogView-note">
            {feed.lines.length > 0 ? trans.__('No line fits.') : emptyText(feed, trans)}
          </p>
        ) : (
          blocksOf(lines, feed.dropped).map((block, index, { length }) => (
            <LogBlock
              key={`${only ?? ''}/${search}/${block.key}`}
              lines={block.lines}
              name={props.name}
              parts={props.parts}
              seen={index >= length - ENDING}
            />
          ))
        )}
      </div>
      {!follows && (
        <button type="button" className="kfl-Button kfl-LogView-follow" onClick={follow}>
          {trans.__('Follow the end')}
        </button>
      )}
    </div>
  );
}

function pick(lines: readonly LogLine[], only: string | null, search: string): readonly LogLine[] {
  if (only === null && search === '') {
    return lines;
  }
  return lines.filter(
    line =>
      (only === null || line.replica === only) &&
      (search === '' || cleanLine(line.text).toLowerCase().includes(search))
  );
}

function emptyText(feed: Feed, trans: TranslationBundle): string {
  switch (feed.state) {
    case 'connecting':
      return trans.__('Loading the log…');
    case 'ended':
      return trans.__('Nothing was printed.');
    default:
      return trans.__('Nothing has been printed yet.');
  }
}

/** Keeps an element at its end while `content` grows, unless it was scrolled away from it. */
function useFollow(content: unknown) {
  const ref = React.useRef<HTMLDivElement>(null);
  const [follows, setFollows] = React.useState(true);
  const toEnd = React.useCallback(() => {
    if (ref.current) {
      ref.current.scrollTop = ref.current.scrollHeight;
    }
  }, []);
  React.useLayoutEffect(() => {
    if (follows) {
      toEnd();
    }
  }, [content, follows, toEnd]);
  React.useEffect(() => {
    // The end moves out of sight when something else takes room.
    if (follows && ref.current && typeof ResizeObserver !== 'undefined') {
      const observer = new ResizeObserver(toEnd);
      observer.observe(ref.current);
      return () => observer.disconnect();
    }
    return undefined;
  }, [follows, toEnd]);
  const onScroll = () => {
    const node = ref.current;
    if (node) {
      setFollows(node.scrollHeight - node.scrollTop - node.clientHeight < 16);
    }
  };
  return { ref, follows, follow: () => setFollows(true), onScroll };
}
