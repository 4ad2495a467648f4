import { useEffect, useState } from 'react';
import type { NotebookForm, NotebookItem, Problem, RepositoryForm } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { problemOf } from '../../api/problem.js';
import { load } from '../../app/load.js';
import { isStopped } from '../servers/availability.js';
import { labPath } from './link.js';
import { isAwake } from './targets.js';

/** Milliseconds between two questions, where the answer comes at once. */
const PAUSE = 1000;

/** `asking`: nothing is done before the person agrees. */
export type Stage = 'asking' | 'sending' | 'waiting' | 'fetching' | 'opening' | 'failed';

interface State {
  stage: Stage;
  /** The server that was chosen. */
  name: string;
  /** What git said last. */
  message: string;
  problem: Problem | null;
}

const BEGINNING: State = { stage: 'asking', name: '', message: '', problem: null };

export interface Opening extends State {
  /** Has the repository opened in a server that is there, or in one that is made now. */
  agree: (server: NotebookItem | NotebookForm) => Promise<void>;
  /** Fetches again, in the same server. */
  again: () => void;
}

/** Wakes or makes the server; gives its name. */
async function prepare(namespace: string, server: NotebookItem | NotebookForm): Promise<string> {
  if (!('object' in server)) {
    await api.createNotebook(namespace, server);
    return server.name;
  }
  const { name } = server.object.metadata;
  if (isStopped(server)) {
    await api.startNotebook(namespace, name);
  }
  return name;
}

/** What happens once a person has agreed: a server is made or started, it fetches the repository, JupyterLab opens. */
export function useOpening(
  namespace: string,
  form: RepositoryForm,
  items: readonly NotebookItem[]
): Opening {
  const [state, setState] = useState(BEGINNING);
  const { stage, name } = state;
  const awake = isAwake(items.find(({ object }) => object.metadata.name === name));
  const text = JSON.stringify(form);

  useEffect(() => {
    if (stage === 'waiting' && awake) {
      setState(now => ({ ...now, stage: 'fetching' }));
    }
  }, [stage, awake]);

  useEffect(() => {
    if (stage !== 'fetching') {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const ask = async (): Promise<void> => {
      try {
        const wanted = JSON.parse(text) as RepositoryForm;
        const { done, message, path } = await api.openRepository(namespace, name, wanted);
        if (left) {
          return;
        }
        if (done) {
          setState(now => ({ ...now, stage: 'opening' }));
          load(labPath(namespace, name, path));
        } else {
          setState(now => ({ ...now, message }));
          timer = setTimeout(() => void ask(), PAUSE);
        }
      } catch (error) {
        if (!left) {
          setState(now => ({ ...now, stage: 'failed', problem: problemOf(error) }));
        }
      }
    };
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [stage, namespace, name, text]);

  return {
    ...state,
    agree: async server => {
      setState({ ...BEGINNING, stage: 'sending' });
      try {
        const chosen = await prepare(namespace, server);
        setState(now => ({ ...now, stage: 'waiting', name: chosen }));
      } catch (error) {
        setState({ ...BEGINNING, problem: problemOf(error) });
      }
    },
    again: () => setState({ ...BEGINNING, stage: 'waiting', name })
  };
}
