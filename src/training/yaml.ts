import type { KubernetesObject } from '@kubeflow-lab/schema';

/** An object as YAML. The writer is loaded when it is first needed. */
export async function toYaml(object: KubernetesObject): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(object);
}
