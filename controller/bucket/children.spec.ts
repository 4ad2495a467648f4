import { secretValues } from '@kubeflow-lab/kube';
import type { Profile } from '@kubeflow-lab/resources';

import { artifactRepositoriesFor, isOurs, secretFor } from './children.js';

const profile: Profile = { metadata: { name: 'ada', uid: '1' } };
const access = {
  endpoint: 'http://seaweedfs-s3.seaweedfs.svc:8333',
  region: 'us-east-1',
  bucket: 'ada',
  accessKeyId: 'id',
  secretAccessKey: 'secret'
};

it('the Secret is what S3 clients read from the environment, and what KServe reads', () => {
  const secret = secretFor(profile, access);
  expect(secretValues(secret)).toEqual({
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: 'http://seaweedfs-s3.seaweedfs.svc:8333',
    AWS_DEFAULT_REGION: 'us-east-1',
    KUBEFLOW_LAB_BUCKET: 'ada'
  });
  expect(secret.metadata).toMatchObject({
    name: 'kubeflow-lab-s3',
    namespace: 'ada',
    annotations: {
      'serving.kserve.io/s3-endpoint': 'seaweedfs-s3.seaweedfs.svc:8333',
      'serving.kserve.io/s3-usehttps': '0',
      'serving.kserve.io/s3-region': 'us-east-1'
    }
  });
});

it('Argo finds bucket and keys under the name that its annotation gives', () => {
  const { metadata, data = {} } = artifactRepositoriesFor(profile, {
    ...access,
    endpoint: 'https://s3.example.com'
  });
  const name = metadata?.annotations?.['workflows.argoproj.io/default-artifact-repository'] ?? '';
  expect(metadata?.name).toBe('artifact-repositories');
  expect(JSON.parse(data[name])).toMatchObject({
    s3: {
      bucket: 'ada',
      endpoint: 's3.example.com',
      insecure: false,
      accessKeySecret: { name: 'kubeflow-lab-s3', key: 'AWS_ACCESS_KEY_ID' },
      secretKeySecret: { name: 'kubeflow-lab-s3', key: 'AWS_SECRET_ACCESS_KEY' }
    }
  });
  expect(JSON.stringify(data)).not.toContain('"secret"');
});

it('what somebody else made is not ours', () => {
  const secret = secretFor(profile, access);
  expect(isOurs(secret, profile)).toBe(true);
  expect(isOurs(secret, { metadata: { name: 'ada', uid: '2' } })).toBe(false);
  expect(isOurs({ metadata: { name: 'kubeflow-lab-s3' } }, { metadata: {} })).toBe(false);
});
