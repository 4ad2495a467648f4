/** What comes after a sweep: its pipeline, or the training of the final model, with the best values. */
import {
  CELLS_ANNOTATION,
  NOTEBOOK_ANNOTATION,
  readFields,
  RUNTIME_VARIABLES,
  trainingKindOf,
  WHOLE_NOTEBOOK_ANNOTATION
} from '@kubeflow-lab/resources';
import type { Experiment, JobFields, TrainingJob, TrainingJobKind } from '@kubeflow-lab/resources';
import type { ExperimentSummary, Item } from '@kubeflow-lab/schema';

import { textOf } from '../panels';
import type { CodeSource, FormStart } from '../training/form/model';

/** What runs each trial, as `Job` or `Workflow`. */
export function trialKindOf({ object }: Item<ExperimentSummary>): string {
  return textOf((object as Experiment).spec?.trialTemplate?.trialSpec?.kind);
}

/** How the form of a training job begins that trains with the code of a sweep's trials and its best values. */
export function finalTraining(item: Item<ExperimentSummary>): FormStart | null {
  const { object, summary } = item;
  const source = codeOf(item);
  if (source === null || summary.best === null) {
    return null;
  }
  const kind = trainingKindOf(trialKindOf(item));
  const run = (object as Experiment).spec?.trialTemplate?.trialSpec ?? {};
  return {
    source,
    ...(kind ? { kind: kind.kind } : {}),
    fields: {
      ...(kind ? jobFields(run as TrainingJob, kind) : plainFields(run as PlainRun)),
      name: `${object.metadata.name}-final`
    },
    parameters: Object.entries(summary.best.parameters).map(([name, value]) => ({ name, value }))
  };
}

/** What a training job says of its replicas, but for the variables that the platform sets for each trial. */
function jobFields(job: TrainingJob, kind: TrainingJobKind): Partial<JobFields> {
  const { replicas, image, cpu, memory, gpu, env, volumes } = readFields(job, kind).fields;
  const own = env.filter(({ name }) => !TRIAL_VARIABLES.has(name));
  return { replicas, image, cpu, memory, gpu, volumes, env: own };
}

const TRIAL_VARIABLES = new Set([...RUNTIME_VARIABLES, 'KUBEFLOW_LAB_METRICS']);

/**
 * The name of the function that the trials call, null where they run code as it stands somewhere. Its last two cells are
 * made by `kubeflow_lab.sweep`: the function, named after it, and its call.
 */
export function functionOf({ object }: Item<ExperimentSummary>): string | null {
  const [name, call] = cellsOf(object).slice(-2);
  return call !== undefined && call === `${name}-call` ? name : null;
}

function cellsOf({ metadata }: Item['object']): string[] {
  return (metadata.annotations?.[CELLS_ANNOTATION] ?? '').split(',');
}

/** The code of a sweep's trials, where a notebook has it. */
function codeOf(item: Item<ExperimentSummary>): CodeSource | null {
  const { annotations = {} } = item.object.metadata;
  const path = annotations[NOTEBOOK_ANNOTATION];
  const cell = cellsOf(item.object).at(-1);
  if (!path || !cell || functionOf(item) !== null) {
    return null;
  }
  return annotations[WHOLE_NOTEBOOK_ANNOTATION] === 'true'
    ? { from: 'file', path }
    : { from: 'cell', path, cell };
}

interface PlainRun {
  spec?: {
    template?: {
      spec?: {
        containers?: { image?: unknown; resources?: { limits?: Record<string, unknown> } }[];
      };
    };
  };
}

/** Image and amounts of the one pod of a Job. */
function plainFields(run: PlainRun): Partial<JobFields> {
  const container = run.spec?.template?.spec?.containers?.[0];
  const { cpu, memory } = container?.resources?.limits ?? {};
  return { image: textOf(container?.image), cpu: textOf(cpu), memory: textOf(memory) };
}
