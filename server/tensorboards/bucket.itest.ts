/** A TensorBoard over event files in a project's bucket, on the cluster's own bucket service and by its own controller. */
import { DEPLOYMENT, PROFILE, SECRET, SERVICE, TENSORBOARD } from '@kubeflow-lab/kube';
import { BUCKET_SECRET } from '@kubeflow-lab/resources';
import { jest } from '@jest/globals';
import dns from 'node:dns';

import { eventually, uniqueName } from '../../kube/testing/cluster.js';
import { NotebookIdentity } from '../gateway/notebook-identity.js';
import { admin, startListening } from '../testing/listening.js';
import type { ListeningServer } from '../testing/listening.js';

const HOST = 'seaweedfs-s3.seaweedfs.svc';
const project = uniqueName('ada');
const board = { namespace: project, name: 'curves' };

/** As TensorFlow writes it: `loss` is 0.5 at step 1, and 0.25 at step 2. */
const EVENTS = Buffer.from(
  'PgAAAAAAAADZ0kDnCQAAwInvwNpBGg1icmFpbi5FdmVudDoyUiQKInRlbnNvcmZsb3cuY29yZS51dGls' +
    'LmV2ZW50c193cml0ZXKO0eXbLgAAAAAAAADFy1f6Cc101InvwNpBEAEqIQofCgRsb3NzQgoIARIAIgQA' +
    'AAA/SgsKCQoHc2NhbGFyc9JQqJwuAAAAAAAAAMXLV/oJB7XUie/A2kEQAiohCh8KBGxvc3NCCggBEgAi' +
    'BAAAgD5KCwoJCgdzY2FsYXJzChvm5w==',
  'base64'
);

let server: ListeningServer;
let cookie: string;

beforeAll(async () => {
  const service = await admin.get(SERVICE, { namespace: 'seaweedfs', name: 'seaweedfs-s3' });
  resolveAsPodsDo(HOST, service.spec?.clusterIP ?? '');
  const spec = { owner: { kind: 'User' as const, name: project } };
  await admin.create(PROFILE, { metadata: { name: project }, spec });
  await eventually(() => admin.get(SECRET, { namespace: project, name: BUCKET_SECRET }), 60);
  server = await startListening({
    people: [project],
    config: { bucketEndpoints: [`http://${HOST}:8333`] }
  });
  cookie = await server.signIn(project);
});

afterAll(async () => {
  await send('DELETE', 'files/logs?folder=true');
  jest.restoreAllMocks();
  await server?.close();
  await admin.delete(PROFILE, { name: project });
});

/** The name of the bucket service is one that pods resolve, and this machine does not. */
function resolveAsPodsDo(host: string, address: string): void {
  const lookup = dns.lookup as (...args: unknown[]) => void;
  jest
    .spyOn(dns, 'lookup')
    .mockImplementation(((name: string, options: object, done: unknown) =>
      lookup(name === host ? address : name, options, done)) as typeof dns.lookup);
}

const send = (method: string, path: string, body?: BodyInit, headers: object = {}) =>
  fetch(`${server.origin}/api/namespaces/${project}/${path}`, {
    method,
    body,
    headers: { Cookie: cookie, 'X-Kubeflow-Lab': '1', ...headers }
  });

/** What the board answers the gateway, for somebody who may look at it. */
async function ask(path: string): Promise<unknown> {
  const key = await admin.get(SECRET, { namespace: 'kubeflow-lab', name: 'kubeflow-lab-keys' });
  const pem = Buffer.from(key.data?.['identity.pem'] ?? '', 'base64').toString();
  const identity = await NotebookIdentity.create(pem);
  const session = {
    id: 'test',
    user: project,
    groups: [],
    expires: Math.floor(Date.now() / 1000) + 600
  };
  const token = await identity.sign(session, { ...board, app: 'tensorboard' });
  const { spec } = await admin.get(SERVICE, board);
  const url = `http://${spec?.clusterIP}/tensorboard/${project}/${board.name}/${path}`;
  const answer = await fetch(url, { headers: { 'X-Kubeflow-Lab-Identity': token } });
  return answer.ok ? answer.json() : null;
}

it('shows the scalars that lie in the bucket, with the keys of the project', async () => {
  const { data } = await admin.get(SECRET, { namespace: project, name: BUCKET_SECRET });
  const bucket = Buffer.from(data?.KUBEFLOW_LAB_BUCKET ?? '', 'base64').toString();
  const stored = await send('PUT', 'files/logs/digits/train/events.out.tfevents.1.host', EVENTS);
  expect(stored.status).toBe(201);
  const form = JSON.stringify({ name: board.name, logspath: `s3://${bucket}/logs/digits` });
  const made = await send('POST', 'tensorboards', form, { 'Content-Type': 'application/json' });
  expect(made.status).toBe(201);

  await eventually(async () => {
    const { status } = (await admin.get(DEPLOYMENT, board)) as { status?: object };
    return status && 'readyReplicas' in status;
  }, 120);
  const tags = (await eventually(async () => {
    const found = (await ask('data/plugin/scalars/tags')) as Record<string, object> | null;
    return found?.train && found;
  }, 60)) as Record<string, object>;
  expect(Object.keys(tags.train)).toEqual(['loss']);
  const points = (await ask('data/plugin/scalars/scalars?run=train&tag=loss')) as number[][];
  expect(points.map(([, step, value]) => [step, value])).toEqual([
    [1, 0.5],
    [2, 0.25]
  ]);
  await admin.delete(TENSORBOARD, board);
});
