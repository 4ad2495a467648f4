import { expect, test } from '@playwright/test';

import { create, get, kubectl, remove } from './kubectl';

const project = 'grace';
const name = 'reports';

/** What `kubeflow.katib.report_metrics` sends, to the address that Katib's SDK has, with nothing of Katib installed. */
const PROGRAM = `import os, sys, grpc

def field(number, content):
    return bytes([number << 3 | 2, len(content)]) + content

def report(trial, **metrics):
    logs = b"".join(
        field(1, field(2, field(1, key.encode()) + field(2, str(value).encode()))) for key, value in metrics.items()
    )
    with grpc.insecure_channel("katib-db-manager.kubeflow:6789") as channel:
        call = channel.unary_unary("/api.v1.beta1.DBManager/ReportObservationLog")
        call(field(1, trial.encode()) + field(2, logs), timeout=60)

x = float(sys.argv[1])
report(os.environ["KATIB_TRIAL_NAME"], score=x, loss=-x)
report(os.environ["KATIB_TRIAL_NAME"], score=x + 0.5)
try:
    report("somebody-else", score=99)
except grpc.RpcError as error:
    print(error.details())
`;

const EXPERIMENT = {
  apiVersion: 'kubeflow.org/v1beta1',
  kind: 'Experiment',
  metadata: { name, namespace: project },
  spec: {
    objective: {
      type: 'maximize',
      objectiveMetricName: 'score',
      additionalMetricNames: ['loss']
    },
    algorithm: { algorithmName: 'grid' },
    metricsCollectorSpec: { collector: { kind: 'Push' } },
    parallelTrialCount: 2,
    maxTrialCount: 2,
    maxFailedTrialCount: 1,
    parameters: [{ name: 'x', parameterType: 'discrete', feasibleSpace: { list: ['1', '2'] } }],
    trialTemplate: {
      retain: true,
      primaryContainerName: 'main',
      trialParameters: [{ name: 'x', reference: 'x' }],
      trialSpec: {
        apiVersion: 'batch/v1',
        kind: 'Job',
        spec: {
          backoffLimit: 0,
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [
                {
                  name: 'main',
                  image: 'localhost/kubeflow-lab-suggestion:0.1.0',
                  imagePullPolicy: 'IfNotPresent',
                  command: ['python', '-c', PROGRAM, '${trialParameters.x}']
                }
              ]
            }
          }
        }
      }
    }
  }
};

test.afterAll(() => remove(project, `experiment/${name}`));

test('programs of trials report their metrics as they do to Katib, and only their own', async () => {
  await remove(project, `experiment/${name}`);
  await create(EXPERIMENT);
  const status = async () => (await get(project, `experiment/${name}`)).status ?? {};
  await expect
    .poll(async () => (await status()).conditions?.at(-1)?.type, { timeout: 180_000 })
    .toBe('Succeeded');
  const { currentOptimalTrial: best } = await status();
  expect(best.parameterAssignments).toEqual([{ name: 'x', value: '2' }]);
  expect(best.observation.metrics).toEqual([
    { name: 'score', min: '2.0', max: '2.5', latest: '2.5' },
    { name: 'loss', min: '-2.0', max: '-2.0', latest: '-2.0' }
  ]);
  const log = await kubectl(['logs', '--namespace', project, `job/${best.bestTrialName}`]);
  expect(log).toMatch(
    /No pod of a trial named somebody-else .*only the pods of a trial report its metrics/
  );
});
