import type { TranslationBundle } from '@jupyterlab/translation';

/** How often a pipeline runs, as a person says it. Times are `HH:MM`; days of the week count from 0, Sunday. */
export type Rhythm =
  | { kind: 'hourly'; minute: number }
  | { kind: 'daily'; time: string }
  | { kind: 'weekly'; days: number[]; time: string }
  | { kind: 'monthly'; day: number; time: string }
  | { kind: 'custom'; cron: string };

const NICKNAMES: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *'
};

/** The cron expression of a rhythm, of five fields. */
export function cronOf(rhythm: Rhythm): string {
  switch (rhythm.kind) {
    case 'hourly':
      return `${rhythm.minute} * * * *`;
    case 'daily':
      return `${clock(rhythm.time)} * * *`;
    case 'weekly':
      return `${clock(rhythm.time)} * * ${[...rhythm.days].sort().join(',')}`;
    case 'monthly':
      return `${clock(rhythm.time)} ${rhythm.day} * *`;
    case 'custom':
      return rhythm.cron.trim();
  }
}

/** The rhythm that a cron expression says; what no other kind can say is `custom`. */
export function rhythmOf(cron: string): Rhythm {
  const text = NICKNAMES[cron.trim().toLowerCase()] ?? cron.trim();
  const [minute, hour, day, month, weekdays, ...more] = text.split(/\s+/);
  const custom: Rhythm = { kind: 'custom', cron };
  if (!isNumber(minute, 0, 59) || month !== '*' || weekdays === undefined || more.length > 0) {
    return custom;
  }
  if (hour === '*' && day === '*' && weekdays === '*') {
    return { kind: 'hourly', minute: Number(minute) };
  }
  if (!isNumber(hour, 0, 23)) {
    return custom;
  }
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*') {
    const days = weekdays === '*' ? [] : daysOf(weekdays);
    return weekdays === '*'
      ? { kind: 'daily', time }
      : days
        ? { kind: 'weekly', days, time }
        : custom;
  }
  return weekdays === '*' && isNumber(day, 1, 31)
    ? { kind: 'monthly', day: Number(day), time }
    : custom;
}

/** A rhythm as a sentence, without its full stop. */
export function rhythmInWords(rhythm: Rhythm, trans: TranslationBundle): string {
  switch (rhythm.kind) {
    case 'hourly':
      return rhythm.minute === 0
        ? trans.__('Every hour, on the hour')
        : trans.__('Every hour, %1 minutes past', rhythm.minute);
    case 'daily':
      return trans.__('Every day at %1', rhythm.time);
    case 'weekly':
      return trans.__('Every %1 at %2', dayNames(rhythm.days, trans), rhythm.time);
    case 'monthly':
      return trans.__('On day %1 of every month at %2', rhythm.day, rhythm.time);
    case 'custom':
      return trans.__('At the times of %1', rhythm.cron);
  }
}

export function weekday(day: number, trans: TranslationBundle): string {
  return [
    trans.__('Sunday'),
    trans.__('Monday'),
    trans.__('Tuesday'),
    trans.__('Wednesday'),
    trans.__('Thursday'),
    trans.__('Friday'),
    trans.__('Saturday')
  ][day];
}

function dayNames(days: readonly number[], trans: TranslationBundle): string {
  if (days.join() === '1,2,3,4,5') {
    return trans.__('weekday');
  }
  return days.map(day => weekday(day, trans)).join(', ');
}

/** Minute and hour as cron has them; what is no time becomes what cron does not take. */
function clock(time: string): string {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? [];
  return hour === undefined ? 'no-time' : `${Number(minute)} ${Number(hour)}`;
}

function isNumber(text: string | undefined, least: number, most: number): text is string {
  return (
    text !== undefined && /^\d{1,2}$/.test(text) && Number(text) >= least && Number(text) <= most
  );
}

/** Days of the week from numbers, lists and ranges; null for anything else. 7 is Sunday, too. */
function daysOf(text: string): number[] | null {
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const [, from, to = from] = /^([0-7])(?:-([0-7]))?$/.exec(part) ?? [];
    if (from === undefined || Number(from) > Number(to)) {
      return null;
    }
    for (let day = Number(from); day <= Number(to); day++) {
      days.add(day % 7);
    }
  }
  return [...days].sort();
}
