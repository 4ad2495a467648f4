export type DetailsTab = 'overview' | 'events' | 'conditions' | 'logs' | 'volumes' | 'yaml';

export const DETAILS_TABS: readonly DetailsTab[] = [
  'overview',
  'events',
  'conditions',
  'logs',
  'volumes',
  'yaml'
];

export type Route =
  | { page: 'home' }
  | { page: 'signin' }
  | { page: 'open' }
  | { page: 'all' }
  | { page: 'servers'; namespace: string }
  | { page: 'create'; namespace: string }
  | { page: 'volumes'; namespace: string }
  | { page: 'files'; namespace: string; name: string }
  | { page: 'details'; namespace: string; name: string; tab: DetailsTab }
  | { page: 'unknown' };

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

function projectRoute(namespace: string, rest: readonly string[]): Route {
  const [first, name, tab = 'overview', ...more] = rest;
  if (first === undefined) {
    return { page: 'servers', namespace };
  }
  if (first === 'new' && name === undefined) {
    return { page: 'create', namespace };
  }
  if (first === 'volumes' && name === undefined) {
    return { page: 'volumes', namespace };
  }
  if (first === 'volumes' && name && rest.length === 2) {
    return { page: 'files', namespace, name };
  }
  const known = DETAILS_TABS.find(other => other === tab);
  return first === 'notebooks' && name && known && more.length === 0
    ? { page: 'details', namespace, name, tab: known }
    : { page: 'unknown' };
}

/** The page that a path names. */
export function routeOf(path: string): Route {
  const segments = path.split('/').filter(Boolean).map(decode);
  if (segments.includes(null)) {
    return { page: 'unknown' };
  }
  const [first, namespace, ...rest] = segments as string[];
  if (first === undefined) {
    return { page: 'home' };
  }
  if (first === 'signin' && namespace === undefined) {
    return { page: 'signin' };
  }
  if (first === 'open' && namespace === undefined) {
    return { page: 'open' };
  }
  if (first === 'servers' && namespace === undefined) {
    return { page: 'all' };
  }
  return first === 'projects' && namespace ? projectRoute(namespace, rest) : { page: 'unknown' };
}

const part = encodeURIComponent;

export const paths = {
  all: '/servers',
  servers: (namespace: string): string => `/projects/${part(namespace)}`,
  create: (namespace: string): string => `/projects/${part(namespace)}/new`,
  volumes: (namespace: string): string => `/projects/${part(namespace)}/volumes`,
  files: (namespace: string, volume: string): string =>
    `/projects/${part(namespace)}/volumes/${part(volume)}`,
  details: (namespace: string, name: string, tab: DetailsTab = 'overview'): string =>
    `/projects/${part(namespace)}/notebooks/${part(name)}${tab === 'overview' ? '' : `/${tab}`}`
};
