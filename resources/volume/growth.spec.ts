import { growthOf, growthProblem } from './growth.js';

const claim = (asked: unknown, has: unknown, conditions: object[] = []) =>
  ({
    spec: { resources: { requests: { storage: asked } } },
    status: { phase: 'Bound', capacity: { storage: has }, conditions }
  }) as Parameters<typeof growthOf>[0];
const condition = (type: string, status = 'True') => ({ type, status });

it.each([
  ['it has what it asks for', claim('1Gi', '1024Mi')],
  ['it lies on something larger', claim('1Gi', '5Gi')],
  ['it has nothing yet', claim('2Gi', undefined)],
  ['what it has makes no sense', claim('2Gi', 'much')],
  ['what it asks for makes no sense', claim('more', '1Gi')],
  ['nothing is said', {}]
])('is nothing where %s', (_what, object) => {
  expect(growthOf(object)).toBeNull();
});

it.each([
  [[], /^It waits for its driver to enlarge it to 2Gi\.$/],
  [[condition('Resizing', 'False'), null], /^It waits/],
  [[condition('Resizing')], /^It is being enlarged to 2Gi\.$/],
  [[condition('Resizing'), condition('FileSystemResizePending')], /^It gets 2Gi when a pod/]
])('with the conditions %j is %s', (conditions, message) => {
  expect(growthOf(claim('2Gi', '1Gi', conditions as object[]))).toEqual({
    size: '2Gi',
    message: expect.stringMatching(message)
  });
});

it('has for its problem the last warning about it', () => {
  const event = (reason: string, lastTimestamp: string, type = 'Warning') => ({
    type,
    reason,
    lastTimestamp,
    message: `${reason} at ${lastTimestamp}`
  });
  expect(
    growthProblem([
      event('VolumeResizeFailed', '2026-01-01T00:00:02Z'),
      event('ExternalExpanding', '2026-01-01T00:00:01Z'),
      event('ExternalExpanding', '2026-01-01T00:00:03Z', 'Normal'),
      event('ProvisioningFailed', '2026-01-01T00:00:04Z')
    ])
  ).toBe('VolumeResizeFailed at 2026-01-01T00:00:02Z');
  expect(growthProblem([])).toBeNull();
});
