import type { Identity, StoreReader } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { Project } from '@kubeflow-lab/schema';

import type { Access, Deed } from './access.js';

const notebooks = (verb: string, namespace: string): Deed => ({
  verb,
  group: 'kubeflow.org',
  resource: 'notebooks',
  namespace
});
const bindings = (namespace: string): Deed => ({
  verb: 'create',
  group: 'rbac.authorization.k8s.io',
  resource: 'rolebindings',
  namespace
});

/** The projects that somebody may see, by name, with the role that their rights amount to. */
export async function projectsOf(
  who: Identity,
  namespaces: StoreReader<KubeObject>,
  access: Access
): Promise<Project[]> {
  const names = namespaces
    .list()
    .map(namespace => namespace.metadata?.name ?? '')
    .sort();
  const projects = await Promise.all(
    names.map(async (namespace): Promise<Project | null> => {
      if (!(await access.allowed(who, notebooks('list', namespace)))) {
        return null;
      }
      if (await access.allowed(who, bindings(namespace))) {
        return { namespace, role: 'owner' };
      }
      const edits = await access.allowed(who, notebooks('update', namespace));
      return { namespace, role: edits ? 'editor' : 'viewer' };
    })
  );
  return projects.filter(project => project !== null);
}
