import { nullTranslator } from '@jupyterlab/translation';
import { jobItem, noJobActions, succeeded } from '../testing/jobs';
import { trainingKinds } from '../training/kinds';
import { parseCard, snapshotOf } from './card';
import { htmlOf, textOf } from './html';

const [tfjob] = trainingKinds(nullTranslator.load('kubeflow_lab'), noJobActions);

const named = {
  apiVersion: 'kubeflow.org/v1',
  kind: 'TFJob',
  namespace: 'team-a',
  name: 'digits',
  uid: 'uid-digits'
};

describe('parseCard', () => {
  it('reads a card with and without a snapshot', () => {
    expect(parseCard({ ...named, snapshot: null })).toEqual({ ...named, snapshot: null });
    const snapshot = snapshotOf(succeeded('digits'));
    expect(parseCard({ ...named, snapshot })?.snapshot).toEqual(snapshot);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'card'],
    ['a name that is none', { ...named, name: '../../secrets' }],
    ['a name with a command', { ...named, name: 'a; rm -rf ~' }],
    ['a kind that is none', { ...named, kind: '<b>' }],
    ['no uid', { ...named, uid: undefined }]
  ])('does not take %s for a card', (_what, data) => {
    expect(parseCard(data)).toBeNull();
  });

  it('makes a snapshot of anyone fit to be drawn', () => {
    const snapshot = {
      object: { metadata: { name: 'digits' } },
      summary: { phase: 'Running', metrics: { a: 'x', b: 1 }, replicas: 7, startedAt: 'yesterday' }
    };
    const read = parseCard({ ...named, snapshot })!.snapshot!;
    expect(read.summary).toMatchObject({ message: '', startedAt: null, notebook: null });
    expect(tfjob.card!.read(read.summary)).toMatchObject({ metrics: { b: 1 }, replicas: [] });
  });
});

describe('snapshotOf', () => {
  it('keeps of the object only what identifies it', () => {
    const { object, summary } = snapshotOf(jobItem('digits', {}, { 'a/b': 'c' }));
    expect(object).toEqual({
      apiVersion: 'kubeflow.org/v1',
      kind: 'TFJob',
      metadata: {
        name: 'digits',
        namespace: 'team-a',
        uid: 'uid-digits',
        creationTimestamp: '2026-10-20T09:00:00Z'
      }
    });
    expect(summary).toEqual(jobItem('digits').summary);
  });
});

describe('htmlOf', () => {
  it('tells state, replicas and metrics, with everything escaped', () => {
    const item = jobItem('digits', { message: '<script>"&\'', metrics: { '<i>': 1 } });
    const html = htmlOf(item, tfjob);
    expect(html).toContain('&lt;script&gt;&quot;&amp;&#x27;');
    expect(html).toContain('<dt>&lt;i&gt;</dt><dd>1</dd>');
    expect(html).toContain('<td>digits-worker-0</td><td>Running</td>');
    expect(html).not.toMatch(/<script|<i>/);
  });
});

describe('textOf', () => {
  it('is one line', () => {
    expect(textOf(succeeded('digits'), tfjob)).toBe(
      'TFJob digits: Succeeded. The job finished after 2 min 5 s., loss=0.1234567, accuracy=0.972222'
    );
  });
});
