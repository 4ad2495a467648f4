import fc from 'fast-check';

import { PYTORCHJOB_KIND as KIND } from './kinds.js';
import { checkPolicy, readPolicy, writePolicy } from './policy.js';
import type { JobPolicy } from './policy.js';
import { plainJob } from './template.js';

const FULL: JobPolicy = {
  cleanPods: 'Running',
  ttl: '3600',
  deadline: '7200',
  retries: '3',
  queue: 'team-a',
  priority: 'high',
  gang: '1',
  gangQueue: 'batch'
};
const EMPTY = Object.fromEntries(
  Object.keys(FULL).map(field => [field, ''])
) as unknown as JobPolicy;
const job = { ...plainJob(KIND, 'digits'), metadata: { name: 'digits', labels: { team: 'a' } } };

it("writes the operator's own fields", () => {
  const { metadata, spec } = writePolicy(job, KIND, FULL);
  expect(metadata?.labels).toEqual({ team: 'a', 'kueue.x-k8s.io/queue-name': 'team-a' });
  expect(spec?.runPolicy).toEqual({
    cleanPodPolicy: 'Running',
    ttlSecondsAfterFinished: 3600,
    activeDeadlineSeconds: 7200,
    backoffLimit: 3,
    schedulingPolicy: { minAvailable: 1, queue: 'batch' }
  });
  expect(JSON.stringify(spec)).toContain('"priorityClassName":"high"');
});

it('reads what it has written, whatever that is, and takes it out again', () => {
  const field = fc.constantFrom(...(Object.keys(FULL) as (keyof JobPolicy)[]));
  const text = fc.constantFrom('', '5', 'a-b', 'Nonsense!', '99999999999');
  fc.assert(
    fc.property(fc.array(fc.tuple(field, text)), changes => {
      const wanted = Object.fromEntries(changes) as Partial<JobPolicy>;
      const before = readPolicy(job, KIND);
      const written = writePolicy(job, KIND, wanted);
      expect(readPolicy(written, KIND)).toEqual({ ...before, ...wanted });
      expect(readPolicy(writePolicy(written, KIND, EMPTY), KIND)).toEqual(EMPTY);
    })
  );
});

it('leaves everything else as it is', () => {
  const own = {
    ...job,
    spec: {
      ...job.spec,
      runPolicy: { suspend: true, schedulingPolicy: { minResources: { cpu: '1' } } }
    }
  };
  const written = writePolicy(writePolicy(own, KIND, FULL), KIND, EMPTY);
  expect(written).toEqual(own);
});

it.each<[Partial<JobPolicy>, string | null]>([
  [FULL, null],
  [EMPTY, null],
  [{ ttl: '1h' }, 'Give the time until it is deleted in whole seconds, such as 3600.'],
  [{ deadline: '-1' }, 'Give the longest time that it may run in whole seconds, such as 7200.'],
  [{ retries: '1.5' }, 'Give the number of retries as a whole number, such as 3.'],
  [{ gang: 'all' }, 'Give the number of replicas as a whole number.'],
  [{ gang: '2' }, 'The job has one replica; more can never be there at once.'],
  [{ queue: 'Team A' }, 'A name has small letters, digits and dashes only.'],
  [{ cleanPods: 'Some' }, 'The policy is one of None, Running, All.']
])('checks %j', (changes, message) => {
  const problems = checkPolicy(writePolicy(job, KIND, changes), KIND);
  expect(problems.map(problem => problem.message)).toEqual(message === null ? [] : [message]);
});
