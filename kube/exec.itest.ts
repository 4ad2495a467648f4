import type { Pod } from '@kubeflow-lab/resources';

import { createExec } from './exec.js';
import { POD } from './kinds.js';
import { createKubeClient } from './kube-client.js';
import { createNamespace, deleteNamespace, eventually, testConfig } from './testing/cluster.js';

const client = createKubeClient(testConfig());
const exec = createExec(testConfig());
let namespace: string;

/** A pod that waits, in an image that every test cluster has and that holds Node. */
beforeAll(async () => {
  namespace = await createNamespace(client);
  const container = {
    name: 'main',
    image: 'localhost/kubeflow-lab-platform:0.1.0',
    imagePullPolicy: 'IfNotPresent',
    command: ['node', '-e', 'setInterval(() => {}, 1000)']
  };
  // A namespace that has just been made lacks the service account that every pod needs.
  await eventually(() =>
    client.create<Pod>(POD, {
      metadata: { namespace, name: 'p' },
      spec: { containers: [container], terminationGracePeriodSeconds: 0 }
    })
  );
  await eventually(async () => {
    const { status } = await client.get(POD, { namespace, name: 'p' });
    return status?.phase === 'Running';
  }, 60);
});
afterAll(() => deleteNamespace(client, namespace));

function run(script: string, milliseconds = 30_000, limitBytes = 1000) {
  const target = { namespace, pod: 'p', container: 'main' };
  const signal = AbortSignal.timeout(milliseconds);
  return exec(target, ['node', '-e', script], { signal, limitBytes });
}

it('tells what a program in a pod prints, and how it ends', async () => {
  expect(await run('console.log("out"); console.error("err")')).toEqual({
    exitCode: 0,
    stdout: 'out\n',
    stderr: 'err\n'
  });
  expect(await run('process.exit(3)')).toMatchObject({ exitCode: 3 });
  expect((await run('process.stdout.write("x".repeat(1e6))')).stdout).toHaveLength(1000);
});

it('waits for nothing that does not end', async () => {
  await expect(run('setInterval(() => {}, 1000)', 500)).rejects.toMatchObject({
    name: 'TimeoutError'
  });
});

it('says why there is no program to run', async () => {
  const signal = AbortSignal.timeout(30_000);
  const target = { namespace, pod: 'gone', container: 'main' };
  await expect(exec(target, ['true'], { signal, limitBytes: 1 })).rejects.toThrow(
    /^The program cannot be run: /
  );
});
