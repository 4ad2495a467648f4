/** WorkflowTemplates, and CronWorkflows that run them, on a real cluster with the engine's rights. */
import { createHash } from 'node:crypto';

import { CONFIG_MAP, CRON_WORKFLOW, WORKFLOW, WORKFLOW_TEMPLATE } from '@kubeflow-lab/kube';
import type { ConfigMap, CronWorkflow, Workflow, WorkflowTemplate } from '@kubeflow-lab/resources';
import { isWorkflowCompleted } from '@kubeflow-lab/resources';
import { createMetrics } from '@kubeflow-lab/controller/runtime';
import { CRON_WORKFLOW_CRD, WORKFLOW_TEMPLATE_CRD } from '@kubeflow-lab/schema';

import { eventually } from '../../kube/testing/cluster.js';
import { admin, asEngines, installEngines, quiet } from '../testing/cluster.js';
import { createCronEngine } from './index.js';
import {
  END_SECONDS,
  ended,
  podsOf,
  project,
  shell,
  startEngine,
  submit,
  useRuns
} from './testing/runs.js';

useRuns();

const KEY = `say-${createHash('sha256').update('hello').digest('hex')}`;
const memoize = {
  key: 'say-{{=sprig.sha256sum(inputs.parameters.word)}}',
  cache: { configMap: { name: 'words' } }
};

beforeAll(async () => {
  await installEngines([WORKFLOW_TEMPLATE_CRD, CRON_WORKFLOW_CRD]);
  await admin.create<WorkflowTemplate>(WORKFLOW_TEMPLATE, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: { name: 'words', namespace: project() },
    spec: {
      entrypoint: 'main',
      templates: [
        {
          name: 'main',
          steps: [
            [
              {
                name: 'one',
                template: 'say',
                arguments: { parameters: [{ name: 'word', value: 'hello' }] }
              }
            ]
          ]
        },
        shell('say', 'mkdir -p /tmp/out; printf "{{inputs.parameters.word}}" > /tmp/out/word', {
          inputs: { parameters: [{ name: 'word' }] },
          outputs: { parameters: [{ name: 'word', valueFrom: { path: '/tmp/out/word' } }] },
          memoize
        })
      ]
    }
  });
});

it('a step of a template runs once; a schedule makes a run that takes what it left', async () => {
  await startEngine();
  await submit('first', {
    templates: [
      {
        name: 'main',
        dag: {
          tasks: [
            {
              name: 'say',
              templateRef: { name: 'words', template: 'say' },
              arguments: { parameters: [{ name: 'word', value: 'hello' }] }
            }
          ]
        }
      }
    ]
  });
  expect((await ended('first')).status?.phase).toBe('Succeeded');
  const key = { namespace: project(), name: 'words' };
  await eventually(async () => {
    const { items } = await admin.list<ConfigMap>(CONFIG_MAP, { namespace: project() });
    return items.some(({ metadata, data }) => metadata?.name === key.name && data?.[KEY]);
  }, END_SECONDS);

  await admin.create<CronWorkflow>(CRON_WORKFLOW, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'CronWorkflow',
    metadata: { name: 'each-minute', namespace: project() },
    spec: {
      schedules: ['* * * * *'],
      concurrencyPolicy: 'Forbid',
      workflowSpec: { workflowTemplateRef: { name: 'words' } }
    }
  });
  const engine = createCronEngine({
    client: asEngines,
    log: quiet,
    metrics: createMetrics(),
    // A minute ahead, so that nobody has to wait for one.
    clock: () => Date.now() + 60_000
  });
  engine.watch();
  await engine.start();
  try {
    const run = await eventually(async () => {
      const labelSelector = 'workflows.argoproj.io/cron-workflow=each-minute';
      const { items } = await admin.list<Workflow>(WORKFLOW, {
        namespace: project(),
        labelSelector
      });
      return items.find(isWorkflowCompleted);
    }, END_SECONDS);
    expect(run.status?.phase).toBe('Succeeded');
    expect(Object.values(run.status?.nodes ?? {}).find(({ type }) => type === 'Pod')).toMatchObject(
      {
        memoizationStatus: { hit: true, key: KEY },
        outputs: { parameters: [{ name: 'word', value: 'hello' }] }
      }
    );
    expect(await podsOf(run.metadata?.name ?? '')).toEqual([]);
  } finally {
    await engine.stop();
  }
});
