import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '@kubeflow-lab/schema';

import { problemOf } from '../api/problem.js';

export interface AsyncState<T> {
  value: T | null;
  problem: Problem | null;
  loading: boolean;
  reload: () => void;
}

/**
 * Loads something when the component appears, whenever `load` is another function, and on `reload`.
 * The last value stays while it loads again; answers that came out of order are dropped.
 */
export function useAsync<T>(load: () => Promise<T>): AsyncState<T> {
  const [state, setState] = useState<Omit<AsyncState<T>, 'reload'>>({
    value: null,
    problem: null,
    loading: true
  });
  const turn = useRef(0);
  const reload = useCallback(() => {
    const mine = ++turn.current;
    setState(previous => ({ ...previous, loading: true }));
    load().then(
      value => {
        if (mine === turn.current) {
          setState({ value, problem: null, loading: false });
        }
      },
      error => {
        if (mine === turn.current) {
          setState(previous => ({ ...previous, problem: problemOf(error), loading: false }));
        }
      }
    );
  }, [load]);
  useEffect(() => {
    reload();
    return () => {
      turn.current += 1;
    };
  }, [reload]);
  return { ...state, reload };
}
