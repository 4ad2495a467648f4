import { listOf, trueCondition } from '@kubeflow-lab/resources';
import type { Experiment, ExperimentStatus, KatibCondition, Trial } from '@kubeflow-lab/resources';

import { markTrue } from '../conditions.js';
import { bestTrial } from './best.js';
import type { SearchEnd } from './budget.js';
import { byState, countedStatus } from './trials.js';

/** What a reconciliation has found out. */
export interface Findings {
  /** How the search has ended just now; null where it goes on, or had ended before. */
  end: SearchEnd | null;
  /** It had ended, and goes on with a larger budget. */
  resumes: boolean;
}

/** The status of an experiment as Katib writes it; `trials` in the order in which their values were suggested. */
export function nextStatus(
  experiment: Experiment,
  trials: readonly Trial[],
  findings: Findings,
  now: string
): ExperimentStatus {
  const { status } = experiment;
  const best = bestTrial(trials, experiment.spec?.objective ?? {});
  const conditions = nextConditions(status?.conditions, findings, now);
  const over = isOver(conditions);
  const completed = findings.end === null ? status?.completionTime : now;
  return {
    startTime: status?.startTime ?? now,
    ...(over && completed !== undefined ? { completionTime: completed } : {}),
    conditions,
    // Katib always writes it, with an empty observation while there is no best trial.
    currentOptimalTrial: best?.optimal ?? { observation: {} },
    ...countedStatus(byState(trials))
  };
}

function isOver(conditions: readonly KatibCondition[]): boolean {
  return (
    trueCondition(conditions, 'Succeeded') !== null || trueCondition(conditions, 'Failed') !== null
  );
}

function nextConditions(
  before: readonly KatibCondition[] | undefined,
  { end, resumes }: Findings,
  now: string
): KatibCondition[] {
  const created = markTrue(
    before,
    { type: 'Created', reason: 'ExperimentCreated', message: 'Experiment is created' },
    now
  );
  const open = resumes ? restarted(created, now) : created;
  if (end !== null) {
    return markTrue(open, end, now, ['Running']);
  }
  return isOver(open)
    ? open
    : markTrue(
        open,
        { type: 'Running', reason: 'ExperimentRunning', message: 'Experiment is running' },
        now
      );
}

function restarted(conditions: readonly KatibCondition[], now: string): KatibCondition[] {
  const others = listOf(conditions).filter(({ type }) => type !== 'Succeeded' && type !== 'Failed');
  const mark = {
    type: 'Restarting',
    reason: 'ExperimentRestarting',
    message: 'Experiment is restarted'
  };
  return markTrue(others, mark, now);
}
