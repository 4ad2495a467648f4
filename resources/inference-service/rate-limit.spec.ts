import { mergePatched } from '../common/merge-patch.js';
import { rateLimitOf, rateLimitPatch } from './rate-limit.js';

const said = (requests?: string, burst?: string) => ({
  metadata: {
    annotations: {
      ...(requests === undefined ? {} : { 'lab.kubeflow.org/requests-per-second': requests }),
      ...(burst === undefined ? {} : { 'lab.kubeflow.org/burst': burst })
    }
  }
});

it.each<[string | undefined, string | undefined, object | null]>([
  ['5', '7', { perSecond: 5, burst: 7 }],
  ['5', undefined, { perSecond: 5, burst: 10 }],
  [undefined, '7', null],
  [undefined, undefined, null],
  ['0', '7', null],
  ['-1', '7', null],
  ['1.5', '7', null],
  ['5', '0', null],
  ['5', 'many', null],
  ['1e9', '7', null],
  ['999999', '7', null],
  ['', '', null]
])('of %j requests a second and a burst of %j understands %j', (requests, burst, limit) => {
  expect(rateLimitOf(said(requests, burst))).toEqual(limit);
});

it('reads what it has written, and takes it away again', () => {
  const limit = { perSecond: 3, burst: 4 };
  const set = mergePatched({ metadata: { name: 'a' } }, rateLimitPatch(limit));
  expect(rateLimitOf(set as object)).toEqual(limit);
  expect(rateLimitOf(mergePatched(set, rateLimitPatch(null)) as object)).toBeNull();
});
