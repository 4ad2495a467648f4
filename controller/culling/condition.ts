import { IDLE_CONDITION, formatDuration, plainText } from '@kubeflow-lab/resources';
import type { Condition } from '@kubeflow-lab/resources';

import { timestamp } from '../runtime/index.js';
import type { Decision, Finding } from './decide.js';
import type { IdleTime } from './idle-time.js';

const SAID_BY: Record<IdleTime['from'], string> = {
  server: 'as its Notebook says',
  project: 'as its project says',
  installation: 'as everywhere here',
  maximum: 'the longest that is allowed here'
};

/** Condition `Idle` of a running server: sentences for a person who looks at the Notebook itself. */
export function idleCondition(decision: Decision, finding: Finding, idle: IdleTime): Condition {
  const message = [sentence(decision, finding, idle), ...idle.ignored].join(' ');
  const condition = { type: IDLE_CONDITION, reason: decision.state, message };
  switch (decision.state) {
    case 'StopsSoon':
      return { ...condition, status: 'True' };
    case 'ProbeFailed':
      return { ...condition, status: 'Unknown' };
    case 'InUse':
    case 'NeverStopped':
      return { ...condition, status: 'False' };
  }
}

function sentence({ state, stopsAt, lastActivity }: Decision, finding: Finding, idle: IdleTime) {
  const after = `after ${formatDuration(idle.milliseconds)} without activity`;
  const stop = `It stops at ${timestamp(stopsAt ?? 0)} unless it is used before`;
  switch (state) {
    case 'InUse':
      return `${stop}: ${after}, ${SAID_BY[idle.from]}.`;
    case 'StopsSoon':
      return `Nobody has used the server since ${timestamp(lastActivity)}. ${stop}.`;
    case 'NeverStopped':
      return `The server is not stopped for want of activity, ${SAID_BY[idle.from]}.`;
    case 'ProbeFailed': {
      const problem = finding.known ? 'it was not asked yet' : plainText(finding.problem);
      return `It is not known whether the server is used, so it is not stopped: ${problem}.`;
    }
  }
}
