import fc from 'fast-check';

import { bucketNameOf, bucketVariables, readBucketAccess } from './access.js';

const ACCESS = {
  endpoint: 'http://s3.example:8333',
  region: 'us-east-1',
  bucket: 'ada',
  accessKeyId: 'id',
  secretAccessKey: 'secret'
};

it('reads what it has written', () => {
  const text = fc.string({ minLength: 1, unit: 'grapheme' });
  const access = fc.record({
    endpoint: text,
    region: text,
    bucket: text,
    accessKeyId: text,
    secretAccessKey: text
  });
  fc.assert(
    fc.property(access, value => {
      expect(readBucketAccess(bucketVariables(value))).toEqual(value);
    })
  );
});

const data = bucketVariables(ACCESS);
it.each([
  ['nothing', {}],
  ['a Secret of other things', { password: 'x' }],
  ['an empty field', { ...data, AWS_SECRET_ACCESS_KEY: '' }]
])('takes %s for no access', (_what, value) => {
  expect(readBucketAccess(value)).toBeNull();
});

it.each([
  ['ada', 'ada'],
  ['ml', 'ml.project'],
  ['x', 'x.project']
])('the bucket of %s is %s', (namespace, bucket) => {
  expect(bucketNameOf(namespace)).toBe(bucket);
});
