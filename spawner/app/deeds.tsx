import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode
} from 'react';

import { useAnnounce } from './announcer.js';
import { DeedList } from './DeedList.js';

/** For so many milliseconds something can be taken back. */
export const UNDO_MS = 10_000;
/** Browsers send no more requests than that of a page that is being left. */
const SENT_ON_LEAVING = 20;

/** What came of something that was done to one or many. */
export interface Outcome {
  sentence: string;
  failures: readonly { name: string; reason: string }[];
  /** Takes back what was done; left out where that is not possible. */
  undo?: () => Promise<Outcome>;
}

/** Something that is held back for a while, because it could not be taken back afterwards. */
export interface HeldDeed {
  /** What will be done in so many seconds. */
  sentence: (seconds: number) => string;
  /** On the button that does it at once. */
  now: string;
  /** The uids of what it is done to. */
  uids: readonly string[];
  /** @param leaving whether the page is being left, and there is no time to do one after the other */
  run: (leaving: boolean) => Promise<Outcome>;
}

export type Entry = { id: number } & (
  | { state: 'held'; deed: HeldDeed; until: number }
  | { state: 'done'; outcome: Outcome; until: number | null }
);

export interface Deeds {
  /** Does it after ten seconds, when the page is left, or when the person says so; unless it is taken back before. */
  hold: (deed: HeldDeed) => void;
  /** Says what came of something, with the way to take it back for ten seconds. */
  report: (outcome: Outcome) => void;
  /** Does at once what is held back, as before the session ends. */
  flush: () => Promise<void>;
}

const DeedsContext = createContext<Deeds | null>(null);
const HeldContext = createContext<ReadonlySet<string>>(new Set());

export function useDeeds(): Deeds {
  const value = useContext(DeedsContext);
  if (!value) {
    throw new Error('useDeeds needs a DeedsProvider around it');
  }
  return value;
}

/** The uids of what something is going to be done to. */
export function useHeld(): ReadonlySet<string> {
  return useContext(HeldContext);
}

/** Does what is held back when the page is left; asks first where that is more than a browser would send. */
function useLeaving(held: () => HeldDeed[], flush: () => Promise<void>): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (held().reduce((sum, { uids }) => sum + uids.length, 0) > SENT_ON_LEAVING) {
        event.preventDefault();
      }
    };
    const leave = (): void => void flush();
    addEventListener('beforeunload', ask);
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('beforeunload', ask);
      removeEventListener('pagehide', leave);
    };
  }, [held, flush]);
}

/** What was just done, or will be in a moment, on whichever page the person is meanwhile. */
export function DeedsProvider({ children }: { children: ReactNode }): JSX.Element {
  const announce = useAnnounce();
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  /** The same, for what happens between two drawings. */
  const current = useRef(entries);
  const serial = useRef(0);
  const write = useCallback((next: readonly Entry[]) => {
    current.current = next;
    setEntries(next);
  }, []);
  const drop = useCallback(
    (id: number) => write(current.current.filter(entry => entry.id !== id)),
    [write]
  );
  const report = useCallback(
    (outcome: Outcome) => {
      const until = outcome.undo || outcome.failures.length === 0 ? Date.now() + UNDO_MS : null;
      write([...current.current, { id: (serial.current += 1), state: 'done', outcome, until }]);
      announce(outcome.sentence);
    },
    [write, announce]
  );
  const hold = useCallback(
    (deed: HeldDeed) => {
      const until = Date.now() + UNDO_MS;
      write([...current.current, { id: (serial.current += 1), state: 'held', deed, until }]);
      announce(deed.sentence(UNDO_MS / 1000));
    },
    [write, announce]
  );
  const run = useCallback(
    async (entry: Entry, leaving = false) => {
      if (entry.state === 'held' && current.current.includes(entry)) {
        drop(entry.id);
        report(await entry.deed.run(leaving));
      }
    },
    [drop, report]
  );
  const flush = useCallback(async () => {
    await Promise.all(current.current.map(entry => run(entry, true)));
  }, [run]);
  const heldDeeds = useCallback(
    () => current.current.flatMap(entry => (entry.state === 'held' ? [entry.deed] : [])),
    []
  );
  useLeaving(heldDeeds, flush);

  const expire = useCallback(
    (entry: Entry) => {
      if (entry.state === 'held') {
        void run(entry);
      } else if (entry.outcome.failures.length === 0) {
        drop(entry.id);
      } else {
        // What went wrong stays until somebody has read it.
        const outcome = { ...entry.outcome, undo: undefined };
        const stays = { ...entry, outcome, until: null };
        write(current.current.map(each => (each.id === entry.id ? stays : each)));
      }
    },
    [run, drop, write]
  );
  const undo = async (entry: Entry): Promise<void> => {
    drop(entry.id);
    if (entry.state === 'done' && entry.outcome.undo) {
      report(await entry.outcome.undo());
    }
  };
  const value = useMemo(() => ({ hold, report, flush }), [hold, report, flush]);
  const held = useMemo(
    () => new Set(entries.flatMap(entry => (entry.state === 'held' ? entry.deed.uids : []))),
    [entries]
  );
  return (
    <DeedsContext.Provider value={value}>
      <HeldContext.Provider value={held}>{children}</HeldContext.Provider>
      <DeedList
        entries={entries}
        onUndo={entry => void undo(entry)}
        onNow={entry => void run(entry)}
        onClose={({ id }) => drop(id)}
        onExpire={expire}
      />
    </DeedsContext.Provider>
  );
}
