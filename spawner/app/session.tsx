import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactNode
} from 'react';
import type { Problem, Project, Session } from '@kubeflow-lab/schema';

import { api } from '../api/client.js';
import { problemOf } from '../api/problem.js';
import { useConnection, useLive } from './live.js';

export type SessionState =
  | { state: 'loading' }
  | { state: 'failed'; problem: Problem }
  /** `leave`: the path that leads out of the provider, too, where somebody has just signed out. */
  | { state: 'signed-out'; leave?: string }
  | { state: 'signed-in'; session: Session };

export interface SessionValue {
  current: SessionState;
  reload(): Promise<void>;
  /** @throws ApiError, with status 401 for a wrong name or password. */
  signIn(username: string, password: string): Promise<void>;
  signOut(): Promise<void>;
}

const SessionContext = createContext<SessionValue | null>(null);

export function useSession(): SessionValue {
  const value = useContext(SessionContext);
  if (!value) {
    throw new Error('useSession needs a SessionProvider around it');
  }
  return value;
}

/** The name of the person; '' while nobody is signed in. */
export function useUser(): string {
  const { current } = useSession();
  return current.state === 'signed-in' ? current.session.user : '';
}

/** The project of that namespace, or null when the person has none there. */
export function useProject(namespace: string): Project | null {
  const { current } = useSession();
  return current.state === 'signed-in'
    ? (current.session.projects.find(project => project.namespace === namespace) ?? null)
    : null;
}

const NO_PROJECTS: readonly Project[] = [];

/** The projects of the person, by name. */
export function useProjects(): readonly Project[] {
  const { current } = useSession();
  return current.state === 'signed-in' ? current.session.projects : NO_PROJECTS;
}

/** Tells the person's role in a project; null where they have none. */
export function useRoles(): (namespace: string) => Project['role'] | null {
  const projects = useProjects();
  return useCallback(
    namespace => projects.find(project => project.namespace === namespace)?.role ?? null,
    [projects]
  );
}

async function fetchSession(): Promise<SessionState> {
  try {
    return { state: 'signed-in', session: await api.session() };
  } catch (error) {
    const problem = problemOf(error);
    return problem.status === 401 ? { state: 'signed-out' } : { state: 'failed', problem };
  }
}

/** Ends the session here when the stream, shared with other tabs, found that nobody is signed in. */
function useEndWithStream(
  setCurrent: (change: (current: SessionState) => SessionState) => void
): void {
  const { state } = useConnection();
  useEffect(() => {
    if (state === 'signed-out') {
      // Who has just signed out is told the same by the stream, and goes on to the provider all the same.
      setCurrent(current => (current.state === 'signed-out' ? current : { state }));
    }
  }, [state, setCurrent]);
}

export function SessionProvider({ children }: { children: ReactNode }): JSX.Element {
  const live = useLive();
  const [current, setCurrent] = useState<SessionState>({ state: 'loading' });
  useEndWithStream(setCurrent);

  const reload = useCallback(async () => setCurrent(await fetchSession()), []);
  useEffect(() => void reload(), [reload]);

  const signIn = useCallback(
    async (username: string, password: string) => {
      await api.signIn(username, password);
      live.restart();
      await reload();
    },
    [live, reload]
  );
  const signOut = useCallback(async () => {
    const answer = await api.signOut();
    live.restart();
    setCurrent({ state: 'signed-out', leave: answer?.next });
  }, [live]);

  const value = useMemo(
    () => ({ current, reload, signIn, signOut }),
    [current, reload, signIn, signOut]
  );
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>;
}
