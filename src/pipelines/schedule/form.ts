import type { Schedule } from '@kubeflow-lab/compiler';
import { scheduleProblem, timezoneProblem } from '@kubeflow-lab/resources';

import { cronOf, rhythmOf, type Rhythm } from './rhythm';

/** What a person has chosen, as it stands on the screen. What one kind of rhythm does not need, it keeps for another. */
export interface ScheduleFields {
  kind: Rhythm['kind'];
  minute: string;
  time: string;
  days: number[];
  day: string;
  cron: string;
  timezone: string;
  overlap: NonNullable<Schedule['overlap']>;
}

/** @param timezone the person's own, which a new schedule has */
export function fieldsOf(schedule: Schedule | undefined, timezone: string): ScheduleFields {
  const fields: ScheduleFields = {
    kind: 'daily',
    minute: '0',
    time: '06:00',
    days: [1, 2, 3, 4, 5],
    day: '1',
    cron: '0 6 * * *',
    timezone: schedule ? (schedule.timezone ?? 'UTC') : timezone,
    overlap: schedule?.overlap ?? (schedule ? 'Allow' : 'Forbid')
  };
  if (!schedule) {
    return fields;
  }
  const cron = schedule.cron.join('; ');
  const rhythm: Rhythm =
    schedule.cron.length === 1 ? rhythmOf(schedule.cron[0]) : { kind: 'custom', cron };
  switch (rhythm.kind) {
    case 'hourly':
      return { ...fields, cron, kind: rhythm.kind, minute: String(rhythm.minute) };
    case 'monthly':
      return { ...fields, ...rhythm, cron, day: String(rhythm.day) };
    default:
      return { ...fields, cron, ...rhythm };
  }
}

/** The cron expressions that the fields say, good or bad. */
export function cronsOf(fields: ScheduleFields): string[] {
  const { kind, time } = fields;
  switch (kind) {
    case 'hourly':
      return [cronOf({ kind, minute: Number(fields.minute || NaN) })];
    case 'daily':
      return [cronOf({ kind, time })];
    case 'weekly':
      return fields.days.length === 0 ? [] : [cronOf({ kind, days: fields.days, time })];
    case 'monthly':
      return [cronOf({ kind, day: Number(fields.day || NaN), time })];
    case 'custom':
      return fields.cron
        .split(';')
        .map(cron => cron.trim())
        .filter(cron => cron !== '');
  }
}

/** The schedule that the fields say; null where something is wrong. */
export function scheduleOf(fields: ScheduleFields): Schedule | null {
  const cron = cronsOf(fields);
  const timezone = fields.timezone.trim();
  const isWrong =
    cron.length === 0 ||
    cron.some(one => scheduleProblem(one) !== null) ||
    timezoneProblem(timezone) !== null;
  return isWrong
    ? null
    : { cron, ...(timezone === '' ? {} : { timezone }), overlap: fields.overlap };
}
