import { scheduleProblem, timezoneProblem } from '@kubeflow-lab/resources';
import type { CronWorkflow, FieldProblem } from '@kubeflow-lab/resources';

import { checkWorkflow } from '../spec/check.js';
import { SPEC } from '../spec/fields.js';
import type { Shape } from '../spec/fields.js';
import { checkFields } from '../spec/shape.js';

const CRON: Shape = {
  schedules: [true],
  schedule: true,
  timezone: true,
  concurrencyPolicy: true,
  startingDeadlineSeconds: true,
  suspend: true,
  successfulJobsHistoryLimit: true,
  failedJobsHistoryLimit: true,
  workflowMetadata: { labels: true, annotations: true },
  workflowSpec: SPEC
};

/** A run's name has a time of ten digits more, and is a label of its pods. */
const NAME_MAX = 52;

const POLICIES: unknown[] = ['Allow', 'Forbid', 'Replace', '', undefined];
const COUNTS = [
  'startingDeadlineSeconds',
  'successfulJobsHistoryLimit',
  'failedJobsHistoryLimit'
] as const;

/** The cron expressions of a CronWorkflow, in either of Argo's fields. */
export function schedulesOf({ spec }: CronWorkflow): string[] {
  const { schedules = [], schedule } = spec ?? {};
  return [...schedules, ...(schedule ? [schedule] : [])].map(String);
}

/** Everything about a CronWorkflow that the engine cannot run, with its path. With a problem it begins nothing. */
export function checkCron(cron: CronWorkflow): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report = (path: string, message: string) => problems.push({ path, message });
  const { spec = {} } = cron;
  checkFields(spec, CRON, 'spec', report);
  if (problems.length > 0) {
    return problems;
  }
  if ((cron.metadata?.name ?? '').length > NAME_MAX) {
    report('metadata.name', `may have ${NAME_MAX} characters: its runs are named after it`);
  }
  const schedules = schedulesOf(cron);
  if (schedules.length === 0) {
    report('spec.schedules', 'is missing');
  }
  schedules.forEach((schedule, index) => {
    const problem = scheduleProblem(schedule);
    if (problem !== null) {
      report(`spec.schedules[${index}]`, sentencePart(problem));
    }
  });
  const timezone = timezoneProblem(spec.timezone);
  if (timezone !== null) {
    report('spec.timezone', sentencePart(timezone));
  }
  if (!POLICIES.includes(spec.concurrencyPolicy)) {
    report('spec.concurrencyPolicy', 'may be Allow, Forbid, Replace');
  }
  for (const field of COUNTS) {
    const value = spec[field];
    if (value !== undefined && (!Number.isInteger(value) || value < 0)) {
      report(`spec.${field}`, 'must be a whole number');
    }
  }
  // What a reference leads to is looked at when a run of it begins: it may change until then.
  if (spec.workflowSpec?.workflowTemplateRef === undefined && !refersToTemplates(cron)) {
    checkWorkflow({ spec: spec.workflowSpec }).forEach(({ path, message }) =>
      report(path.replace(/^spec/, 'spec.workflowSpec'), message)
    );
  }
  return problems;
}

function refersToTemplates({ spec }: CronWorkflow): boolean {
  return JSON.stringify(spec?.workflowSpec?.templates ?? []).includes('"templateRef"');
}

/** Goes on after the field's path. */
function sentencePart(sentence: string): string {
  return sentence.replace(/\.$/, '').replace(/^(There|The) /, word => word.toLowerCase());
}
