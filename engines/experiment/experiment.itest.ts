import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { CONFIG_MAP, EXPERIMENT, POD, SERVICE_ACCOUNT, SUGGESTION } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import {
  budgetPatch,
  buildExperiment,
  isExperimentFinished,
  listOf,
  stopPatch,
  summarizeExperiment
} from '@kubeflow-lab/resources';
import type { ConfigMap, Experiment, ExperimentSpec, KubeObject } from '@kubeflow-lab/resources';
import { parseAllDocuments } from 'yaml';

import { eventually } from '../../kube/testing/cluster.js';
import { admin, asEngines, mortal } from '../testing/cluster.js';
import {
  DISCRETE,
  END_SECONDS,
  ended,
  get,
  owned,
  project,
  searching,
  startEngine,
  stopAll,
  submit,
  useSearches
} from './testing/searches.js';

const JOB: Kind = { group: 'batch', version: 'v1', kind: 'Job', plural: 'jobs', namespaced: true };

useSearches();

/** The command of an experiment's trials. */
function commandOf(spec: ExperimentSpec | undefined): string[] {
  const { template } = spec!.trialTemplate!.trialSpec!.spec as {
    template: { spec: { containers: { command: string[] }[] } };
  };
  return template.spec.containers[0].command;
}

function conditionsOf({ status }: Experiment): string[] {
  return listOf(status?.conditions).map(({ type, status: is }) => `${type}=${is}`);
}

it('runs the classic first sweep; the best trial is the best of the table', async () => {
  await startEngine();
  const [experiment, code] = parseAllDocuments(readFileSync('examples/sweep.yaml', 'utf8')).map(
    document => document.toJS() as KubeObject
  ) as [Experiment, ConfigMap];
  await admin.create(CONFIG_MAP, { ...code, metadata: { ...code.metadata, namespace: project() } });
  commandOf(experiment.spec).push('--epochs=2');
  await submit('digits-random', { ...experiment.spec, maxTrialCount: 3, parallelTrialCount: 2 });

  const summary = await ended('digits-random');
  expect(summary).toMatchObject({ phase: 'Succeeded', algorithm: 'random' });
  expect(summary.trials).toHaveLength(3);
  for (const { phase, parameters, metrics } of summary.trials) {
    expect(phase).toBe('Succeeded');
    expect(Number(parameters.lr)).toBeGreaterThanOrEqual(0.01);
    expect(Number(parameters.lr)).toBeLessThanOrEqual(0.03);
    expect(['2', '3', '4', '5']).toContain(parameters['num-layers']);
    expect(['sgd', 'adam', 'ftrl']).toContain(parameters.optimizer);
    expect(Number(metrics['Train-accuracy'].value)).toBeGreaterThan(0.1);
  }
  const table = summary.trials.map(({ metrics }) => Number(metrics['Validation-accuracy'].max));
  expect(Number(summary.best!.metrics['Validation-accuracy'])).toBe(Math.max(...table));
  const best = summary.trials.find(({ name }) => name === summary.best!.trial)!;
  expect(best.parameters).toEqual(summary.best!.parameters);
});

it('runs the code of cells with typed values, and takes a variable for the metric', async () => {
  await startEngine();
  await admin.create(SERVICE_ACCOUNT, {
    metadata: { namespace: project(), name: 'default-editor' }
  });
  const source = [
    'assert (type(rate), type(units), type(deep), type(mode)) == (float, int, bool, str)',
    "assert text == '${trialParameters.rate} $(HOME)'",
    'accuracy = rate * units'
  ].join('\n');
  const code = {
    cells: [
      { id: 'values', source: 'rate, units, deep, mode, text = 9, 9, 9, 9, 9' },
      { id: 'train', source }
    ],
    modules: [],
    parameters: { text: '${trialParameters.rate} $(HOME)' }
  };
  const json = JSON.stringify(code);
  const { experiment, configMap } = buildExperiment(
    {
      name: 'cells',
      image: 'localhost/kubeflow-lab-jupyter:0.1.0',
      code,
      objective: { metric: 'accuracy', type: 'maximize' },
      algorithm: { name: 'grid' },
      parameters: [
        { name: 'rate', type: 'double', min: '0.5', max: '1', step: '0.5' },
        { name: 'units', type: 'discrete', list: ['32'] },
        { name: 'deep', type: 'categorical', list: ['true'] },
        { name: 'mode', type: 'categorical', list: ['fast'] }
      ],
      maxTrials: 5,
      parallelTrials: 2,
      maxFailedTrials: 1,
      resources: {},
      env: [],
      volumes: []
    },
    {
      namespace: project(),
      user: 'ada',
      code: { json, sha256: createHash('sha256').update(json).digest('hex') }
    }
  );
  await admin.create(CONFIG_MAP, configMap!);
  await admin.create(EXPERIMENT, experiment);

  const summary = await ended('cells');
  expect(summary.trials.map(({ message }) => message)).toEqual([
    'The trial has finished.',
    'The trial has finished.'
  ]);
  expect(summary.best).toMatchObject({
    parameters: { rate: '1.0', units: '32', deep: 'true', mode: 'fast' },
    metrics: { accuracy: '32.0' }
  });
});

it('tries a grid exactly once, and ends when there is nothing more to try', async () => {
  await startEngine();
  const parameters = [DISCRETE('x', ['-1', '2', '0.5']), DISCRETE('y', ['10', '20'])];
  await submit(
    'grid',
    searching('echo other=7; echo "score=${trialParameters.x}"; echo score=-5', {
      parameters,
      algorithm: { algorithmName: 'grid' },
      maxTrialCount: 20,
      parallelTrialCount: 3
    })
  );
  const summary = await ended('grid');
  expect(summary.message).toBe('The whole search space is tried; 6 trials done.');
  const tried = summary.trials.map(({ parameters: { x, y } }) => `${x}/${y}`).sort();
  expect(tried).toEqual(['-1/10', '-1/20', '0.5/10', '0.5/20', '2/10', '2/20']);
  expect(summary.best).toMatchObject({ parameters: { x: '2' }, metrics: { score: '2' } });
  for (const {
    parameters: { x },
    metrics
  } of summary.trials) {
    expect(metrics).toEqual({ score: { value: '-5', min: '-5', max: x } });
  }
  const suggestion = await eventually(async () => {
    const found = await admin.get(SUGGESTION, { namespace: project(), name: 'grid' });
    return conditionsOf(found as Experiment).includes('Succeeded=True') ? found : false;
  });
  expect(suggestion.status?.suggestionCount).toBe(6);
});

it('ends as soon as the goal is reached', async () => {
  await startEngine();
  const spec = searching('echo "score=1"', { maxTrialCount: 50, parallelTrialCount: 1 });
  await submit('goal', { ...spec, objective: { ...spec.objective, goal: 1 } });
  const summary = await ended('goal');
  expect(summary.message).toBe('The goal of 1 is reached; 1 trial done.');
  expect(summary.trials).toHaveLength(1);
});

it('gives up after as many failures as allowed, and each says why', async () => {
  await startEngine();
  await submit(
    'failing',
    searching('echo "no such file: data.csv" >&2; exit 3', {
      maxTrialCount: 9,
      maxFailedTrialCount: 2,
      parallelTrialCount: 1
    })
  );
  const summary = await ended('failing');
  expect(summary.message).toMatch(
    /^The sweep gave up after 2 trials failed\. The last of them: .*no such file: data\.csv/
  );
  expect(summary.trials).toHaveLength(2);
  expect(summary.trials[0]).toMatchObject({ phase: 'Failed', reason: 'Crash' });
  expect(summary.trials[0].message).toContain('exit code 3: no such file: data.csv');
});

it('says of a trial without a value what it printed instead', async () => {
  await startEngine();
  await submit(
    'silent',
    searching('echo begun; echo "score: 0.5"', { maxTrialCount: 1, parallelTrialCount: 1 })
  );
  const summary = await ended('silent');
  expect(summary.counts).toMatchObject({ metricsUnavailable: 1, succeeded: 0 });
  expect(summary.trials[0]).toMatchObject({ phase: 'Failed', reason: 'MetricsUnavailable' });
  expect(summary.trials[0].message).toContain('The line "score: 0.5" names score');
  expect(summary.best).toBeNull();
});

it('reads values from a file, and stops early the trial whose first values are worse than the median', async () => {
  await startEngine();
  // The last trial would go on for ten minutes.
  const script = [
    'for i in 1 2 3; do echo "{\\"score\\": \\"${trialParameters.x}$i\\"}" >> /metrics/values.json; done',
    'test ${trialParameters.x} != 9 || sleep 600'
  ].join('\n');
  await submit(
    'early',
    searching(script, {
      objective: { type: 'minimize', objectiveMetricName: 'score' },
      parameters: [DISCRETE('x', ['1', '2', '3', '9'])],
      algorithm: { algorithmName: 'grid' },
      earlyStopping: {
        algorithmName: 'medianstop',
        algorithmSettings: [
          { name: 'min_trials_required', value: '3' },
          { name: 'start_step', value: '2' }
        ]
      },
      metricsCollectorSpec: {
        collector: { kind: 'File' },
        source: { fileSystemPath: { path: '/metrics/values.json', kind: 'File', format: 'JSON' } }
      },
      parallelTrialCount: 1,
      maxTrialCount: 4
    })
  );
  const summary = await ended('early');
  expect(summary.counts).toMatchObject({ succeeded: 3, earlyStopped: 1 });
  const stopped = summary.trials.filter(({ reason }) => reason === 'EarlyStopped');
  expect(stopped.map(({ parameters }) => parameters.x)).toEqual(['9']);
});

it.each<[string, ExperimentSpec, RegExp]>([
  ['an algorithm of Katib', { algorithm: { algorithmName: 'enas' } }, /enas.*need Katib/],
  [
    'a setting that no algorithm has',
    { algorithm: { algorithmName: 'tpe', algorithmSettings: [{ name: 'colour', value: '1' }] } },
    /no setting "colour"/
  ],
  [
    'an empty range',
    { parameters: [{ name: 'x', parameterType: 'int', feasibleSpace: { min: '3', max: '3' } }] },
    /range of x is empty/
  ]
])('refuses %s with a sentence', async (_what, change, sentence) => {
  await startEngine();
  const name = `refused-${Object.keys(change)[0].toLowerCase()}-${_what.length}`;
  await submit(name, searching('true', change));
  const summary = await ended(name);
  expect(summary).toMatchObject({ phase: 'Failed', trials: [] });
  expect(summary.message).toMatch(sentence);
});

it('stops what is too much when the budget is lowered, and goes on when it is raised', async () => {
  await startEngine();
  await submit(
    'budget',
    searching('echo "score=${trialParameters.x}"; sleep ${trialParameters.wait}', {
      parameters: [DISCRETE('x', ['1']), DISCRETE('wait', ['0', '600'])],
      algorithm: { algorithmName: 'grid' },
      parallelTrialCount: 2,
      maxTrialCount: 2,
      resumePolicy: 'LongRunning'
    })
  );
  await eventually(
    async () => ((await get('budget')).status?.trialsSucceeded ?? 0) === 1,
    END_SECONDS
  );
  await admin.mergePatch(
    EXPERIMENT,
    { namespace: project(), name: 'budget' },
    stopPatch(await get('budget'))
  );
  const stopped = await ended('budget');
  expect(stopped.phase).toBe('Succeeded');
  const settled = await eventually(async () => {
    const { counts } = summarizeExperiment(await get('budget'));
    return counts.killed === 1 && counts.running === 0 && counts;
  });
  expect(settled).toMatchObject({ succeeded: 1, killed: 1 });
  await eventually(async () => (await owned(JOB, 'budget')).length === 1);

  const more = budgetPatch({ maxTrialCount: 3 });
  await admin.mergePatch(EXPERIMENT, { namespace: project(), name: 'budget' }, more);
  const resumed = await eventually(async () => {
    const found = await get('budget');
    return conditionsOf(found).includes('Restarting=True') && isExperimentFinished(found) && found;
  }, END_SECONDS);
  expect(summarizeExperiment(resumed).message).toBe(
    'The whole search space is tried; 1 trial done.'
  );
});

it('neither loses nor repeats a trial, whenever it is killed', async () => {
  await submit('killed', searching('echo "score=${trialParameters.x}"', { maxTrialCount: 3 }));
  for (let at = 1, finished = false; !finished; at += 1) {
    const { client, state } = mortal(asEngines, 1 + (at % 4), at % 2 === 0);
    await startEngine(client);
    finished = await eventually(async () => {
      const over = isExperimentFinished(await get('killed'));
      return state.dead || over ? { over } : false;
    }, END_SECONDS).then(({ over }) => over);
    await stopAll();
  }
  const summary = await ended('killed');
  expect(summary).toMatchObject({ phase: 'Succeeded', counts: { succeeded: 3 } });
  expect(summary.trials).toHaveLength(3);
  const { status } = await admin.get(SUGGESTION, { namespace: project(), name: 'killed' });
  expect(status?.suggestions?.map(({ name }) => name).sort()).toEqual(
    summary.trials.map(({ name }) => name).sort()
  );
  const assigned = status?.suggestions?.map(({ name, parameterAssignments }) => [
    name,
    parameterAssignments?.[0].value
  ]);
  expect(Object.fromEntries(assigned ?? [])).toEqual(
    Object.fromEntries(summary.trials.map(({ name, parameters }) => [name, parameters.x]))
  );
  expect(await owned(JOB, 'killed')).toHaveLength(3);
  expect(await owned(POD, 'killed')).toHaveLength(3);
});

it('never begins a trial again whose job somebody has deleted', async () => {
  await startEngine();
  await submit('deleted', searching('sleep 600', { maxTrialCount: 1, parallelTrialCount: 1 }));
  await eventually(async () => ((await get('deleted')).status?.trialsRunning ?? 0) === 1);
  const [job] = await owned(JOB, 'deleted');
  await admin.delete(
    JOB,
    { namespace: project(), name: job.metadata!.name! },
    { propagation: 'Background' }
  );
  const summary = await ended('deleted');
  expect(summary.trials[0].message).toBe('Trial has failed. Its Job was deleted before it ended.');
  expect(await owned(JOB, 'deleted')).toEqual([]);
});

it('writes nothing for what has settled', async () => {
  await startEngine();
  await submit('settled', searching('echo score=1', { maxTrialCount: 1, parallelTrialCount: 1 }));
  await ended('settled');
  await eventually(async () => {
    const found = await admin.get(SUGGESTION, { namespace: project(), name: 'settled' });
    return conditionsOf(found as Experiment).includes('Succeeded=True');
  });
  await stopAll();

  const written: string[] = [];
  await startEngine(
    Object.create(asEngines, {
      create: {
        value: (...args: Parameters<KubeClient['create']>) => {
          written.push(args[1].metadata?.name ?? '');
          return asEngines.create(...args);
        }
      },
      mergePatch: {
        value: (...args: Parameters<KubeClient['mergePatch']>) => {
          written.push(args[1].name);
          return asEngines.mergePatch(...args);
        }
      }
    }) as KubeClient
  );
  await submit('later', searching('echo score=1', { maxTrialCount: 1, parallelTrialCount: 1 }));
  await ended('later');
  expect(written).toContain('later');
  expect(written.filter(name => !name.startsWith('later'))).toEqual([]);
});
