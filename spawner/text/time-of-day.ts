const DAY_MS = 24 * 60 * 60 * 1000;

/** A moment to come, as `16:20`, or with its day where that is not today: `Tue, 16:20`, `3 Mar, 16:20`. */
export function timeOfDay(time: string, now: number, locale?: string): string {
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
  return at.toLocaleString(locale, isToday ? clock : { ...day, ...clock });
}
