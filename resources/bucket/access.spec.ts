import fc from 'fast-check';

import { bucketNameOf, bucketSecretData, readBucketAccess } from './access.js';

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
      expect(readBucketAccess(bucketSecretData(value))).toEqual(value);
    })
  );
});

const data = bucketSecretData(ACCESS);
it.each([
  ['nothing', undefined],
  ['a text', 'AWS'],
  ['a Secret of other things', { password: 'eA==' }],
  ['an empty field', { ...data, AWS_SECRET_ACCESS_KEY: '' }],
  ['what is no base64', { ...data, AWS_ACCESS_KEY_ID: '***' }],
  ['a number', { ...data, AWS_ENDPOINT_URL: 1 }]
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
