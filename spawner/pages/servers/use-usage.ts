import { useEffect, useState } from 'react';
import type { NotebookUse } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';

export type Use = Pick<NotebookUse['items'][number], 'cpu' | 'memory'>;

export interface Usage {
  /** By `<namespace>/<name>`. */
  uses: ReadonlyMap<string, Use>;
  /** Why it is not known, in the projects where it is not. */
  why: string | null;
}

/** metrics-server measures about four times a minute, and nothing tells when it has. */
const PERIOD_MS = 30_000;

/** More at a time would keep the browser from asking for anything else. */
const AT_ONCE = 4;

const UNKNOWN: Usage = { uses: new Map(), why: null };

type Measured = { namespace: string } & NotebookUse;

async function measured(namespace: string): Promise<Measured> {
  try {
    return { namespace, ...(await api.notebookUse(namespace)) };
  } catch (error) {
    return { namespace, items: [], why: problemOf(error).detail };
  }
}

/** What the servers of some projects use, asked for again and again while the page is seen. */
export function useUsage(namespaces: readonly string[]): Usage {
  const [usage, setUsage] = useState(UNKNOWN);
  const key = namespaces.join(' ');
  useEffect(() => {
    let ended = false;
    const ask = async (): Promise<void> => {
      if (document.hidden || key === '') {
        return;
      }
      const namespaces = key.split(' ');
      const answers: Measured[] = [];
      for (let begin = 0; begin < namespaces.length && !ended; begin += AT_ONCE) {
        const some = namespaces.slice(begin, begin + AT_ONCE);
        answers.push(...(await Promise.all(some.map(measured))));
      }
      if (!ended) {
        setUsage({
          uses: new Map(
            answers.flatMap(({ namespace, items }) =>
              items.map(({ name, ...use }) => [`${namespace}/${name}`, use])
            )
          ),
          why: answers.find(({ why }) => why !== null)?.why ?? null
        });
      }
    };
    const again = (): void => void ask();
    again();
    const timer = setInterval(again, PERIOD_MS);
    document.addEventListener('visibilitychange', again);
    return () => {
      ended = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [key]);
  return usage;
}
