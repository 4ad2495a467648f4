import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LogLine, NotebookItem } from '@kubeflow-lab/schema';

import { useLive, useTopic } from '../../app/live.js';
import { t, tn } from '../../text/translator.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { Failure } from '../../ui/Failure.js';
import { isStopped } from '../servers/availability.js';
import { blocksOf, plainText } from './log-text.js';

interface BlockProps {
  lines: readonly LogLine[];
}

const sameLines = (a: BlockProps, b: BlockProps): boolean =>
  a.lines.length === b.lines.length && a.lines.at(-1) === b.lines.at(-1);

const Block = memo(function Block({ lines }: BlockProps): JSX.Element {
  return (
    <span className="log-block">{lines.map(line => `${plainText(line.text)}\n`).join('')}</span>
  );
}, sameLines);

/** Keeps the end in sight while `follow` is on; scrolling up turns it off, scrolling to the end on. */
function useFollow(lines: readonly LogLine[]): {
  ref: React.RefObject<HTMLPreElement>;
  follow: boolean;
  setFollow: (follow: boolean) => void;
  onScroll: () => void;
} {
  const ref = useRef<HTMLPreElement>(null);
  const [follow, setFollow] = useState(true);
  useLayoutEffect(() => {
    const pre = ref.current;
    if (pre && follow) {
      pre.scrollTop = pre.scrollHeight;
    }
  }, [lines, follow]);
  const onScroll = (): void => {
    const pre = ref.current;
    if (pre) {
      setFollow(pre.scrollHeight - pre.scrollTop - pre.clientHeight < 8);
    }
  };
  return { ref, follow, setFollow, onScroll };
}

/** A stopped server that starts has a new log. */
function useNewLogAfterStart(item: NotebookItem, again: () => void): void {
  const stopped = isStopped(item);
  const before = useRef(stopped);
  useEffect(() => {
    if (before.current && !stopped) {
      again();
    }
    before.current = stopped;
  });
}

export function LogsTab({ item }: { item: NotebookItem }): JSX.Element {
  const { name, namespace = '' } = item.object.metadata;
  const topic = { resource: 'logs', kind: 'notebooks', namespace, name } as const;
  const live = useLive();
  const { loaded, lines, ended, problem } = useTopic(topic);
  const again = (): void => live.again(topic);
  useNewLogAfterStart(item, again);
  const { ref, follow, setFollow, onScroll } = useFollow(lines);
  if (problem && lines.length === 0) {
    return <Failure title={t('The log could not be loaded')} {...{ problem, onRetry: again }} />;
  }
  if (!loaded) {
    return <p role="status">{t('Loading the log …')}</p>;
  }
  return (
    <section className="logs">
      <div className="tab-tools">
        <label className="check">
          <input
            type="checkbox"
            checked={follow}
            onChange={event => setFollow(event.target.checked)}
          />
          {t('Follow')}
        </label>
        <span className="quiet">
          {tn('{count} line', '{count} lines', lines.length)}
          {ended ? ` · ${t('this log is complete')}` : ''}
        </span>
        <CopyButton text={() => lines.map(line => plainText(line.text)).join('\n')} />
      </div>
      <pre
        ref={ref}
        className="code-box log-box"
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t('Log of {name}', { name })}
        onScroll={onScroll}
      >
        {lines.length === 0 ? t('Nothing has been written yet.') : null}
        {blocksOf(lines).map(block => (
          <Block key={block.key} lines={block.lines} />
        ))}
      </pre>
    </section>
  );
}
