import { useSyncExternalStore, type MouseEvent, type ReactNode } from 'react';

const CHANGED = 'kubeflow-lab:navigated';

/** What one page tells the next, beside the address. */
export interface Passed {
  /** The name of a server that was just created. */
  created?: string;
}

export interface NavigateOptions {
  replace?: boolean;
  passed?: Passed;
}

/** Goes to a page of this app without loading it anew. */
export function navigate(path: string, { replace, passed }: NavigateOptions = {}): void {
  if (replace) {
    history.replaceState(passed ?? null, '', path);
  } else {
    history.pushState(passed ?? null, '', path);
  }
  dispatchEvent(new Event(CHANGED));
}

/** What the page before told this one. */
export function passed(): Passed {
  return (history.state as Passed | null) ?? {};
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener);
  addEventListener(CHANGED, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(CHANGED, listener);
  };
}

/** The current path, without query. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname);
}

export interface LinkProps {
  to: string;
  className?: string;
  current?: boolean;
  title?: string;
  children: ReactNode;
}

/** A link to a page of this app; with a modifier key the browser opens it as any other link. */
export function Link({ to, className, current, title, children }: LinkProps): JSX.Element {
  const follow = (event: MouseEvent): void => {
    if (
      event.button === 0 &&
      !event.metaKey &&
      !event.ctrlKey &&
      !event.shiftKey &&
      !event.altKey
    ) {
      event.preventDefault();
      navigate(to);
    }
  };
  return (
    <a
      href={to}
      className={className}
      title={title}
      onClick={follow}
      aria-current={current ? 'page' : undefined}
    >
      {children}
    </a>
  );
}
