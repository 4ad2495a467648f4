import { useEffect, useState } from 'react';
import { parseQuantity } from '@kubeflow-lab/resources';
import type { Capacity, NotebookForm, PlannedObjects, Problem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';

const PAUSE_MS = 500;

export interface Plan {
  objects: PlannedObjects['objects'];
  /** What is free in the cluster now. */
  capacity: Capacity;
}

export type PreviewState =
  | { state: 'asking'; plan: Plan | null }
  | { state: 'refused'; plan: Plan | null; problem: Problem }
  | { state: 'taken'; plan: Plan };

/**
 * Asks the cluster, half a second after the last change, whether it would take the form.
 * @param form null while something is known to be wrong with it
 */
export function usePreview(namespace: string, form: NotebookForm | null): PreviewState {
  const [preview, setPreview] = useState<PreviewState>({ state: 'asking', plan: null });
  const text = form === null ? null : JSON.stringify(form);
  useEffect(() => {
    const stop = new AbortController();
    const ask = async (wanted: NotebookForm): Promise<void> => {
      try {
        const [{ objects }, capacity] = await Promise.all([
          api.planNotebook(namespace, wanted, stop.signal),
          api.capacity(namespace)
        ]);
        if (!stop.signal.aborted) {
          setPreview({ state: 'taken', plan: { objects, capacity } });
        }
      } catch (error) {
        if (!stop.signal.aborted) {
          const problem = problemOf(error);
          setPreview(({ plan }) => ({ state: 'refused', plan, problem }));
        }
      }
    };
    setPreview(({ plan }) => ({ state: 'asking', plan }));
    const timer =
      text === null
        ? undefined
        : setTimeout(() => void ask(JSON.parse(text) as NotebookForm), PAUSE_MS);
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
