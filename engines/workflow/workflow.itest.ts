import { CONFIG_MAP, POD, RESOURCE_QUOTA, WORKFLOW } from '@kubeflow-lab/kube';
import {
  isWorkflowCompleted,
  podName,
  retryPlan,
  summarizeWorkflow,
  workflowPatch
} from '@kubeflow-lab/resources';
import type { Pod, ResourceQuota } from '@kubeflow-lab/resources';

import { eventually } from '../../kube/testing/cluster.js';
import { admin, asEngines, mortal } from '../testing/cluster.js';
import {
  DIAMOND,
  END_SECONDS,
  IMAGE,
  ended,
  get,
  phases,
  podsOf,
  project,
  shell,
  startEngine,
  stepIs,
  stopAll,
  submit,
  useRuns
} from './testing/runs.js';

useRuns();

it('runs a diamond', async () => {
  await startEngine();
  await submit('diamond', { templates: [DIAMOND, shell('step', 'echo {{pod.name}}')] });
  const workflow = await ended('diamond');
  expect(workflow.status).toMatchObject({ phase: 'Succeeded', progress: '4/4' });
  expect(workflow.metadata?.labels).toMatchObject({
    'workflows.argoproj.io/phase': 'Succeeded',
    'workflows.argoproj.io/completed': 'true'
  });
  const names = ['a', 'b', 'c', 'd'].map(task => podName('diamond', `diamond.${task}`, 'step'));
  expect((await podsOf('diamond')).map(pod => pod.metadata?.name).sort()).toEqual(names.sort());
});

it('runs a loop over what a step printed, gathers what its rounds printed, and tells the end', async () => {
  await startEngine();
  const taking = { inputs: { parameters: [{ name: 'value' }] } };
  const value = (text: string) => ({ parameters: [{ name: 'value', value: text }] });
  await submit('loop', {
    onExit: 'end',
    templates: [
      {
        name: 'main',
        dag: {
          tasks: [
            { name: 'list', template: 'list' },
            {
              name: 'each',
              template: 'square',
              dependencies: ['list'],
              arguments: value('{{item}}'),
              withParam: '{{tasks.list.outputs.result}}'
            },
            {
              name: 'gather',
              template: 'check',
              dependencies: ['each'],
              arguments: value('{{tasks.each.outputs.result}}')
            }
          ]
        }
      },
      shell('list', 'echo "[2, 3]"'),
      shell(
        'square',
        'echo $(({{inputs.parameters.value}} * {{inputs.parameters.value}}))',
        taking
      ),
      shell('check', '[ "{{inputs.parameters.value}}" = "[4,9]" ]', taking),
      shell('end', '[ {{workflow.status}} = Succeeded ]')
    ]
  });
  const workflow = await ended('loop');
  expect(phases(workflow)).toEqual({
    list: 'Succeeded',
    'each(0:2)': 'Succeeded',
    'each(1:3)': 'Succeeded',
    gather: 'Succeeded',
    onExit: 'Succeeded'
  });
});

it('hands values on: parameters, files and what was printed', async () => {
  await startEngine();
  const make = shell('make', 'mkdir -p /tmp/out; echo "$(cat /in/who)!" > /tmp/out/said', {
    inputs: {
      artifacts: [{ name: 'who', path: '/in/who', raw: { data: '{{workflow.parameters.who}}' } }]
    },
    outputs: { parameters: [{ name: 'said', valueFrom: { path: '/tmp/out/said' } }] }
  });
  const print = {
    name: 'print',
    inputs: { parameters: [{ name: 'text' }] },
    script: {
      image: IMAGE,
      imagePullPolicy: 'IfNotPresent',
      command: ['sh'],
      source: 'echo "$(echo \'{{inputs.parameters.text}}\' | wc -c) characters"\n'
    }
  };
  const text = '{{tasks.make.outputs.parameters.said}}';
  const counted = '{{tasks.print.outputs.result}}';
  await submit('values', {
    arguments: { parameters: [{ name: 'who', value: '{{workflow.uid}}' }] },
    templates: [
      {
        name: 'main',
        outputs: { parameters: [{ name: 'counted', valueFrom: { parameter: counted } }] },
        dag: {
          tasks: [
            { name: 'make', template: 'make' },
            {
              name: 'print',
              template: 'print',
              dependencies: ['make'],
              arguments: { parameters: [{ name: 'text', value: text }] }
            },
            {
              name: 'never',
              template: 'make',
              depends: 'print',
              when: `"${counted}" == "1 characters"`
            }
          ]
        }
      },
      make,
      print
    ]
  });
  const workflow = await ended('values');
  expect(workflow.status).toMatchObject({
    phase: 'Succeeded',
    // "{{workflow.uid}}!" as it is, and a line end.
    outputs: { parameters: [{ name: 'counted', value: '18 characters' }] }
  });
  expect(phases(workflow).never).toBe('Stopped');
});

it('tells of a step that fails, tries it as often as it may, and again when asked to', async () => {
  await startEngine();
  const flag = { name: 'flag', namespace: project() };
  const fails = shell('fails', 'echo too bad > /dev/termination-log; test -e /flag/on');
  const template = {
    ...fails,
    container: { ...fails.container, volumeMounts: [{ name: 'flag', mountPath: '/flag' }] },
    retryStrategy: { limit: 1 },
    volumes: [{ name: 'flag', configMap: { name: 'flag', optional: true } }]
  };
  await submit('retried', {
    templates: [
      {
        name: 'main',
        dag: {
          tasks: [
            { name: 'good', template: 'good' },
            { name: 'bad', template: 'fails', dependencies: ['good'] },
            { name: 'after', template: 'good', dependencies: ['bad'] }
          ]
        }
      },
      shell('good', 'true'),
      template
    ]
  });
  const failed = await ended('retried');
  const summary = summarizeWorkflow(failed, { pods: await podsOf('retried') });
  expect(summary).toMatchObject({
    phase: 'Failed',
    message: expect.stringMatching(/^The step bad failed: .*too bad/)
  });
  expect(summary.steps[1]).toMatchObject({ name: 'bad', exitCode: 1, retries: 1 });
  const before = await podsOf('retried');

  await admin.create(CONFIG_MAP, { metadata: flag, data: { on: 'yes' } });
  const plan = retryPlan(failed);
  expect(plan.podsToDelete).toHaveLength(2);
  for (const name of plan.podsToDelete) {
    await admin.delete(POD, { namespace: project(), name });
  }
  await admin.mergePatch(WORKFLOW, { namespace: project(), name: 'retried' }, plan.patch);
  const workflow = await ended('retried');
  expect(phases(workflow)).toEqual({ good: 'Succeeded', bad: 'Succeeded', after: 'Succeeded' });
  const good = podName('retried', 'retried.good', 'good');
  const uid = (pods: Pod[]) => pods.find(pod => pod.metadata?.name === good)?.metadata?.uid;
  expect(uid(await podsOf('retried'))).toBe(uid(before));
});

it('suspends and resumes, and waits where a step says so', async () => {
  await startEngine();
  await submit('suspended', {
    suspend: true,
    templates: [
      {
        name: 'main',
        steps: [[{ name: 'ok', template: 'wait' }], [{ name: 'b', template: 'step' }]]
      },
      { name: 'wait', suspend: {} },
      shell('step', 'true')
    ]
  });
  const resume = async () => {
    const patch = workflowPatch('resume', await get('suspended'), new Date().toISOString());
    await admin.mergePatch(WORKFLOW, { namespace: project(), name: 'suspended' }, patch);
  };
  await eventually(async () => (await get('suspended')).status?.phase !== undefined);
  expect(phases(await get('suspended'))).toMatchObject({ ok: 'Queued' });
  await resume();
  await eventually(async () =>
    Object.values((await get('suspended')).status?.nodes ?? {}).some(n => n.type === 'Suspend')
  );
  expect(await podsOf('suspended')).toEqual([]);
  await resume();
  expect((await ended('suspended')).status?.phase).toBe('Succeeded');
});

it('stops: what runs is ended and keeps its log, nothing new begins', async () => {
  await startEngine();
  await submit('stopped', {
    templates: [DIAMOND, shell('step', 'trap "exit 3" TERM; echo begun; sleep 300 & wait')]
  });
  await stepIs('stopped', 'a', 'Running');
  const patch = workflowPatch('stop', await get('stopped'), '');
  await admin.mergePatch(WORKFLOW, { namespace: project(), name: 'stopped' }, patch);
  const workflow = await ended('stopped');
  expect(workflow.status).toMatchObject({
    phase: 'Failed',
    message: "Stopped with strategy 'Stop'"
  });
  expect(phases(workflow)).toEqual({ a: 'Stopped', b: 'Stopped', c: 'Stopped', d: 'Stopped' });
  const [pod] = await eventually(async () => {
    const pods = await podsOf('stopped');
    return pods.every(one => one.status?.phase === 'Failed') ? pods : undefined;
  });
  const lines: string[] = [];
  for await (const line of admin.logs(
    { namespace: project(), name: pod.metadata!.name! },
    { container: 'main' }
  )) {
    lines.push(line);
  }
  expect(lines).toEqual(['begun']);
});

it('refuses what it cannot run, with the path, and makes no pod', async () => {
  await startEngine();
  const synchronization = { mutexes: [{ name: 'one' }] };
  await submit('refused', { synchronization, templates: [shell('main', 'true')] });
  const workflow = await ended('refused');
  expect(workflow.status).toMatchObject({
    phase: 'Error',
    message: 'spec.synchronization: is not supported by the embedded engine',
    conditions: [{ type: 'SpecError', status: 'True' }, { type: 'Completed' }]
  });
  expect(await podsOf('refused')).toEqual([]);
});

it('waits while a quota leaves no room, says so, and goes on', async () => {
  const key = { namespace: project(), name: 'no-pods' };
  await admin.create<ResourceQuota>(RESOURCE_QUOTA, {
    metadata: key,
    spec: { hard: { pods: '0' } }
  });
  try {
    // Until then nothing is refused for it.
    await eventually(async () => (await admin.get(RESOURCE_QUOTA, key)).status?.hard);
    await startEngine();
    await submit('full', { templates: [shell('main', 'true')] });
    const waiting = await eventually(async () => {
      const [step] = summarizeWorkflow(await get('full')).steps;
      return step?.message.includes('quota') ? step : undefined;
    });
    expect(waiting).toMatchObject({
      phase: 'Pending',
      message: expect.stringMatching(
        /^The project's quota does not allow it: the pod asks for pods=1/
      )
    });
  } finally {
    await admin.delete(RESOURCE_QUOTA, key);
  }
  expect((await ended('full')).status?.phase).toBe('Succeeded');
});

it('says why a pod is not taken', async () => {
  await startEngine();
  const container = { ...shell('x', 'true').container, securityContext: { privileged: true } };
  await submit('privileged', { templates: [{ name: 'main', container }] });
  const workflow = await ended('privileged');
  expect(workflow.status?.phase).toBe('Error');
  expect(workflow.status?.message).toMatch(/security rules do not allow/);
});

it('deletes a run whose time is over', async () => {
  await startEngine();
  await submit('short', {
    ttlStrategy: { secondsAfterCompletion: 1 },
    templates: [shell('main', 'true')]
  });
  await eventually(async () => {
    const { items } = await admin.list(WORKFLOW, {
      namespace: project(),
      fieldSelector: 'metadata.name=short'
    });
    return items.length === 0;
  }, END_SECONDS);
});

it('stands aside while the kind is not ours', async () => {
  let aside = true;
  await startEngine(asEngines, () => aside);
  await submit('aside', { templates: [shell('main', 'true')] });
  const seen = await eventually(async () => get('aside'));
  expect(seen.status).toBeUndefined();
  aside = false;
  // Looked at again within ten seconds, or when something happens to it.
  expect((await ended('aside')).status?.phase).toBe('Succeeded');
});

describe('killed at any write', () => {
  const spec = { templates: [DIAMOND, shell('step', 'true')] };

  async function runKilledAt(name: string, at: number, before: boolean): Promise<number> {
    const { client, state } = mortal(asEngines, at, before);
    await startEngine(client);
    await submit(name, spec);
    const isOver = async () => isWorkflowCompleted(await get(name)) || undefined;
    await eventually(async () => state.dead || (await isOver()), END_SECONDS);
    await stopAll();
    await startEngine();
    const uids = new Set<string>();
    const workflow = await eventually(async () => {
      (await podsOf(name)).forEach(pod => uids.add(pod.metadata?.uid ?? ''));
      const found = await get(name);
      return isWorkflowCompleted(found) ? found : false;
    }, END_SECONDS);
    (await podsOf(name)).forEach(pod => uids.add(pod.metadata?.uid ?? ''));
    expect(workflow.status).toMatchObject({ phase: 'Succeeded', progress: '4/4' });
    expect(uids.size).toBe(4);
    await stopAll();
    return state.writes;
  }

  it.each([1, 2, 3, 5, 8])(
    '(the %dth) another engine goes on, and runs no step twice',
    async at => {
      await runKilledAt(`killed-after-${at}`, at, false);
      await runKilledAt(`killed-before-${at}`, at, true);
    }
  );
});
