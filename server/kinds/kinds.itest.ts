/** The kinds of the table against a real API server, with the roles that the installation gives people. */
import { readFile } from 'node:fs/promises';

import { CUSTOM_RESOURCE_DEFINITION } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import type { Item, Problem, WorkflowSummary } from '@kubeflow-lab/schema';
import { parse } from 'yaml';

import {
  createNamespace,
  deleteNamespace,
  eventually,
  readObjects,
  uniqueName
} from '../../kube/testing/cluster.js';
import { TRIAL } from '../experiments/resource.js';
import { admin, grant, startListening } from '../testing/listening.js';
import type { ListeningServer } from '../testing/listening.js';
import { StreamClient } from '../testing/stream-client.js';

const ada = uniqueName('ada');
const eve = uniqueName('eve');
const definitions = [
  'schema/crd/kubeflow.org_notebooks.yaml',
  'deploy/engines/crd/argoproj.io_workflows.yaml',
  'deploy/engines/crd/kubeflow.org_experiments.yaml',
  'deploy/engines/crd/kubeflow.org_trials.yaml'
];

let server: ListeningServer;
/** Ada may change what is in it, and eve may look. */
let project: string;
let owner: string;
let viewer: string;

beforeAll(async () => {
  for (const file of definitions) {
    const crd = parse(await readFile(file, 'utf8')) as KubeObject;
    await admin.apply(CUSTOM_RESOURCE_DEFINITION, crd);
  }
  project = await createNamespace(admin, { 'app.kubernetes.io/part-of': 'kubeflow-profile' });
  await assign(ada, ['kubeflow-lab-project-view', 'kubeflow-lab-project-edit']);
  await assign(eve, ['kubeflow-lab-project-view']);
  server = await startListening({ people: [ada, eve] });
  [owner, viewer] = await Promise.all([ada, eve].map(server.signIn));
  await eventually(async () => (await send('GET', 'workflows', owner)).status === 200);
  await eventually(async () => (await send('GET', 'experiments', owner)).status === 200);
});

afterAll(async () => {
  await server?.close();
  await deleteNamespace(admin, project);
});

/** Gives somebody the rules of roles of the installation, in the project. */
function assign(user: string, roles: string[]): Promise<void> {
  const installed = readObjects('deploy/base/roles.yaml') as { metadata?: { name?: string } }[];
  const rules = installed
    .filter(role => roles.includes(role.metadata?.name ?? ''))
    .flatMap(role => (role as { rules: object[] }).rules);
  return grant(project, user, rules);
}

function send(method: string, path: string, cookie: string, body?: object): Promise<Response> {
  return fetch(`${server.origin}/api/namespaces/${project}/${path}`, {
    method,
    headers: { Cookie: cookie, 'X-Kubeflow-Lab': '1', 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body)
  });
}

/** A run that nothing begins. */
const workflow = (name: string) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata: { name },
  spec: {
    suspend: true,
    entrypoint: 'hello',
    arguments: { parameters: [{ name: 'who', value: 'world' }] },
    templates: [{ name: 'hello', container: { image: 'x', command: ['true'] } }]
  }
});

describe('a pipeline run', () => {
  it('is made from what somebody wrote, told on the stream, changed by actions and deleted', async () => {
    const client = await StreamClient.open(server.origin, viewer);
    await client.subscribe({ resource: 'workflows', namespace: project });
    await client.next('snapshot');
    expect((await send('POST', 'workflows', owner, workflow('run'))).status).toBe(201);
    expect(await client.next('changed')).toMatchObject({
      item: { summary: { phase: 'Queued', reason: 'Suspended', parameters: { who: 'world' } } }
    });
    const act = (action: string, body = {}) =>
      send('POST', `workflows/run/actions/${action}`, owner, body);
    expect((await act('resume')).status).toBe(200);
    expect((await act('suspend')).status).toBe(200);
    const twice = await act('suspend');
    expect([twice.status, ((await twice.json()) as Problem).detail]).toEqual([
      409,
      'The run is suspended already.'
    ]);
    const again = await act('resubmit', { parameters: { who: 'moon' } });
    const { object, summary } = (await again.json()) as Item<WorkflowSummary>;
    expect([object.metadata.name, summary.parameters]).toEqual([
      expect.stringMatching(/^run-\w+/),
      { who: 'moon' }
    ]);
    expect((await send('DELETE', 'workflows/run', owner)).status).toBe(202);
    expect(await client.next('removed')).toMatchObject({ name: 'run' });
  });

  it('is only checked on a dry run', async () => {
    const answer = await send('POST', 'workflows?dryRun=true', owner, workflow('dry'));
    expect(await answer.json()).toMatchObject({ objects: [{ metadata: { name: 'dry' } }] });
    expect((await send('GET', 'workflows/dry', owner)).status).toBe(404);
  });

  it('is refused by the API server with the place in the object', async () => {
    const answer = await send('POST', 'workflows', owner, workflow('Not_A_Name'));
    const problem = (await answer.json()) as Problem;
    expect(answer.status).toBe(422);
    expect(problem.detail).toContain('Kubernetes does not accept the pipeline run');
    expect(problem.errors?.map(({ path }) => path)).toContain('metadata.name');
  });

  it('is for lookers to look at', async () => {
    const run = workflow('seen');
    expect((await send('POST', 'workflows', owner, run)).status).toBe(201);
    expect((await send('GET', 'workflows/seen', viewer)).status).toBe(200);
    expect((await send('GET', 'workflows/seen/events', viewer)).status).toBe(200);
    expect((await send('GET', 'workflows/seen/logs', viewer)).status).toBe(200);
    for (const [method, path] of [
      ['POST', 'workflows'],
      ['POST', 'workflows/seen/actions/resume'],
      ['DELETE', 'workflows/seen']
    ]) {
      expect([path, (await send(method, path, viewer, run)).status]).toEqual([path, 403]);
    }
  });
});

describe('a sweep', () => {
  const experiment = {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Experiment',
    metadata: { name: 'sweep' },
    spec: {
      objective: { type: 'minimize', objectiveMetricName: 'loss' },
      algorithm: { algorithmName: 'random' },
      parallelTrialCount: 3,
      maxTrialCount: 12,
      maxFailedTrialCount: 3,
      parameters: [
        { name: 'lr', parameterType: 'double', feasibleSpace: { min: '0.01', max: '0.03' } }
      ],
      trialTemplate: {
        primaryContainerName: 'main',
        trialParameters: [{ name: 'lr', reference: 'lr' }],
        // Jobs that make no pods, whoever runs the sweep.
        trialSpec: {
          apiVersion: 'batch/v1',
          kind: 'Job',
          spec: {
            suspend: true,
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [
                  { name: 'main', image: 'x', command: ['echo', '${trialParameters.lr}'] }
                ]
              }
            }
          }
        }
      }
    }
  };

  it('is shown with its trials, and takes another budget', async () => {
    expect((await send('POST', 'experiments', owner, experiment)).status).toBe(201);
    await admin.create(TRIAL, {
      metadata: {
        namespace: project,
        name: 'sweep-one',
        labels: { 'katib.kubeflow.org/experiment': 'sweep' }
      },
      spec: { parameterAssignments: [{ name: 'lr', value: '0.02' }] }
    });
    const trial = await eventually(async () => {
      const answer = await send('GET', 'experiments/sweep', viewer);
      const { summary } = (await answer.json()) as { summary: { trials: { name: string }[] } };
      return summary.trials.find(({ name }) => name === 'sweep-one');
    });
    expect(trial).toMatchObject({ parameters: { lr: '0.02' } });
    const budget = { maxTrialCount: 20 };
    const answer = await send('POST', 'experiments/sweep/actions/budget', owner, budget);
    expect(await answer.json()).toMatchObject({ summary: { counts: { maximum: 20 } } });
  });
});
