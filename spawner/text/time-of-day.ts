import { spoken } from './translator.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A moment to come, as `16:20`, or with its day where that is not today: `Tue, 16:20`, `3 Mar, 16:20`. */
export function timeOfDay(time: string, now: number): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) {
    return '';
  }
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  const isToday = at.toDateString() === new Date(now).toDateString();
  const day: Intl.DateTimeFormatOptions =
    Math.abs(at.getTime() - now) < 6 * DAY_MS
      ? { weekday: 'short' }
      : { day: 'numeric', month: 'short' };
  return at.toLocaleString(spoken().locale, isToday ? clock : { ...day, ...clock });
}

/** A moment with its day, to the second, such as `03/03/2026, 16:20:05`. */
export function wholeTime(time: string): string {
  return new Date(time).toLocaleString(spoken().locale);
}
