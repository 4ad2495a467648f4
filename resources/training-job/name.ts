import { listOf } from '../common/text.js';
import { mapTemplates } from './shape.js';
import { CREATED_BY_ANNOTATION, codeConfigMapName } from './types.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

/** A job as it could be made again: what a person wrote of it, without what the cluster and kubectl have added. */
export function manifestOf(job: TrainingJob): TrainingJob {
  const { metadata, ...rest } = job;
  delete rest.status;
  const { name, namespace, labels, annotations = {} } = metadata ?? {};
  const kept = Object.entries(annotations).filter(([key]) => !ADDED_ANNOTATIONS.includes(key));
  return {
    ...rest,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels ? { labels } : {}),
      ...(kept.length > 0 ? { annotations: Object.fromEntries(kept) } : {})
    }
  };
}

const ADDED_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  CREATED_BY_ANNOTATION
];

/** The job under another name; where it runs the code of cells, that is looked for under the new name too. */
export function withName(job: TrainingJob, kind: TrainingJobKind, name: string): TrainingJob {
  const before = codeConfigMapName(job.metadata?.name ?? '');
  const named = { ...job, metadata: { ...job.metadata, name } };
  return mapTemplates(named, kind, template => {
    const volumes = listOf(template.spec?.volumes);
    return volumes.some(volume => volume?.configMap?.name === before)
      ? {
          ...template,
          spec: {
            ...template.spec,
            volumes: volumes.map(volume =>
              volume?.configMap?.name === before
                ? { ...volume, configMap: { ...volume.configMap, name: codeConfigMapName(name) } }
                : volume
            )
          }
        }
      : template;
  });
}
