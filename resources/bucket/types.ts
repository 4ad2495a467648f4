/** Secret of a project: the keys of its bucket, as environment variables that S3 clients read by themselves. */
export const BUCKET_SECRET = 'kubeflow-lab-s3';

/** ConfigMap of a project in which Argo looks for the bucket where artifacts go by default. */
export const ARTIFACT_REPOSITORIES = 'artifact-repositories';

/** Condition of a Profile: whether its project has a bucket and keys that open it. */
export const BUCKET_CONDITION = 'BucketReady';

/** What `BUCKET_SECRET` holds. */
export interface BucketAccess {
  /** Scheme, host and port. */
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Variable of each field. */
export const BUCKET_KEYS = {
  endpoint: 'AWS_ENDPOINT_URL',
  region: 'AWS_DEFAULT_REGION',
  bucket: 'KUBEFLOW_LAB_BUCKET',
  accessKeyId: 'AWS_ACCESS_KEY_ID',
  secretAccessKey: 'AWS_SECRET_ACCESS_KEY'
} as const satisfies Record<keyof BucketAccess, string>;
