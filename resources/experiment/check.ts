import type { ExperimentForm } from '@kubeflow-lab/schema';

import type { NodeLimits } from '../common/amount.js';
import { nameProblem } from '../common/names.js';
import type { FieldProblem } from '../common/summary.js';
import { listOf, plainText } from '../common/text.js';
import { checkRun, checkTrainingJob, imageProblem } from '../training-job/check.js';
import type { Report } from '../training-job/check.js';
import { trainingKindOf } from '../training-job/kinds.js';
import { parameterSpec } from './build.js';
import { checkParameters } from './parameters.js';
import type { Experiment } from './types.js';

/** As Katib has it: names of trials, their jobs and pods are made from it. */
export const EXPERIMENT_NAME_MAX = 40;

/** The algorithms that Katib knows and that search by parameters. */
export const ALGORITHMS = [
  'random',
  'grid',
  'tpe',
  'multivariate-tpe',
  'bayesianoptimization',
  'hyperband',
  'cmaes',
  'sobol',
  'pbt'
] as const;

/** What a metric may be called, so that Katib's filter finds it in a log. */
const METRIC_NAME = /^[\w-]+$/;
/** Python's rule for names of variables, ASCII only: Katib's placeholders know no others. */
const VARIABLE_NAME = /^[A-Za-z_]\w*$/;

/** Everything about a form that would keep the sweep from starting, one sentence for each field. */
export function checkExperiment(form: ExperimentForm, limits: NodeLimits = {}): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  checkTrials(form, limits, report);
  checkSearch(form, report);
  form.env.forEach(({ value }, index) => {
    if (value.includes('${trialParameters.')) {
      report(
        `env.${index}.value`,
        'The values of a trial stand in its variables; the environment has none of them.'
      );
    }
  });
  return problems;
}

/** Everything about a sweep but what its trials run. */
export type SearchForm = Pick<
  ExperimentForm,
  | 'name'
  | 'objective'
  | 'algorithm'
  | 'parameters'
  | 'maxTrials'
  | 'parallelTrials'
  | 'maxFailedTrials'
>;

/** Reports everything about a search that would keep it from starting, one sentence for each field. */
export function checkSearch(form: SearchForm, report: Report): void {
  const name = nameProblem(form.name, 'a sweep', EXPERIMENT_NAME_MAX);
  if (name !== null) {
    report('name', name);
  }
  checkMetric(form, report);
  checkAlgorithm(form, report);
  checkCounts(form, report);
  checkParameters(form.parameters.map(parameterSpec), form.algorithm.name, report);
  checkTexts(form, report);
}

/** What the trials run: code in one pod, code as a training job, or a pipeline, which says by itself what it needs. */
function checkTrials(form: ExperimentForm, limits: NodeLimits, report: Report): void {
  const { code, pipeline, job } = form;
  if ((code === undefined) === (pipeline === undefined)) {
    report('code', 'A sweep runs code or a pipeline; give one of the two.');
    return;
  }
  if (code === undefined) {
    checkPipeline(form, report);
    return;
  }
  const kind = trainingKindOf(job?.kind);
  checkRun({ ...form, code }, limits, report, { taken: kind?.environment });
  if (job !== undefined && kind !== null) {
    const { name, image, resources, env, volumes } = form;
    const { replicas } = job;
    checkTrainingJob({ name, image, resources, env, volumes, code, replicas }, limits, kind)
      .filter(({ path }) => path.startsWith('replicas'))
      .forEach(({ path, message }) => report(`job.${path}`, message));
  }
}

function checkPipeline(
  { image, job, resources, env, volumes }: ExperimentForm,
  report: Report
): void {
  const problem = imageProblem(image);
  if (problem !== null) {
    report('image', problem);
  }
  const given = [
    ...(job === undefined ? [] : ['job']),
    ...(Object.values(resources).some(Boolean) ? ['resources'] : []),
    ...(env.length > 0 ? ['env'] : []),
    ...(volumes.length > 0 ? ['volumes'] : [])
  ];
  given.forEach(path =>
    report(path, 'The steps of a pipeline say by themselves what they run in; say it there.')
  );
}

function checkMetric(form: SearchForm, report: Report): void {
  if (!METRIC_NAME.test(form.objective.metric)) {
    report(
      'objective.metric',
      form.objective.metric === ''
        ? 'Say which metric the sweep minimizes or maximizes.'
        : `"${plainText(form.objective.metric, 80)}" is no name of a metric; use letters, digits, dashes and underscores.`
    );
  }
}

function checkAlgorithm(form: SearchForm, report: Report): void {
  const { name } = form.algorithm;
  if (!(ALGORITHMS as readonly string[]).includes(name)) {
    report(
      'algorithm.name',
      `There is no algorithm "${plainText(name, 40)}"; choose one of ${ALGORITHMS.join(', ')}.`
    );
  }
}

function checkCounts(form: SearchForm, report: Report): void {
  const { maxTrials, parallelTrials, maxFailedTrials } = form;
  if (parallelTrials > maxTrials) {
    report(
      'parallelTrials',
      `${parallelTrials} trials at once are more than the ${maxTrials} in all.`
    );
  }
  if (maxFailedTrials > maxTrials) {
    report(
      'maxFailedTrials',
      `${maxFailedTrials} failed trials are more than the ${maxTrials} in all.`
    );
  }
}

/** Names and values stand inside JSON when a trial gets them, and Kubernetes replaces what looks like `$(NAME)`. */
function checkTexts(form: SearchForm, report: Report): void {
  form.parameters.forEach(({ name, list }, index) => {
    if (name !== '' && !VARIABLE_NAME.test(name)) {
      report(
        `parameters.${index}.name`,
        `"${plainText(name, 80)}" cannot be a variable of the parameters cell.`
      );
    }
    // eslint-disable-next-line no-control-regex
    const odd = listOf(list).find(value => /["\\$\u0000-\u001f]/.test(value));
    if (odd !== undefined) {
      report(
        `parameters.${index}.list`,
        `The value "${plainText(odd, 40)}" holds a quote, a backslash, a dollar sign or a line end, which trials cannot be given.`
      );
    }
  });
}

/**
 * What is wrong with any experiment, however it was made, as sentences: what Katib's admission would refuse. The
 * experiment must have its defaults (`withDefaults`).
 */
export function experimentProblems(experiment: Experiment): string[] {
  const problems: string[] = [];
  const report: Report = (_path, message) => problems.push(message);
  const { objective, algorithm, trialTemplate, parameters } = experiment.spec ?? {};
  const {
    parallelTrialCount = 1,
    maxTrialCount = Infinity,
    maxFailedTrialCount
  } = experiment.spec ?? {};
  if (!['minimize', 'maximize'].includes(objective?.type ?? '')) {
    problems.push('The type of its objective must be minimize or maximize.');
  }
  if (!objective?.objectiveMetricName) {
    problems.push('Its objective names no metric (objectiveMetricName).');
  }
  if (!algorithm?.algorithmName) {
    problems.push('It names no algorithm (algorithmName).');
  }
  if (!(parallelTrialCount > 0)) {
    problems.push('Its parallelTrialCount must be above 0.');
  }
  // A sweep that is stopped before any trial has ended has no budget any more.
  const least = experiment.status?.startTime === undefined ? 1 : 0;
  if (!(maxTrialCount >= least)) {
    problems.push('Its maxTrialCount must be above 0.');
  }
  if ((maxFailedTrialCount ?? 0) < 0) {
    problems.push('Its maxFailedTrialCount must not be below 0.');
  }
  checkParameters(listOf(parameters), algorithm?.algorithmName ?? '', report);
  checkTemplate(trialTemplate, report);
  return problems;
}

function checkTemplate(
  template: NonNullable<Experiment['spec']>['trialTemplate'],
  report: Report
): void {
  if (!template?.trialSpec && !template?.configMap) {
    report('trialTemplate', 'It has no trialTemplate with a trialSpec or a configMap.');
    return;
  }
  if (!template.primaryContainerName) {
    report('trialTemplate', 'Its trialTemplate names no primaryContainerName.');
  }
  if (template.trialSpec && (!template.successCondition || !template.failureCondition)) {
    const kind = plainText(template.trialSpec.kind, 60) || 'an unknown kind';
    report(
      'trialTemplate',
      `Its trialTemplate makes ${kind}, for which it must give a successCondition and a failureCondition.`
    );
  }
}
