import Type, { type Static } from 'typebox';

import type { Item, List } from './common.js';
import { itemOf, listOf, nullableString, summaryOf } from './shapes.js';

/** A pipeline that runs by the clock. It is made from a WorkflowForm whose notebook has a schedule. */
export const CronWorkflowSummary = summaryOf('CronWorkflowSummary', {
  schedules: Type.Array(Type.String(), { description: 'Cron expressions.' }),
  timezone: nullableString('Such as Europe/Berlin; null: that of the engine, mostly UTC.'),
  paused: Type.Boolean({ description: 'Whether it begins no runs for the time being.' }),
  active: Type.Array(Type.String(), { description: 'Names of its runs that have not ended.' }),
  last: nullableString('The last time of the schedule that was dealt with, RFC 3339.'),
  startedAt: nullableString('RFC 3339.'),
  finishedAt: nullableString('RFC 3339.'),
  createdAt: Type.String(),
  notebook: nullableString('Path of the notebook that it was made from.')
});
export type CronWorkflowSummary = Static<typeof CronWorkflowSummary>;

export type CronWorkflowItem = Item<CronWorkflowSummary>;
export const CronWorkflowItem = itemOf<CronWorkflowSummary>(
  'CronWorkflowItem',
  'CronWorkflowSummary'
);
export const CronWorkflowList = listOf<CronWorkflowItem>('CronWorkflowList', 'CronWorkflowItem');
export type CronWorkflowList = List<CronWorkflowItem>;
