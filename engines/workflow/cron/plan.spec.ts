import type { CronWorkflow, CronWorkflowSpec, Workflow } from '@kubeflow-lab/resources';

import { checkCron } from './check.js';
import { cronStatus, planCron } from './plan.js';

const MINUTE = 60_000;
const CREATED = Date.parse('2026-01-01T00:00:30Z');
const at = (minutes: number): number => Date.parse('2026-01-01T00:00:00Z') + minutes * MINUTE;

const WORKFLOW_SPEC = {
  entrypoint: 'main',
  templates: [{ name: 'main', container: { image: 'any', command: ['any'] } }]
};

function cron(spec: CronWorkflowSpec = {}, status?: CronWorkflow['status']): CronWorkflow {
  return {
    metadata: {
      name: 'nightly',
      namespace: 'ada',
      uid: 'c1',
      creationTimestamp: new Date(CREATED).toISOString()
    },
    spec: { schedules: ['*/10 * * * *'], workflowSpec: WORKFLOW_SPEC, ...spec },
    status
  };
}

function run(name: string, phase: 'Running' | 'Succeeded' | 'Failed', minute = 0): Workflow {
  const finishedAt = phase === 'Running' ? undefined : new Date(at(minute)).toISOString();
  return { metadata: { name, namespace: 'ada', uid: name }, status: { phase, finishedAt } };
}

function started(object: CronWorkflow, now: number, runs: Workflow[] = []): string | undefined {
  return planCron(object, runs, now).start?.metadata?.name;
}

describe('when a run begins', () => {
  it('not before its time', () => {
    const plan = planCron(cron(), [], at(9.9));
    expect(plan).toMatchObject({ start: null, handled: null, wakeAt: at(10) });
  });

  it('at its time, with a name that only this time has', () => {
    const { start, handled, wakeAt } = planCron(
      cron({ workflowMetadata: { labels: { a: 'b' }, annotations: { c: 'd' } } }),
      [],
      at(10)
    );
    expect({ handled, wakeAt }).toEqual({ handled: at(10), wakeAt: at(20) });
    expect(start).toEqual({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: {
        name: `nightly-${at(10) / 1000}`,
        namespace: 'ada',
        labels: { a: 'b', 'workflows.argoproj.io/cron-workflow': 'nightly' },
        annotations: { c: 'd', 'workflows.argoproj.io/scheduled-time': '2026-01-01T00:10:00Z' },
        ownerReferences: [
          {
            apiVersion: 'argoproj.io/v1alpha1',
            kind: 'CronWorkflow',
            name: 'nightly',
            uid: 'c1',
            controller: true,
            blockOwnerDeletion: true
          }
        ]
      },
      spec: WORKFLOW_SPEC
    });
  });

  it('once for each time', () => {
    const status = { lastScheduledTime: '2026-01-01T00:10:00Z' };
    expect(started(cron({}, status), at(10.5))).toBeUndefined();
    expect(started(cron({}, status), at(20))).toBe(`nightly-${at(20) / 1000}`);
  });

  it.each<[string, CronWorkflowSpec, number, number | null]>([
    ['a minute late', {}, 11, 10],
    ['no later', {}, 11.1, null],
    ['later where that is allowed', { startingDeadlineSeconds: 300 }, 14, 10],
    ['once for several times that have passed', { startingDeadlineSeconds: 86400 }, 57, 50],
    ['not while it is suspended', { suspend: true }, 10, null],
    ['in the field that Argo had before', { schedules: [], schedule: '*/10 * * * *' }, 10, 10],
    [
      'at the times of its time zone',
      { schedules: ['0 1 * * *'], timezone: 'Europe/Berlin' },
      0.6,
      null
    ]
  ])('%s', (_case, spec, now, time) => {
    expect(started(cron(spec), at(now))).toBe(
      time === null ? undefined : `nightly-${at(time) / 1000}`
    );
  });
});

describe('where the last run still runs', () => {
  const running = run('nightly-1', 'Running');

  it('both run, unless something else is said', () => {
    const plan = planCron(cron(), [running], at(10));
    expect(plan.start).not.toBeNull();
    expect(plan.terminate).toEqual([]);
  });

  it('Forbid lets the new one go by', () => {
    const plan = planCron(cron({ concurrencyPolicy: 'Forbid' }), [running], at(10));
    expect(plan).toMatchObject({ start: null, handled: at(10) });
  });

  it('Replace ends the old one', () => {
    const own = run(`nightly-${at(10) / 1000}`, 'Running');
    const plan = planCron(cron({ concurrencyPolicy: 'Replace' }), [running, own], at(10));
    expect(plan.start).not.toBeNull();
    expect(plan.terminate).toEqual([running]);
  });
});

it('of runs that have ended the last ones are kept', () => {
  const runs = [
    ...[1, 2, 3, 4, 5].map(minute => run(`good-${minute}`, 'Succeeded', minute)),
    ...[1, 2, 3].map(minute => run(`bad-${minute}`, 'Failed', minute)),
    run('on', 'Running')
  ];
  const removed = (spec: CronWorkflowSpec) =>
    planCron(cron(spec), runs, at(1)).remove.map(({ metadata }) => metadata?.name);
  expect(removed({})).toEqual(['good-2', 'good-1', 'bad-2', 'bad-1']);
  expect(removed({ successfulJobsHistoryLimit: 0, failedJobsHistoryLimit: 9 })).toHaveLength(5);
});

it('the status counts how runs ended, and names those that run', () => {
  const before = {
    active: [{ uid: 'a' }, { uid: 'b' }, { uid: 'gone' }],
    succeeded: 4,
    lastScheduledTime: '2026-01-01T00:10:00Z'
  };
  const runs = [run('a', 'Succeeded'), run('b', 'Failed'), run('c', 'Running')];
  expect(cronStatus(cron({}, before), runs, at(20))).toMatchObject({
    active: [{ name: 'c', uid: 'c' }],
    succeeded: 5,
    failed: 1,
    lastScheduledTime: '2026-01-01T00:20:00Z'
  });
  expect(cronStatus(cron({}, before), runs, null).lastScheduledTime).toBe('2026-01-01T00:10:00Z');
});

describe('what is refused', () => {
  it.each<[string, unknown, string]>([
    ['no schedule', { schedules: [] }, 'spec.schedules: is missing'],
    [
      'a schedule that cannot be read',
      { schedules: ['@daily', 'often'] },
      'spec.schedules[1]: the schedule `often` cannot be read'
    ],
    ['an unknown time zone', { timezone: 'Nowhere' }, 'spec.timezone: there is no time zone'],
    [
      'an unknown policy',
      { concurrencyPolicy: 'Sometimes' },
      'spec.concurrencyPolicy: may be Allow, Forbid, Replace'
    ],
    [
      'a limit that is no number',
      { failedJobsHistoryLimit: '3' },
      'spec.failedJobsHistoryLimit: must be a whole number'
    ],
    ['a field that it does not know', { when: 'true' }, 'spec.when: is not supported'],
    [
      'a run that could not be run',
      { workflowSpec: { ...WORKFLOW_SPEC, entrypoint: 'other' } },
      'spec.workflowSpec.entrypoint: there is no template other'
    ]
  ])('%s', (_case, spec, problem) => {
    const problems = checkCron(cron(spec as CronWorkflowSpec)).map(
      ({ path, message }) => `${path}: ${message}`
    );
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  it('a name that leaves no room for the time of a run', () => {
    const long = { ...cron(), metadata: { name: 'n'.repeat(53) } };
    expect(checkCron(long).map(({ path }) => path)).toEqual(['metadata.name']);
  });

  it('nothing else is', () => {
    expect(checkCron(cron({ timezone: 'Europe/Berlin', suspend: true }))).toEqual([]);
    expect(checkCron(cron({ workflowSpec: { workflowTemplateRef: { name: 'x' } } }))).toEqual([]);
  });
});
