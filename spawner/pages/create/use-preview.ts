import { useEffect, useState } from 'react';
import { parseQuantity } from '@kubeflow-lab/resources';
import type { Capacity, NotebookForm, NotebookObjects, Problem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';

const PAUSE_MS = 500;

export type PreviewState =
  | { state: 'asking' }
  | { state: 'refused'; problem: Problem }
  /** `capacity`: what is free in the cluster now. */
  | { state: 'taken'; capacity: Capacity };

const ASKING: PreviewState = { state: 'asking' };

/**
 * Asks the cluster, half a second after the last change, whether it would take the server.
 * @param wanted null while something is known to be wrong with it
 */
export function usePreview(
  namespace: string,
  wanted: NotebookForm | NotebookObjects | null
): PreviewState {
  const [preview, setPreview] = useState(ASKING);
  const text = wanted === null ? null : JSON.stringify(wanted);
  useEffect(() => {
    const stop = new AbortController();
    const ask = async (body: NotebookForm | NotebookObjects): Promise<void> => {
      try {
        const [, capacity] = await Promise.all([
          api.planNotebook(namespace, body, stop.signal),
          api.capacity(namespace)
        ]);
        if (!stop.signal.aborted) {
          setPreview({ state: 'taken', capacity });
        }
      } catch (error) {
        if (!stop.signal.aborted) {
          setPreview({ state: 'refused', problem: problemOf(error) });
        }
      }
    };
    setPreview(ASKING);
    const timer =
      text === null
        ? undefined
        : setTimeout(() => void ask(JSON.parse(text) as NotebookForm | NotebookObjects), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [namespace, text]);
  return preview;
}

/** What no node has free now, of what a form asks for; a server that asks for it waits. */
export function scarce({ cpu, memory }: NotebookForm, { largest }: Capacity): ('cpu' | 'memory')[] {
  const asked = { cpu: parseQuantity(cpu) ?? 0, memory: parseQuantity(memory) ?? 0 };
  return (['cpu', 'memory'] as const).filter(resource => asked[resource] > largest[resource]);
}
