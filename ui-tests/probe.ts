import { create, kubectl, remove } from './kubectl';
import type { Json } from './platform';

/** Requests from inside the cluster, from a pod of somebody's project. */

export interface Probe {
  /** Host and port. */
  at: string;
  path: string;
  method?: string;
  /** `{token}` stands for the token that the pod's service account has for the platform. */
  headers?: Record<string, string>;
}

const SCRIPT = `
import http.client, json, os
token = open('/var/run/secrets/probe/token').read()
answers = []
for probe in json.loads(os.environ['PROBES']):
    connection = http.client.HTTPConnection(probe['at'], timeout=20)
    headers = {name: value.replace('{token}', token) for name, value in probe.get('headers', {}).items()}
    connection.request(probe.get('method', 'GET'), probe['path'], headers=headers)
    answer = connection.getresponse()
    answers.append({'status': answer.status, 'text': '' if answer.status == 101 else answer.read(4000).decode('utf8', 'replace')})
    connection.close()
print(json.dumps(answers))
`;

/** Sends the requests one after the other from a pod of its own; gives the answers in their order. */
export async function probeFrom(
  namespace: string,
  image: string,
  probes: readonly Probe[]
): Promise<{ status: number; text: string }[]> {
  const token = { audience: 'kubeflow-lab', expirationSeconds: 3600, path: 'token' };
  await create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'probe', namespace },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: 'default-editor',
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: 'probe',
          image,
          command: ['python', '-c', SCRIPT],
          env: [{ name: 'PROBES', value: JSON.stringify(probes) }],
          volumeMounts: [{ name: 'token', mountPath: '/var/run/secrets/probe' }]
        }
      ],
      volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: token }] } }]
    }
  });
  try {
    const done = '--for=jsonpath={.status.containerStatuses[0].state.terminated.exitCode}';
    await kubectl(['wait', '-n', namespace, done, '--timeout=120s', 'pod/probe']);
    const log = await kubectl(['logs', '-n', namespace, 'probe']);
    return JSON.parse(log) as Json;
  } finally {
    await remove(namespace, 'pod/probe');
  }
}
