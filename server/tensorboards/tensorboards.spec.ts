import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

let harness: Harness;
beforeEach(async () => {
  harness = await startServer();
});
afterEach(() => harness.server.stop());

it('is stopped and started by the person who asks', async () => {
  const cookie = await harness.signIn('ada');
  harness.client.put('tensorboards', {
    metadata: { namespace: 'ada', name: 'curves', annotations: { kept: 'yes' } },
    spec: { logspath: 's3://ada/logs' }
  } as object);
  const act = (action: string) =>
    request(harness.server.app)
      .post(`/api/namespaces/ada/tensorboards/curves/actions/${action}`)
      .set({ Cookie: cookie, 'X-Kubeflow-Lab': '1' });
  const stopped = await act('stop').expect(200);
  expect(stopped.body.summary).toMatchObject({ phase: 'Stopped', url: null });
  const { body } = await act('start').expect(200);
  expect(body.summary.phase).toBe('Pending');
  expect(body.object.metadata.annotations).toEqual({ kept: 'yes' });
  expect(harness.client.world.calls).toContain('ada patch tensorboards ada/curves');
});
