/** What a browser's trace says of the page's main thread. */

/** Work that a page makes by script, or by what its script changes. */
const WORK = new Set([
  'EventDispatch',
  'EvaluateScript',
  'FireAnimationFrame',
  'FunctionCall',
  'HandlePostMessage',
  'Layout',
  'RunMicrotasks',
  'TimerFire',
  'UpdateLayoutTree'
]);

/** What has to be traced for it. */
export const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];

/**
 * @typedef {{name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, args?: {name?: string}}} TraceEvent
 * @param {readonly TraceEvent[]} events of one page alone
 * @returns {number[]} milliseconds of each task of a renderer's main thread in which a script ran or something was laid out
 */
export function workTasks(events) {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(thread)
  );
  const onMain = events.filter(event => event.ph === 'X' && mains.has(thread(event)));
  const work = onMain.filter(({ name }) => WORK.has(name));
  const tasks = onMain.filter(({ name }) => name === 'RunTask');
  return tasks
    .filter(task => work.some(event => isWithin(event, task)))
    .map(({ dur = 0 }) => dur / 1000);
}

/** @param {TraceEvent} event */
function thread({ pid, tid }) {
  return `${pid}/${tid}`;
}

/** @param {TraceEvent} event @param {TraceEvent} task */
function isWithin(event, task) {
  return (
    thread(event) === thread(task) && event.ts >= task.ts && event.ts <= task.ts + (task.dur ?? 0)
  );
}
