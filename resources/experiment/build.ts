import type { ExperimentForm, SearchParameter } from '@kubeflow-lab/schema';

import type { ConfigMap } from '../common/object.js';
import {
  CELLS_ANNOTATION,
  CODE_KEY,
  CODE_SHA256_ANNOTATION,
  CREATED_BY_ANNOTATION,
  NOTEBOOK_ANNOTATION,
  WHOLE_NOTEBOOK_ANNOTATION
} from '../training-job/types.js';
import { withDefaults } from './defaults.js';
import { withTrialCode } from './manifest.js';
import { TRIAL_JOB_KIND, plainRun, writeRun } from './run.js';
import { sweepCodeName, trialTemplate } from './trial-template.js';
import type { TrialContext } from './trial-template.js';
import { EXPERIMENT_API_VERSION } from './types.js';
import type { Experiment, ParameterSpec } from './types.js';

/** What the installation adds to a form. */
export type ExperimentContext = TrialContext & {
  namespace: string;
  user: string;
  /** The whole experiment, where the form brings one. */
  manifest?: Experiment;
};

export interface BuiltExperiment {
  experiment: Experiment;
  /** To be owned by the experiment once that has a uid; null where the trials are runs of a pipeline, which have their code. */
  configMap: ConfigMap | null;
}

/**
 * The experiment that a form describes, with every default filled in, and the ConfigMap with its code. The form must
 * have passed `checkExperiment`.
 */
export function buildExperiment(form: ExperimentForm, context: ExperimentContext): BuiltExperiment {
  const annotations = traces(form, context);
  const { namespace, manifest } = context;
  const { metadata, ...experiment } =
    manifest === undefined ? experimentOf(form, context) : withTrials(manifest, form, context);
  return {
    experiment: withDefaults({
      ...experiment,
      metadata: {
        ...metadata,
        namespace,
        annotations: { ...metadata?.annotations, ...annotations }
      }
    }),
    configMap: codeConfigMap(form, context, annotations)
  };
}

/** The experiment of a form that says everything by itself. */
function experimentOf(form: ExperimentForm, context: ExperimentContext): Experiment {
  return {
    apiVersion: EXPERIMENT_API_VERSION,
    kind: 'Experiment',
    metadata: { name: form.name },
    spec: {
      objective: {
        type: form.objective.type,
        ...(form.objective.goal === undefined ? {} : { goal: form.objective.goal }),
        objectiveMetricName: form.objective.metric
      },
      algorithm: {
        algorithmName: form.algorithm.name,
        algorithmSettings: settingsOf(form.algorithm.settings)
      },
      parameters: form.parameters.map(parameterSpec),
      ...(form.earlyStopping
        ? {
            earlyStopping: {
              algorithmName: form.earlyStopping.name,
              algorithmSettings: settingsOf(form.earlyStopping.settings)
            }
          }
        : {}),
      parallelTrialCount: form.parallelTrials,
      maxTrialCount: form.maxTrials,
      maxFailedTrialCount: form.maxFailedTrials,
      resumePolicy: RESUME_POLICY,
      trialTemplate: {
        // The pods of trials stay: their logs are the record of what they did.
        retain: true,
        trialParameters: form.parameters.map(({ name }) => ({ name, reference: name })),
        ...trialTemplate(form, context)
      }
    }
  };
}

/** So that a sweep that is through can go on with a larger budget; it costs no pod while it rests. */
const RESUME_POLICY = 'FromVolume';

/** A sweep to begin a form with: it says nothing yet of what is searched, and runs each trial in one pod. */
export function plainExperiment(): Experiment {
  const plain: Experiment = {
    apiVersion: EXPERIMENT_API_VERSION,
    kind: 'Experiment',
    metadata: { name: '' },
    spec: {
      objective: { type: 'maximize', objectiveMetricName: '' },
      algorithm: { algorithmName: 'tpe' },
      parameters: [],
      parallelTrialCount: 3,
      maxTrialCount: 12,
      maxFailedTrialCount: 3,
      resumePolicy: RESUME_POLICY,
      trialTemplate: { retain: true, trialParameters: [] }
    }
  };
  return writeRun(plain, plainRun(TRIAL_JOB_KIND));
}

/** The experiment that a form brings, with the code or the pipeline of its trials. */
function withTrials(
  manifest: Experiment,
  form: ExperimentForm,
  { code, pipeline }: ExperimentContext
): Experiment {
  if (pipeline === undefined) {
    return withTrialCode(manifest, form, code?.sha256 ?? '');
  }
  const template = { ...manifest.spec?.trialTemplate, ...trialTemplate(form, { pipeline }) };
  return { ...manifest, spec: { ...manifest.spec, trialTemplate: template } };
}

function codeConfigMap(
  form: ExperimentForm,
  { namespace, code }: ExperimentContext,
  annotations: Record<string, string>
): ConfigMap | null {
  return code === undefined
    ? null
    : {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: sweepCodeName(form.name), namespace, annotations: { ...annotations } },
        data: { [CODE_KEY]: code.json },
        immutable: true
      };
}

function settingsOf(settings: Record<string, string> = {}): { name: string; value: string }[] {
  return Object.entries(settings).map(([name, value]) => ({ name, value }));
}

function traces(form: ExperimentForm, { code, user }: ExperimentContext): Record<string, string> {
  const cells = form.code?.cells.map(cell => cell.id).join(',');
  return {
    ...(form.notebook ? { [NOTEBOOK_ANNOTATION]: form.notebook.path } : {}),
    ...(form.notebook?.cell === '' && form.code ? { [WHOLE_NOTEBOOK_ANNOTATION]: 'true' } : {}),
    ...(cells === undefined ? {} : { [CELLS_ANNOTATION]: cells }),
    ...(code === undefined ? {} : { [CODE_SHA256_ANNOTATION]: code.sha256 }),
    [CREATED_BY_ANNOTATION]: user
  };
}

/** The form's parameter as Katib has it. */
export function parameterSpec(parameter: SearchParameter): ParameterSpec {
  const { name, type, min, max, list, step, distribution } = parameter;
  return {
    name,
    parameterType: type,
    feasibleSpace: {
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      ...(list === undefined ? {} : { list: [...list] }),
      ...(step === undefined ? {} : { step }),
      ...(distribution === undefined ? {} : { distribution })
    }
  };
}
