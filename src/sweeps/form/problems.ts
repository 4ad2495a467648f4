import type { Experiment, JobProblem, ParameterSpec, SearchFields } from '@kubeflow-lab/resources';

const error = (path: string, message: string): JobProblem => ({ path, message, severity: 'error' });

/** What is wrong with the numbers of a search; only when nothing is can the others be judged. */
export function countProblems({ trials, parallel, failures, goal }: SearchFields): JobProblem[] {
  const counts: [string, string, number][] = [
    ['maxTrials', trials, 1],
    ['parallelTrials', parallel, 1],
    ['maxFailedTrials', failures, 0]
  ];
  return [
    ...counts
      .filter(([, text, least]) => !(/^\d{1,5}$/.test(text) && Number(text) >= least))
      .map(([path, , least]) => error(path, `Give a whole number, at least ${least}.`)),
    ...(goal === '' || Number.isFinite(Number(goal))
      ? []
      : [error('objective.goal', 'Give the goal as a number, such as 0.99, or leave it out.')])
  ];
}

/** The parameters that a command does not get: it finds them by placeholders. */
export function placeholderProblems(
  { spec }: Experiment,
  parameters: readonly ParameterSpec[]
): JobProblem[] {
  const template = JSON.stringify(spec?.trialTemplate?.trialSpec ?? {});
  return parameters
    .map(({ name = '' }) => [name, `\${trialParameters.${name}}`])
    .filter(([name, placeholder]) => name !== '' && !template.includes(placeholder))
    .map(([name, placeholder]) => ({
      path: 'command',
      message: `No trial is told its ${name}: write ${placeholder} into the command or a variable.`,
      severity: 'warning' as const
    }));
}
