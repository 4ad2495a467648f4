import type { Project } from '@kubeflow-lab/schema';

import { recall, remember } from './storage.js';

const KEY = 'kubeflow-lab.project';

/** The project to begin with: the one looked at last, else the first; null without any. */
export function rememberedProject(projects: readonly Project[]): string | null {
  const last = recall('local', KEY);
  const known = projects.some(project => project.namespace === last);
  return known ? last : (projects[0]?.namespace ?? null);
}

export function rememberProject(namespace: string): void {
  remember('local', KEY, namespace);
}
