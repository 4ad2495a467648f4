import { useEffect } from 'react';

import { t } from '../text/translator.js';
import type { Route } from './routes.js';

function titleOf(route: Route): string {
  switch (route.page) {
    case 'signin':
      return t('Sign in');
    case 'open':
      return t('Open a repository');
    case 'all':
      return t('Notebook servers of all projects');
    case 'servers':
      return t('Notebook servers in {namespace}', { namespace: route.namespace });
    case 'create':
      return t('New notebook server');
    case 'volumes':
      return t('Volumes in {namespace}', { namespace: route.namespace });
    case 'files':
    case 'details':
      return route.name;
    case 'unknown':
      return t('No such page');
    default:
      return t('Notebook servers');
  }
}

/** Keeps the title of the browser's tab. */
export function useTitle(route: Route): void {
  const title = titleOf(route);
  useEffect(() => {
    document.title = `${title} · Kubeflow Lab`;
  }, [title]);
}
