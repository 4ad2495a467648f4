/** Logs of steps whose pods are gone, from the bucket. */
import type { Workflow } from '@kubeflow-lab/resources';
import { nodeId } from '@kubeflow-lab/resources';
import type { LogLine } from '@kubeflow-lab/schema';
import request from 'supertest';

import { startFakeS3 } from '../testing/fake-s3.js';
import type { FakeS3 } from '../testing/fake-s3.js';
import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';

const KEY = 'runs/u1/run-load-1/main.log';
let s3: FakeS3;
let harness: Harness;

beforeEach(async () => {
  s3 = await startFakeS3({ 'key-of-ada': 'ada' });
  harness = await startServer();
  harness.config.bucketEndpoints.push(s3.endpoint);
  harness.client.put('workflows', run());
});

afterEach(async () => {
  await harness.server.stop();
  await s3.stop();
});

/** A run whose only step has ended, and whose pod is gone. */
function run(): Workflow {
  const id = nodeId('run', 'run.load');
  const node = {
    id,
    name: 'run.load',
    type: 'Pod' as const,
    templateName: 'load',
    phase: 'Succeeded' as const,
    startedAt: '2026-01-01T00:00:00Z',
    outputs: { artifacts: [{ name: 'main-logs', s3: { key: KEY } }] }
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { namespace: 'ada', name: 'run', uid: 'u1' },
    spec: {
      entrypoint: 'main',
      templates: [
        { name: 'main', dag: { tasks: [{ name: 'load', template: 'load' }] } },
        { name: 'load', container: { image: 'x' } }
      ]
    },
    status: { phase: 'Succeeded', nodes: { [id]: node } }
  };
}

function giveKeys(): void {
  const values = {
    AWS_ENDPOINT_URL: s3.endpoint,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'key-of-ada',
    AWS_SECRET_ACCESS_KEY: 'secret',
    KUBEFLOW_LAB_BUCKET: 'ada'
  };
  const data = Object.entries(values).map(([key, text]) => [
    key,
    Buffer.from(text).toString('base64')
  ]);
  harness.client.put('secrets', {
    metadata: { namespace: 'ada', name: 'kubeflow-lab-s3' },
    data: Object.fromEntries(data)
  } as object);
}

async function read(query = ''): Promise<string[]> {
  const cookie = await harness.signIn('ada');
  const { body } = await request(harness.server.app)
    .get(`/api/namespaces/ada/workflows/run/logs${query}`)
    .set('Cookie', cookie)
    .expect(200);
  return body.lines.map(({ replica, time, text }: LogLine) => `${time} ${replica}: ${text}`);
}

it('the log of a pod that is gone is read from the bucket, the newest lines of it', async () => {
  giveKeys();
  s3.files.set(`ada/${KEY}`, Buffer.from('one\ntwo\n\nfour\n'));
  const line = (text: string) => `2026-01-01T00:00:00Z load: ${text}`;
  expect(await read()).toEqual(['one', 'two', '', 'four'].map(line));
  expect(await read('?part=load&tail=1')).toEqual([line('four')]);
});

it.each([
  ['there is no bucket', false, /kept in the bucket\. .*has no bucket/],
  ['it is gone', true, /kept in the bucket\. /]
])('where %s, the log says so', async (_case, hasKeys, sentence) => {
  if (hasKeys) {
    giveKeys();
  }
  const lines = await read();
  expect(lines).toEqual([expect.stringMatching(sentence)]);
});
