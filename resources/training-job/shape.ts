/** The pods of a job, whatever its kind: which of them run its command, and what is changed in all of them. */
import type { Container, PodTemplateSpec } from '../common/object.js';
import { listOf } from '../common/text.js';
import { replicaSpecs, withReplicaSpecs } from './replicas.js';
import type { TrainingJob, TrainingJobKind } from './types.js';

/** The job with the pod template of each role changed. */
export function mapTemplates(
  job: TrainingJob,
  kind: TrainingJobKind,
  change: (template: PodTemplateSpec, role: string) => PodTemplateSpec
): TrainingJob {
  const specs = Object.entries(replicaSpecs(job, kind)).map(([role, spec]) => [
    role,
    { ...spec, template: change(spec?.template ?? {}, role) }
  ]);
  return withReplicaSpecs(job, kind, Object.fromEntries(specs));
}

/** Whether the replicas of a role run the job's command. */
export function runs(role: string, { runners }: TrainingJobKind): boolean {
  return runners === undefined || (runners as readonly string[]).includes(role);
}

/** The container that trains: the one that the operator looks for, or else the first. */
export function mainContainer(
  { spec }: PodTemplateSpec,
  { container }: TrainingJobKind
): Container | undefined {
  const containers = listOf(spec?.containers);
  return containers.find(one => one?.name === container) ?? containers[0];
}

/** The template with its main container changed; one is made where there is none. */
export function mapMain(
  template: PodTemplateSpec,
  kind: TrainingJobKind,
  change: (container: Container) => Container
): PodTemplateSpec {
  const main = mainContainer(template, kind);
  const containers = listOf(template.spec?.containers);
  return {
    ...template,
    spec: {
      ...template.spec,
      containers:
        main === undefined
          ? [change({ name: kind.container })]
          : containers.map(one => (one === main ? change(one) : one))
    }
  };
}
