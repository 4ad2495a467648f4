import { spoken, t } from './translator.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS = [
  { unit: 'day', length: DAY },
  { unit: 'hour', length: HOUR },
  { unit: 'minute', length: MINUTE }
] as const;

function secondsSince(time: string, now: number): number | null {
  const then = Date.parse(time);
  return Number.isNaN(then) ? null : Math.max(0, Math.floor((now - then) / 1000));
}

/** A short age for a table, such as `12 min`. `time` is RFC 3339, `now` milliseconds; '' when it is no time. */
export function shortAge(time: string, now: number): string {
  const seconds = secondsSince(time, now);
  if (seconds === null) {
    return '';
  }
  if (seconds < MINUTE) {
    return t('now');
  }
  if (seconds < HOUR) {
    return t('{count} min', { count: Math.floor(seconds / MINUTE) });
  }
  if (seconds < DAY) {
    return t('{count} h', { count: Math.floor(seconds / HOUR) });
  }
  return t('{count} d', { count: Math.floor(seconds / DAY) });
}

/** The same age as part of a sentence, such as `12 minutes ago`. */
export function longAge(time: string, now: number): string {
  const seconds = secondsSince(time, now);
  if (seconds === null) {
    return '';
  }
  if (seconds < MINUTE) {
    return t('just now');
  }
  const { unit, length } = UNITS.find(each => seconds >= each.length) ?? UNITS[0];
  return new Intl.RelativeTimeFormat(spoken().locale).format(-Math.floor(seconds / length), unit);
}
