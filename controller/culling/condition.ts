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

/** Each is written whole, because those who show it in another language know it so. */
function sentence({ state, stopsAt, lastActivity }: Decision, finding: Finding, idle: IdleTime) {
  const time = formatDuration(idle.milliseconds);
  const stop = timestamp(stopsAt ?? 0);
  const said = SAID_BY[idle.from];
  switch (state) {
    case 'InUse':
      return `It stops at ${stop} unless it is used before: after ${time} without activity, ${said}.`;
    case 'StopsSoon':
      return `Nobody has used the server since ${timestamp(lastActivity)}. It stops at ${stop} unless it is used before.`;
    case 'NeverStopped':
      return `The server is not stopped for want of activity, ${said}.`;
    case 'ProbeFailed': {
      const problem = finding.known ? 'it was not asked yet' : plainText(finding.problem);
      return `It is not known whether the server is used, so it is not stopped: ${problem}.`;
    }
  }
}
