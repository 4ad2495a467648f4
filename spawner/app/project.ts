import type { Project } from '@kubeflow-lab/schema';

const KEY = 'kubeflow-lab.project';

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The project to begin with: the one looked at last, else the first; null without any. */
export function rememberedProject(projects: readonly Project[]): string | null {
  const last = stored();
  const known = projects.some(project => project.namespace === last);
  return known ? last : (projects[0]?.namespace ?? null);
}

export function rememberProject(namespace: string): void {
  try {
    localStorage.setItem(KEY, namespace);
  } catch (error) {
    console.info('The project is not remembered: this browser blocks storage.', error);
  }
}
