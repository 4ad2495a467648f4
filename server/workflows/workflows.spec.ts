import type { Workflow } from '@kubeflow-lab/resources';
import { nodeId } from '@kubeflow-lab/resources';
import type { LogLine, StepSummary } from '@kubeflow-lab/schema';
import { jest } from '@jest/globals';
import request from 'supertest';

import { startServer } from '../testing/harness.js';
import type { Harness } from '../testing/harness.js';
import { MemoryClient } from '../testing/memory-client.js';

let harness: Harness;
let ada: string;

beforeEach(async () => {
  harness = await startServer();
  ada = await harness.signIn('ada');
});
afterEach(() => harness.server.stop());

const base = '/api/namespaces/ada/workflows';
const send = (method: 'get' | 'post' | 'delete', path: string) =>
  request(harness.server.app)[method](path).set({ Cookie: ada, 'X-Kubeflow-Lab': '1' });
const stored = (plural: string, name: string) =>
  harness.client.world.table(plural).get(`ada/${name}`);
const wait = (milliseconds = 60) => new Promise(resolve => setTimeout(resolve, milliseconds));

const steps = ['load', 'train'];
function workflow(status: Workflow['status'], spec: object = {}): Workflow {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { namespace: 'ada', name: 'run', uid: 'run-uid' },
    spec: {
      entrypoint: 'pipeline',
      arguments: { parameters: [{ name: 'rate', value: '0.1' }] },
      templates: [
        {
          name: 'pipeline',
          dag: {
            tasks: [
              { name: 'load', template: 'load' },
              { name: 'train', template: 'train', depends: 'load' }
            ]
          }
        },
        ...steps.map(name => ({ name, container: { image: 'x' } }))
      ],
      ...spec
    },
    status
  };
}

/** The pod of a step, or of an attempt of one as `train(0)`. */
function putPod(step: string, phase: string, lines: string[]): void {
  const name = `run-${step.replace(/\W/g, '-')}`;
  harness.client.put('pods', {
    metadata: {
      namespace: 'ada',
      name,
      labels: { 'workflows.argoproj.io/workflow': 'run' },
      annotations: {
        'workflows.argoproj.io/node-name': `run.${step}`,
        'workflows.argoproj.io/node-id': nodeId('run', `run.${step}`)
      },
      ownerReferences: [
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          name: 'run',
          uid: 'run-uid',
          controller: true
        }
      ]
    },
    spec: { containers: [{ name: 'wait' }, { name: 'main' }] },
    status: {
      phase,
      containerStatuses: [{ name: 'main', state: { terminated: { exitCode: 0 } } }]
    }
  } as object);
  harness.client.world.logs.set(`ada/${name}`, lines);
}

function node(step: string, phase: 'Succeeded' | 'Failed' | 'Running') {
  const id = nodeId('run', `run.${step}`);
  return { [id]: { id, name: `run.${step}`, type: 'Pod' as const, templateName: step, phase } };
}
const root = (phase: 'Failed' | 'Running') => ({
  run: { id: 'run', name: 'run', type: 'DAG' as const, templateName: 'pipeline', phase }
});

it('is shown with all its steps, also those that have not begun', async () => {
  harness.client.put('workflows', workflow({ phase: 'Running', nodes: node('load', 'Running') }));
  await wait();
  const { body } = await send('get', `${base}/run`).expect(200);
  expect(body.summary).toMatchObject({ progress: { done: 0, total: 2 } });
  expect(body.summary.steps.map(({ name, phase }: StepSummary) => ({ name, phase }))).toEqual([
    { name: 'load', phase: 'Running' },
    { name: 'train', phase: 'Queued' }
  ]);
  expect((await send('get', base).expect(200)).body.items).toHaveLength(1);
});

it('names the lines of its log by step, and narrows it to one with all its attempts', async () => {
  harness.client.put('workflows', workflow({ phase: 'Running' }));
  putPod('load', 'Succeeded', ['2026-01-01T00:00:00Z loaded']);
  putPod('train(0)', 'Failed', ['2026-01-01T00:00:01Z first']);
  putPod('train(1)', 'Running', ['2026-01-01T00:00:02Z second']);
  await wait();
  const read = async (query: string) => {
    const { body } = await send('get', `${base}/run/logs${query}`).expect(200);
    return body.lines.map(({ replica, text }: LogLine) => `${replica}: ${text}`);
  };
  expect(await read('')).toEqual(['load: loaded', 'train: first', 'train: second']);
  expect(await read('?part=train')).toEqual(['train: first', 'train: second']);
});

describe('an action', () => {
  it.each([
    ['stop', { shutdown: 'Stop' }],
    ['terminate', { shutdown: 'Terminate' }],
    ['suspend', { suspend: true }]
  ])('%s changes the object as Argo does', async (action, spec) => {
    harness.client.put('workflows', workflow({ phase: 'Running' }));
    await send('post', `${base}/run/actions/${action}`).expect(200);
    expect((stored('workflows', 'run') as Workflow).spec).toMatchObject(spec);
    expect(harness.client.world.calls).toContain('ada patch workflows ada/run');
  });

  it('is repeated by what has become of the run when somebody wrote it meanwhile', async () => {
    const { client } = harness;
    client.put('workflows', workflow({ phase: 'Running' }));
    const patch = MemoryClient.prototype.mergePatch;
    let writes = 0;
    const spy = jest.spyOn(MemoryClient.prototype, 'mergePatch');
    spy.mockImplementation(async function (this: MemoryClient, ...request) {
      writes += 1;
      if (writes === 1) {
        client.put('workflows', workflow({ phase: 'Running', message: 'newer' }));
      }
      return patch.apply(this, request) as never;
    });
    await send('post', `${base}/run/actions/stop`).expect(200);
    spy.mockRestore();
    expect(writes).toBe(2);
    expect(stored('workflows', 'run')).toMatchObject({
      spec: { shutdown: 'Stop' },
      status: { message: 'newer' }
    });
  });

  it('says why it can do nothing', async () => {
    harness.client.put('workflows', workflow({ phase: 'Succeeded' }));
    const answer = await send('post', `${base}/run/actions/stop`).expect(409);
    expect(answer.text).toContain('The run has ended.');
  });

  it('retry takes the failed pods away and begins their steps again', async () => {
    const nodes = { ...root('Failed'), ...node('load', 'Succeeded'), ...node('train', 'Failed') };
    harness.client.put('workflows', workflow({ phase: 'Failed', nodes }));
    const pod = `run-train-${nodeId('run', 'run.train').split('-')[1]}`;
    harness.client.put('pods', { metadata: { namespace: 'ada', name: pod } });
    const { body } = await send('post', `${base}/run/actions/retry`).expect(200);
    expect(body.summary.steps).toMatchObject([
      { name: 'load', phase: 'Succeeded' },
      { name: 'train', phase: 'Queued' }
    ]);
    expect(stored('pods', pod)).toBeUndefined();
  });

  it('resubmit makes another run with other parameters, of whoever asked', async () => {
    harness.client.put('workflows', workflow({ phase: 'Succeeded' }));
    const { body } = await send('post', `${base}/run/actions/resubmit`)
      .send({ parameters: { rate: '0.2' } })
      .expect(200);
    expect(body.object.metadata).toMatchObject({
      generateName: 'run-',
      annotations: { 'lab.kubeflow.org/created-by': 'ada' }
    });
    expect(body.summary.parameters).toEqual({ rate: '0.2' });
    await send('post', `${base}/run/actions/resubmit`)
      .send({ parameters: [1] })
      .expect(400);
  });

  it('resubmit keeps the parameters of a run whose results come partly from another one', async () => {
    const run = workflow({ phase: 'Succeeded' });
    const reused = JSON.stringify({ load: { workflow: 'before', uid: 'u' } });
    const annotations = { 'lab.kubeflow.org/reused': reused };
    harness.client.put('workflows', { ...run, metadata: { ...run.metadata, annotations } });
    const resubmit = (rate: string) =>
      send('post', `${base}/run/actions/resubmit`).send({ parameters: { rate } });
    const refused = await resubmit('0.2').expect(422);
    expect(refused.text).toContain('The results of load come from the run before');
    await resubmit('0.1').expect(200);
  });
});
