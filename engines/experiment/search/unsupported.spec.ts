import { experimentProblems, withDefaults } from '@kubeflow-lab/resources';
import type { Experiment, ExperimentSpec } from '@kubeflow-lab/resources';
import { parseAllDocuments } from 'yaml';
import { readFileSync } from 'node:fs';

import { unsupported } from './unsupported.js';

const [EXAMPLE] = parseAllDocuments(readFileSync('examples/sweep.yaml', 'utf8')).map(
  document => document.toJS() as Experiment
);

function changed(change: Partial<ExperimentSpec>): Experiment {
  const metadata = { ...EXAMPLE.metadata, namespace: 'ada' };
  return withDefaults({ ...EXAMPLE, metadata, spec: { ...EXAMPLE.spec, ...change } });
}

it('takes the classic first sweep as it is', () => {
  expect(unsupported(changed({}))).toBeNull();
  expect(experimentProblems(changed({}))).toEqual([]);
});

it.each<[string, Partial<ExperimentSpec>]>([
  ['hyperband', { algorithm: { algorithmName: 'hyperband' } }],
  ['bayesianoptimization', { algorithm: { algorithmName: 'bayesianoptimization' } }],
  ['median stopping', { earlyStopping: { algorithmName: 'medianstop' } }],
  ['files', { metricsCollectorSpec: { collector: { kind: 'File' } } }],
  ['no metrics', { metricsCollectorSpec: { collector: { kind: 'None' } } }]
])('takes %s', (_what, change) => {
  expect(unsupported(changed(change))).toBeNull();
});

const template = EXAMPLE.spec!.trialTemplate!;

it.each<[string, Partial<ExperimentSpec>, RegExp]>([
  ['a search for architectures', { nasConfig: {} }, /nasConfig.*Katib/],
  ['enas', { algorithm: { algorithmName: 'enas' } }, /enas.*Katib/],
  ['darts', { algorithm: { algorithmName: 'darts' } }, /darts.*Katib/],
  ['pbt', { algorithm: { algorithmName: 'pbt' } }, /pbt.*Katib/],
  ['another early stopping', { earlyStopping: { algorithmName: 'asha' } }, /asha.*Katib/],
  ['Prometheus', { metricsCollectorSpec: { collector: { kind: 'PrometheusMetric' } } }, /Katib/],
  [
    'Push in a Workflow',
    {
      metricsCollectorSpec: { collector: { kind: 'Push' } },
      trialTemplate: { trialSpec: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' } }
    },
    /Push\) of jobs only/
  ],
  [
    'event files that lie nowhere',
    { metricsCollectorSpec: { collector: { kind: 'TensorFlowEvent' } } },
    /TensorFlowEvent needs the path/
  ],
  [
    'a format that is no pattern',
    { metricsCollectorSpec: { source: { filter: { metricsFormat: ['('] } } } },
    /no regular expression/
  ],
  [
    'a trial of any kind',
    { trialTemplate: { ...template, trialSpec: { apiVersion: 'v1', kind: 'Pod' } } },
    /Pod.*Katib/
  ],
  [
    "a condition of GJSON's rarer kind",
    { trialTemplate: { ...template, successCondition: 'status.@values' } },
    /GJSON.*Katib/
  ],
  [
    "another namespace's template",
    { trialTemplate: { configMap: { configMapName: 'a', configMapNamespace: 'kube-system' } } },
    /kube-system; copy/
  ]
])('refuses %s with a sentence', (_what, change, sentence) => {
  expect(unsupported(changed(change))).toMatch(sentence);
});
