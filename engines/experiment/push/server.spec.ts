import { KubeError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { KubeObject, Pod, Trial } from '@kubeflow-lab/resources';
import { pino } from 'pino';

import { reportTo } from '../testing/report.js';
import { reportedOf } from './reported.js';
import { addressOf, serveReports } from './server.js';
import type { ReportServer } from './server.js';

let server: ReportServer;
let trial: Trial;
let pods: Pod[];
let selections: object[];
/** Errors of the next writes. */
let failures: KubeError[];

const ended = { type: 'Succeeded', status: 'True' as const };

beforeEach(async () => {
  trial = {
    metadata: { namespace: 'ada', name: 'sweep-1', uid: 'u', resourceVersion: '7' },
    spec: {
      objective: { objectiveMetricName: 'score' },
      metricsCollector: { collector: { kind: 'Push' } }
    }
  };
  pods = [{ metadata: { namespace: 'ada', name: 'p' }, status: { phase: 'Running' } }];
  selections = [];
  failures = [];
  const client = {
    list: (_kind: unknown, selection: object) => {
      selections.push(selection);
      return Promise.resolve({ items: pods });
    },
    get: () => Promise.resolve(trial),
    mergePatch(_kind: unknown, _key: unknown, { metadata }: KubeObject) {
      const failure = failures.shift();
      if (failure !== undefined) {
        return Promise.reject(failure);
      }
      trial = { ...trial, metadata: { ...trial.metadata, ...metadata } };
      return Promise.resolve(trial);
    }
  } as unknown as KubeClient;
  server = await serveReports(client, '127.0.0.1:0', pino({ level: 'silent' }));
});

afterEach(() => server.stop());

const report = (name: string, metrics: Record<string, string>) =>
  reportTo(`127.0.0.1:${server.port}`, name, metrics);

it('has written what a pod of a trial reports when it answers', async () => {
  await report('sweep-1', { score: '0.5' });
  await report('sweep-1', { score: '0.75' });
  expect(reportedOf(trial).observation.metrics).toEqual([
    { name: 'score', min: '0.5', max: '0.75', latest: '0.75' }
  ]);
  expect(selections[0]).toEqual({
    labelSelector: 'katib.kubeflow.org/trial=sweep-1',
    fieldSelector: 'status.podIP=127.0.0.1'
  });
});

it('writes again over a trial that has changed meanwhile', async () => {
  failures = [new KubeError(409, { message: 'changed', reason: 'Conflict' })];
  await report('sweep-1', { score: '1' });
  expect(reportedOf(trial).curve).toEqual([[1, 1]]);
});

it('says that a report is to be made again where it could not be written', async () => {
  failures = [new KubeError(500, { message: 'etcd: no space' })];
  await expect(report('sweep-1', { score: '1' })).rejects.toThrow(/UNAVAILABLE.*report it again/);
});

it.each<[string, () => void, string, RegExp]>([
  ['of anybody else', () => (pods = []), 'sweep-1', /only the pods of a trial/],
  ['of a pod that has ended', () => (pods[0].status!.phase = 'Failed'), 'sweep-1', /only the pods/],
  ['with a name that is none', () => undefined, 'sweep-1,app=x', /only the pods of a trial/],
  ['of a trial that has ended', () => (trial.status = { conditions: [ended] }), 'sweep-1', /ended/],
  [
    'of a trial whose log is read',
    () => (trial.spec!.metricsCollector = { collector: { kind: 'StdOut' } }),
    'sweep-1',
    /kind to Push/
  ],
  [
    'without a metric of the trial',
    () => (trial.spec!.objective = { objectiveMetricName: 'loss' }),
    'sweep-1',
    /no metric of trial sweep-1, which are loss/
  ]
])('refuses a report %s', async (_what, arrange, name, sentence) => {
  arrange();
  await expect(report(name, { score: '1' })).rejects.toThrow(sentence);
  expect(trial.metadata?.annotations).toBeUndefined();
});

it.each([
  ['10.0.0.7:4711', '10.0.0.7'],
  ['[::ffff:10.0.0.7]:4711', '10.0.0.7'],
  ['[fd00::7]:4711', 'fd00::7']
])('takes the address of %s', (peer, address) => {
  expect(addressOf(peer)).toBe(address);
});
