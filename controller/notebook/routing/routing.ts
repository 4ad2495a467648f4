import type { Kind } from '@kubeflow-lab/kube';
import type { KubeObject, Notebook } from '@kubeflow-lab/resources';

import { namesOf } from '../children.js';

/** How a notebook becomes reachable from outside: the one object that its gateway reads. */
export interface Routing {
  kind: Kind;
  /** Whether only notebooks in projects get routes; else all do. */
  projectsOnly: boolean;
  /** The route of a notebook. */
  routeFor(notebook: Notebook): KubeObject;
}

/** The name of a notebook's route. Two notebooks of one namespace never share it; the namespace keeps it readable. */
export function routeName(notebook: Notebook): string {
  const { name, namespace } = namesOf(notebook);
  return `notebook-${namespace}-${name}`;
}
