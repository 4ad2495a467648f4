export { bucketEnvironment, bucketNameOf, bucketVariables, readBucketAccess } from './access.js';
export * from './types.js';
