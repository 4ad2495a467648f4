/**
 * Inside Kubeflow's central dashboard, which shows its applications in a frame and tells them by messages which
 * namespace is selected.
 */
import { useEffect } from 'react';

import { PATH_MESSAGE } from './dashboard-messages.js';
import { useTopic } from './live.js';
import { navigate, usePath } from './navigation.js';
import { paths, routeOf } from './routes.js';

const SETTINGS = { resource: 'settings' } as const;

/** A message of the dashboard, if it is one. */
interface Message {
  type?: unknown;
  value?: unknown;
}

/** Whether this page is shown in a frame, as by a dashboard. */
export const isFramed = (): boolean => window.parent !== window;

/** The page that a message leads to from the one at `path`; null where that is to stay. */
export function pathOf({ type, value }: Message, path: string): string | null {
  const route = routeOf(path);
  if (type === 'all-namespaces') {
    return route.page === 'all' ? null : paths.all;
  }
  if (type !== 'namespace-selected' || typeof value !== 'string' || value === '') {
    return null;
  }
  if ('namespace' in route && route.namespace === value) {
    return null;
  }
  const inVolumes = route.page === 'volumes' || route.page === 'files';
  return inVolumes ? paths.volumes(value) : paths.servers(value);
}

/** What the dashboard's address has of a page's: what is selected there leads to lists of servers without it. */
export function pathTold(path: string): string {
  return ['home', 'all', 'servers'].includes(routeOf(path).page) ? '/' : path;
}

interface DashboardProps {
  /** Whether a dashboard has answered, which chooses the project from then on. */
  connected: boolean;
  /** Called when it does. */
  onConnected: () => void;
}

/** Goes where the dashboard around this page says, if the installation knows its origin. */
export function Dashboard({ connected, onConnected }: DashboardProps): null {
  const { settings } = useTopic(SETTINGS);
  const path = usePath();
  // As a text, so that new settings with the same dashboards do not connect anew: that would undo where one went.
  const known = settings?.dashboards.join(' ') ?? '';
  useEffect(() => {
    const origins = known.split(' ').filter(Boolean);
    const hear = ({ data, origin, source }: MessageEvent<unknown>): void => {
      if (source !== window.parent || !origins.includes(origin)) {
        return;
      }
      const message = (data ?? {}) as Message;
      if (message.type === 'parent-connected') {
        onConnected();
      }
      const path = pathOf(message, location.pathname);
      if (path !== null) {
        // The dashboard keeps what was selected in the history of its own.
        navigate(path, { replace: true });
      }
    };
    addEventListener('message', hear);
    // Only the one that is there gets it.
    origins.forEach(origin => window.parent.postMessage({ type: 'iframe-connected' }, origin));
    return () => removeEventListener('message', hear);
  }, [known, onConnected]);
  useEffect(() => {
    if (connected) {
      const message = { type: PATH_MESSAGE, value: pathTold(path) + location.search };
      known.split(' ').forEach(origin => window.parent.postMessage(message, origin));
    }
  }, [connected, known, path]);
  return null;
}
