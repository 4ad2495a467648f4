import type { Profile } from '@kubeflow-lab/resources';

import { trimProfile } from './cache.js';

it('holds of a Profile what its annotations say', () => {
  const kept = { name: 'ada', uid: 'u', resourceVersion: '7', annotations: { said: 'this' } };
  const profile: Profile = {
    metadata: { ...kept, labels: { many: 'more' }, managedFields: [{ manager: 'kubectl' }] },
    spec: { owner: { kind: 'User', name: 'ada' }, resourceQuotaSpec: { hard: {} } }
  };
  expect(JSON.parse(JSON.stringify(trimProfile(profile)))).toEqual({ metadata: kept });
});
