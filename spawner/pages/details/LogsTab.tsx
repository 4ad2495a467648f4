import {
  memo,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode
} from 'react';
import type { LogLine, NotebookItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { useLive, useTopic } from '../../app/live.js';
import { t, tn } from '../../text/translator.js';
import { CopyButton } from '../../ui/CopyButton.js';
import { Failure } from '../../ui/Failure.js';
import { SaveButton } from '../../ui/SaveButton.js';
import { useAsync } from '../../ui/use-async.js';
import { isStopped } from '../servers/availability.js';
import { blocksOf, linesWith, logText, plainText } from './log-text.js';

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

interface LogBoxProps {
  name: string;
  lines: readonly LogLine[];
  /** What is said of it behind the number of lines. */
  note: string;
  tools?: ReactNode;
  /** Reads as much of it as there is to be had. */
  readAll: () => Promise<readonly LogLine[]>;
}

/** Lines of a log, of which only those with some words may be shown, to read, copy and save. */
function LogBox({ name, lines, note, tools, readAll }: LogBoxProps): JSX.Element {
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words);
  const shown = useMemo(() => linesWith(lines, wanted), [lines, wanted]);
  const { ref, follow, setFollow, onScroll } = useFollow(shown);
  const count =
    wanted.trim() === ''
      ? tn('{count} line', '{count} lines', lines.length)
      : t('{shown} of {all} lines', { shown: shown.length, all: lines.length });
  return (
    <section className="logs">
      <div className="tab-tools">
        <input
          type="search"
          className="log-search"
          value={words}
          placeholder={t('Search the log')}
          aria-label={t('Search the log')}
          onChange={event => setWords(event.target.value)}
        />
        <span className="quiet" role="status">
          {count}
          {note}
        </span>
        {tools}
        <label className="check">
          <input
            type="checkbox"
            checked={follow}
            onChange={event => setFollow(event.target.checked)}
          />
          {t('Follow')}
        </label>
        <CopyButton text={() => logText(shown)} />
        <SaveButton file={`${name}.log`} text={async () => logText(await readAll())} />
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
        {shown.length === 0
          ? lines.length === 0
            ? t('Nothing has been written yet.')
            : t('No line has these words.')
          : null}
        {blocksOf(shown).map(block => (
          <Block key={block.key} lines={block.lines} />
        ))}
      </pre>
    </section>
  );
}

/** The most lines that the server answers at once. */
const MOST_LINES = 20_000;

type SourceProps = Pick<LogBoxProps, 'tools'> & { item: NotebookItem };

function LiveLog({ item, tools }: SourceProps): JSX.Element {
  const { name, namespace = '' } = item.object.metadata;
  const topic = { resource: 'logs', kind: 'notebooks', namespace, name } as const;
  const live = useLive();
  const { loaded, lines, ended, problem } = useTopic(topic);
  const again = (): void => live.again(topic);
  useNewLogAfterStart(item, again);
  if (problem && lines.length === 0) {
    return <Failure title={t('The log could not be loaded')} {...{ problem, onRetry: again }} />;
  }
  if (!loaded) {
    return <p role="status">{t('Loading the log …')}</p>;
  }
  return (
    <LogBox
      {...{ name, lines, tools }}
      note={ended ? ` · ${t('this log is complete')}` : ''}
      readAll={async () => (await api.log(namespace, name, MOST_LINES, false)).lines}
    />
  );
}

/** What the server wrote before its container started anew, as after a crash. */
function PreviousLog({ item, tools }: SourceProps): JSX.Element {
  const { name, namespace = '' } = item.object.metadata;
  const { value, problem, reload } = useAsync(
    useCallback(() => api.log(namespace, name, MOST_LINES, true), [namespace, name])
  );
  if (problem) {
    return <Failure title={t('The log could not be loaded')} {...{ problem, onRetry: reload }} />;
  }
  if (!value) {
    return <p role="status">{t('Loading the log …')}</p>;
  }
  const { lines } = value;
  return (
    <LogBox
      name={`${name}-previous`}
      {...{ lines, tools }}
      note={lines.length === 0 ? ` · ${t('its container was not started anew')}` : ''}
      readAll={() => Promise.resolve(lines)}
    />
  );
}

export function LogsTab({ item }: { item: NotebookItem }): JSX.Element {
  const [previous, setPrevious] = useState(false);
  const tools = (
    <label className="check">
      <input
        type="checkbox"
        checked={previous}
        onChange={event => setPrevious(event.target.checked)}
      />
      {t('Before the last restart')}
    </label>
  );
  return previous ? (
    <PreviousLog item={item} tools={tools} />
  ) : (
    <LiveLog item={item} tools={tools} />
  );
}
