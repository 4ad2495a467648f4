export { bucketEnvironment, bucketNameOf, bucketSecretData, readBucketAccess } from './access.js';
export * from './types.js';
