import fc from 'fast-check';

import { TFJOB_KIND, readFields, writeFields } from '../training-job/index.js';
import { plainExperiment } from './build.js';
import { joinTexts, parameterOf, readSearch, splitTexts, writeSearch } from './fields.js';
import type { ParameterFields } from './fields.js';
import { formOfExperiment } from './manifest.js';
import { TRIAL_JOB_KIND, plainRun, readRun, writeRun } from './run.js';
import { spaceSize } from './space.js';
import type { Experiment } from './types.js';

const row = (fields: Partial<ParameterFields>): ParameterFields => ({
  name: 'lr',
  type: 'double',
  min: '',
  max: '',
  step: '',
  list: '',
  distribution: 'uniform',
  ...fields
});

describe('what a form says of a search', () => {
  const foreign: Experiment = {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'Experiment',
    metadata: { name: 'digits', labels: { team: 'a' } },
    spec: {
      objective: { type: 'minimize', objectiveMetricName: 'loss', goal: 0.1, metricStrategies: [] },
      algorithm: { algorithmName: 'tpe', algorithmSettings: [{ name: 'gamma', value: '3' }] },
      earlyStopping: {
        algorithmName: 'medianstop',
        algorithmSettings: [{ name: 'start_step', value: '9' }]
      },
      metricsCollectorSpec: { collector: { kind: 'File' } },
      parameters: [{ name: 'n', parameterType: 'int', feasibleSpace: { min: '1', max: '9' } }],
      trialTemplate: {
        trialParameters: [
          { name: 'n', reference: 'n' },
          { name: 'who', reference: '${trialSpec.Name}' }
        ]
      }
    }
  };

  it('is read from an experiment that others wrote, and writing that back changes nothing', () => {
    const fields = readSearch(foreign);
    expect(fields).toMatchObject({
      name: 'digits',
      metric: 'loss',
      goal: '0.1',
      settings: [{ name: 'gamma', value: '3' }],
      stopEarly: true,
      trials: ''
    });
    const { name, metric, goal, settings, stopEarly, trials } = fields;
    const same = { name, metric, goal, settings, stopEarly, trials };
    expect(writeSearch(foreign, same)).toEqual(foreign);
  });

  it('leaves what it does not show as it is', () => {
    const changed = writeSearch(foreign, {
      goal: '',
      trials: '20',
      parameters: [row({ min: '1' })]
    });
    expect(changed.metadata).toEqual(foreign.metadata);
    expect(changed.spec).toMatchObject({
      maxTrialCount: 20,
      earlyStopping: foreign.spec!.earlyStopping,
      metricsCollectorSpec: { collector: { kind: 'File' } },
      trialTemplate: {
        trialParameters: [
          { name: 'who', reference: '${trialSpec.Name}' },
          { name: 'lr', reference: 'lr' }
        ]
      }
    });
    expect(changed.spec!.objective).not.toHaveProperty('goal');
  });

  it('keeps a number that is none as it was typed, to be put right', () => {
    expect(
      readSearch(writeSearch(plainExperiment(), { trials: '1o', goal: '0.9x' }))
    ).toMatchObject({
      trials: '1o',
      goal: '0.9x'
    });
  });

  it.each([
    [row({ min: '0.1', max: '1', list: '1, 2' }), { min: '0.1', max: '1' }],
    [
      row({ min: '1', max: '9', distribution: 'logUniform' }),
      { min: '1', max: '9', distribution: 'logUniform' }
    ],
    [row({ type: 'categorical', min: '1', list: 'adam, sgd,' }), { list: ['adam', 'sgd'] }],
    [row({ type: 'odd' }), {}]
  ])('takes of a parameter what its type has: %j', (typed, space) => {
    expect(parameterOf(typed).feasibleSpace).toEqual(space);
  });

  it('reads back every list of texts that has no quotes', () => {
    const texts = fc.array(fc.string({ minLength: 1 }).filter(text => !/["\n]/.test(text)));
    fc.assert(fc.property(texts, list => expect(splitTexts(joinTexts(list))).toEqual(list)));
  });
});

describe('what trials run', () => {
  it.each([TRIAL_JOB_KIND, TFJOB_KIND])('is read and written as a job: $kind', kind => {
    const plain = writeRun(plainExperiment(), plainRun(kind));
    const { job } = readRun(plain)!;
    const changes = { image: 'a:1', command: ['python', 'a.py'], env: [], memory: '1Gi' };
    const changed = writeRun(plain, { kind, job: writeFields(job, kind, changes) });
    expect(readFields(readRun(changed)!.job, kind).fields).toMatchObject(changes);
    expect(changed.spec!.trialTemplate!.trialSpec!.kind).toBe(kind.kind);
    expect(JSON.stringify(changed)).not.toContain('podSpecs');
  });

  it('names whose log is read, which another kind of trial does not keep', () => {
    const tf = writeRun(plainExperiment(), plainRun(TFJOB_KIND)).spec!.trialTemplate!;
    expect(tf).toMatchObject({ retain: true, primaryContainerName: 'tensorflow' });
    expect(tf.primaryPodLabels).toMatchObject({ 'training.kubeflow.org/replica-type': 'chief' });
    const pod = writeRun({ spec: { trialTemplate: tf } }, plainRun(TRIAL_JOB_KIND));
    expect(pod.spec!.trialTemplate).toMatchObject({ primaryContainerName: 'training-container' });
    expect(pod.spec!.trialTemplate).not.toHaveProperty('primaryPodLabels');
  });

  it.each([
    ['nothing', {}],
    ['a Workflow', { spec: { trialTemplate: { trialSpec: { kind: 'Workflow' } } } }]
  ])('is no job where it is %s', (_, experiment) => {
    expect(readRun(experiment as Experiment)).toBeNull();
    expect(formOfExperiment(experiment as Experiment, 'a:1')).toMatchObject({
      image: 'a:1',
      env: []
    });
  });
});

describe('the size of a space', () => {
  const space = (type: string, fields: Partial<ParameterFields>) =>
    parameterOf(row({ type, ...fields }));
  it.each([
    [[space('int', { min: '1', max: '9' })], 9],
    [[space('int', { min: '1', max: '9', step: '4' })], 3],
    [[space('double', { min: '0', max: '0.3', step: '0.1' })], 4],
    [[space('categorical', { list: 'a, b' }), space('discrete', { list: '1, 2, 4' })], 6],
    [[space('double', { min: '0', max: '1' })], null],
    [[space('double', { min: '0.1', max: '1', step: '0.1', distribution: 'logUniform' })], null],
    [[space('int', { min: '9', max: '1' })], null],
    [[space('int', { min: '', max: '1' })], null],
    [[space('categorical', {})], null],
    [[], null]
  ])('%j: %s', (parameters, size) => {
    expect(spaceSize(parameters)).toBe(size);
  });
});
