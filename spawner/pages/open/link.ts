/** What a link to `/open` asks for. Anybody may have written it. */
import type { RepositoryForm } from '@kubeflow-lab/schema';

export interface OpenLink {
  form: RepositoryForm;
  /** '' where it names none. */
  project: string;
  server: string;
}

/** @param search the query of an address, such as `?git=https://…&branch=main&path=week1.ipynb` */
export function linkOf(search: string): OpenLink {
  const query = new URLSearchParams(search);
  const valueOf = (name: string): string => query.get(name)?.trim() ?? '';
  const branch = valueOf('branch');
  // Folders are often written with a slash at their end.
  const path = valueOf('path').replace(/\/$/, '');
  return {
    form: {
      git: valueOf('git'),
      ...(branch ? { branch } : {}),
      ...(path ? { path } : {})
    },
    project: valueOf('project'),
    server: valueOf('server')
  };
}

/** The path that leads into JupyterLab, to what was fetched. */
export function labPath(namespace: string, server: string, path: string): string {
  // A question mark would begin a query.
  const names = path.replace(/[%?]/g, mark => encodeURIComponent(mark));
  const wanted = encodeURIComponent(`lab/tree/${names}`);
  return `/connect/${encodeURIComponent(namespace)}/${encodeURIComponent(server)}?path=${wanted}`;
}
