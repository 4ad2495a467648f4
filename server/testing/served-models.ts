/** A project of the cluster in which models are served, with a kernel that deploys them. */
import { PROFILE, SECRET, SERVICE } from '@kubeflow-lab/kube';
import { BUCKET_SECRET, modelPath } from '@kubeflow-lab/resources';
import type { InferenceServiceSummary } from '@kubeflow-lab/schema';

import { eventually, serviceAccountToken, uniqueName } from '../../kube/testing/cluster.js';
import { startKernel } from './kernel.js';
import type { Kernel } from './kernel.js';
import { admin, startListening } from './listening.js';

export interface ServedModels {
  project: string;
  /** Of the account of the project's notebooks. */
  token: string;
  /** Runs the steps of kubeflow_lab/tests/serve_for_real.py, as a notebook of the project does. */
  kernel: Kernel;
  /** A request about the project's models, or objects of another kind, by the account of its notebooks. */
  send(method: string, path: string, body?: object, plural?: string): Promise<Response>;
  /** The same to the platform's own server, which reaches the bucket by its name. */
  sendToPlatform: ServedModels['send'];
  /** What a model answers at its address through the gateway, by the same account; waits until there is one. */
  throughGateway(name: string, verb: 'predict' | 'explain', rows: number[][]): Promise<unknown>;
  summary(name: string): Promise<InferenceServiceSummary>;
  /** Waits until a model says this. */
  says(sentence: RegExp | string, name: string): Promise<InferenceServiceSummary>;
  end(): Promise<void>;
}

export async function startServing(): Promise<ServedModels> {
  const project = uniqueName('models');
  const server = await startListening();
  await admin.create(PROFILE, {
    metadata: { name: project },
    spec: { owner: { kind: 'User', name: project } }
  });
  const keys = await eventually(
    () => admin.get(SECRET, { namespace: project, name: BUCKET_SECRET }),
    60
  );
  const token = await serviceAccountToken(project, 'default-editor', 'kubeflow-lab');
  const buckets = await admin.get(SERVICE, { namespace: 'seaweedfs', name: 'seaweedfs-s3' });
  const plain = Object.entries(keys.data ?? {}).map(([name, value]) => [
    name,
    Buffer.from(value, 'base64').toString()
  ]);
  const kernel = startKernel('kubeflow_lab.tests.serve_for_real', {
    ...(Object.fromEntries(plain) as Record<string, string>),
    // The name in the Secret is for pods; the machine reaches the address.
    AWS_ENDPOINT_URL: `http://${buckets.spec?.clusterIP}:8333`,
    KUBEFLOW_LAB_URL: server.origin,
    KUBEFLOW_LAB_NAMESPACE: project,
    KUBEFLOW_LAB_TOKEN: token
  });
  const sendTo =
    (origin = ''): ServedModels['send'] =>
    (method, path, body, plural = 'inferenceservices') =>
      fetch(`${origin}/api/namespaces/${project}/${plural}${path}`, {
        method,
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body)
      });
  const send = sendTo(server.origin);
  const throughGateway: ServedModels['throughGateway'] = (name, verb, instances) =>
    eventually(async () => {
      const path = `${modelPath(project, name)}/v1/models/${name}:${verb}`;
      const answer = await fetch(`${process.env.KUBEFLOW_LAB_TEST_ORIGIN}${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ instances })
      });
      const text = await answer.text();
      return answer.status === 200
        ? (JSON.parse(text) as object)
        : Promise.reject(new Error(`${answer.status}: ${text}`));
    }, 60);
  const summary = async (name: string) => {
    const answer = await send('GET', `/${name}`);
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { summary: InferenceServiceSummary }).summary;
  };
  await eventually(async () => (await send('GET', '')).status === 200);
  return {
    project,
    token,
    kernel,
    send,
    sendToPlatform: sendTo(process.env.KUBEFLOW_LAB_TEST_ORIGIN),
    throughGateway,
    summary,
    says: (sentence, name) =>
      eventually(async () => {
        const found = await summary(name);
        const is =
          typeof sentence === 'string' ? found.message === sentence : sentence.test(found.message);
        if (!is) {
          throw new Error(found.message);
        }
        return found;
      }, 200),
    async end() {
      await kernel.end();
      await server.close();
      await admin.delete(PROFILE, { name: project });
    }
  };
}
