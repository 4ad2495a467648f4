/** Objects as people wrote them, in YAML or JSON, made as they are, with the name of who makes them. */
import { apiVersionOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import { CREATED_BY_ANNOTATION, plainText } from '@kubeflow-lab/resources';
import type { FieldError, ManifestObject } from '@kubeflow-lab/schema';

import { invalid } from '../http/problem.js';

/** Where and for whom an object is made. */
export interface ManifestContext {
  namespace: string;
  user: string;
  /** The annotation that names the user, whatever the object says there. */
  creatorAnnotation?: string;
}

/** The object for a project; throws a problem where it is of another kind, belongs to another project or has no name. */
export function manifestFor<O extends KubeObject>(
  manifest: ManifestObject,
  kind: Kind<O>,
  { namespace, user, creatorAnnotation = CREATED_BY_ANNOTATION }: ManifestContext
): O {
  const problem = kindProblem(manifest, kind) ?? placeProblem(manifest, namespace);
  if (problem !== null) {
    throw invalid([problem]);
  }
  const metadata = { ...manifest.metadata, namespace };
  return { ...manifest, metadata: signed(metadata, { [creatorAnnotation]: user }) } as O;
}

/** What is no map of annotations stays as it is: the API server refuses it and says where. */
function signed(metadata: ManifestObject['metadata'], names: object): object {
  const { annotations = {} } = metadata as { annotations?: unknown };
  const isMap = typeof annotations === 'object' && !Array.isArray(annotations);
  return isMap ? { ...metadata, annotations: { ...annotations, ...names } } : metadata;
}

function kindProblem({ apiVersion, kind }: ManifestObject, wanted: Kind): FieldError | null {
  const version = apiVersionOf(wanted);
  if (apiVersion === version && kind === wanted.kind) {
    return null;
  }
  return {
    path: kind === wanted.kind ? 'apiVersion' : 'kind',
    message:
      `This is a ${plainText(kind, 63)} of ${plainText(apiVersion, 100)}; ` +
      `what can be created here is a ${wanted.kind} of ${version}.`
  };
}

function placeProblem({ metadata }: ManifestObject, namespace: string): FieldError | null {
  if (metadata.namespace !== undefined && metadata.namespace !== namespace) {
    const message =
      `The object says that it belongs to project "${plainText(metadata.namespace, 63)}", not to "${namespace}"; ` +
      'remove its namespace, or create it there.';
    return { path: 'metadata.namespace', message };
  }
  if (!metadata.name && !metadata.generateName) {
    return { path: 'metadata.name', message: 'The object needs a name.' };
  }
  return null;
}
