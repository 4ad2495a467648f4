import type { ConfigMap, S3Location, Workflow } from '@kubeflow-lab/resources';
import { parse } from 'yaml';

/** Where artifacts go that do not say so themselves. */
export interface ArtifactRepository {
  s3: S3Location & { keyFormat?: string };
  /** Whether logs are kept where nothing else is said. */
  archiveLogs?: boolean;
}

export const REPOSITORIES_CONFIG_MAP = 'artifact-repositories';
/** On the ConfigMap: which of its keys counts where a workflow names none. */
const DEFAULT_ANNOTATION = 'workflows.argoproj.io/default-artifact-repository';

/** The repository of a workflow, or a sentence that says why there is none. */
export function repositoryOf(
  workflow: Workflow,
  configMap: ConfigMap | undefined
): ArtifactRepository | string {
  const name = REPOSITORIES_CONFIG_MAP;
  if (configMap === undefined) {
    return `The project has no ConfigMap ${name}, which says where artifacts are stored.`;
  }
  const reference = workflow.spec?.artifactRepositoryRef as { key?: string } | undefined;
  const key = reference?.key ?? configMap.metadata?.annotations?.[DEFAULT_ANNOTATION];
  const text = key === undefined ? Object.values(configMap.data ?? {})[0] : configMap.data?.[key];
  if (text === undefined) {
    return `The ConfigMap ${name} has no key ${key ?? 'at all'}.`;
  }
  const repository = parsed(text);
  return typeof repository?.s3 === 'object' && repository.s3 !== null
    ? {
        s3: repository.s3 as ArtifactRepository['s3'],
        ...(repository.archiveLogs === true ? { archiveLogs: true } : {})
      }
    : `The ConfigMap ${name} names no S3 storage; the embedded engine knows no other.`;
}

function parsed(text: string): { s3?: unknown; archiveLogs?: unknown } | null {
  try {
    return parse(text) as ReturnType<typeof parsed>;
  } catch {
    // Said as what it is not: S3 storage.
    return null;
  }
}
