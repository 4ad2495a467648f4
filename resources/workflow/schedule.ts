/** When runs begin by the clock: the cron expressions that Argo takes. */
import { Cron } from 'croner';

const NICKNAMES = /^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/i;
/** Five fields of what Argo's parser knows too: numbers, names, `*`, `?`, lists, ranges and steps. */
const FIELD = '(?:[\\d*?,/-]|[A-Za-z]{3})+';
const FIELDS = new RegExp(`^${FIELD}(?:\\s+${FIELD}){4}$`);
const EXAMPLES = 'such as `0 6 * * 1-5`, or `@daily`';

/** What is wrong with a cron expression, as a sentence; null where it can be used. */
export function scheduleProblem(expression: string): string | null {
  const text = expression.trim();
  if (/^(CRON_)?TZ=/.test(text)) {
    return `The schedule \`${expression}\` names a time zone; give it as the time zone of the schedule.`;
  }
  if (!NICKNAMES.test(text) && !FIELDS.test(text)) {
    return `The schedule \`${expression}\` cannot be read: it has five fields of numbers, names, *, lists, ranges and steps, ${EXAMPLES}.`;
  }
  try {
    return cronOf(text).nextRun() === null
      ? `The schedule \`${expression}\` never comes: there is no such day.`
      : null;
  } catch (error) {
    const reason = (error as Error).message.replace(/^CronPattern: |\.$/g, '');
    return `The schedule \`${expression}\` cannot be read (${reason}); it is written ${EXAMPLES}.`;
  }
}

/** What is wrong with the name of a time zone, as a sentence; null where it can be used, or is not given. */
export function timezoneProblem(timezone: string | undefined): string | null {
  if (timezone === undefined || timezone === '') {
    return null;
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return null;
  } catch {
    return `There is no time zone \`${timezone}\`; it is written such as \`Europe/Berlin\`.`;
  }
}

export interface Schedules {
  /** Cron expressions without a problem. */
  schedules: readonly string[];
  /** UTC where it is not given. */
  timezone?: string;
}

/** The next `count` times (milliseconds since 1970) at which one of the schedules comes, all later than `after`. */
export function nextTimes({ schedules, timezone }: Schedules, after: number, count = 1): number[] {
  const times = schedules.flatMap(schedule =>
    cronOf(schedule, timezone)
      .nextRuns(count, new Date(after))
      .map(time => time.getTime())
  );
  return [...new Set(times)].sort((one, other) => one - other).slice(0, count);
}

/** The last time, up to and including `until`, at which one of the schedules came; null where none did. */
export function lastTime({ schedules, timezone }: Schedules, until: number): number | null {
  const times = schedules
    .flatMap(schedule => cronOf(schedule, timezone).previousRuns(1, new Date(until + 1)))
    .map(time => time.getTime())
    .filter(time => time <= until);
  return times.length === 0 ? null : Math.max(...times);
}

function cronOf(expression: string, timezone?: string): Cron {
  return new Cron(expression.trim().replace(/^@midnight$/i, '@daily'), {
    mode: '5-part',
    paused: true,
    timezone: timezone || 'UTC',
    // As cron has it where both are restricted: a day of the month, or a day of the week.
    domAndDow: false
  });
}
