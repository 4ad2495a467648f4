import { useState } from 'react';

/** Changes of one place that follow one another so soon are one step, as when somebody types. */
const PAUSE_MS = 1000;
const STEPS_MAX = 200;

interface History<T> {
  value: T;
  past: T[];
  /** The place of the last change, and when it was, in milliseconds. */
  last: { place: string; at: number };
}

export interface Undoable<T> {
  value: T;
  /** @param place what is changed, as the name of a field */
  change: (value: T, place: string) => void;
  /** Another way to write the value, which is no step. */
  replace: (value: T) => void;
  /** Takes the last step back; null where there is none. */
  undo: (() => void) | null;
}

const NOWHERE = { place: '', at: 0 };

/** A value whose changes can be taken back, step by step. */
export function useUndo<T>(first: () => T): Undoable<T> {
  const [{ value, past }, setHistory] = useState<History<T>>(() => ({
    value: first(),
    past: [],
    last: NOWHERE
  }));
  const change = (next: T, place: string): void => {
    const at = Date.now();
    setHistory(history => {
      const { last } = history;
      const goesOn = last.place === place && at - last.at < PAUSE_MS;
      return {
        value: next,
        past: goesOn ? history.past : [...history.past, history.value].slice(-STEPS_MAX),
        last: { place, at }
      };
    });
  };
  const replace = (next: T): void => setHistory(history => ({ ...history, value: next }));
  const undo = (): void =>
    setHistory(history => ({
      value: history.past.at(-1)!,
      past: history.past.slice(0, -1),
      last: NOWHERE
    }));
  return { value, change, replace, undo: past.length > 0 ? undo : null };
}
