import * as fc from 'fast-check';

import { byVersion, nextVersion, readVersionMeta, servedAs, versionProblem } from './versions.js';

it.each([
  [[], '1'],
  [['1', '2', '10'], '11'],
  [['1.2', 'best'], '1'],
  [['007'], '8'],
  [['9'.repeat(40)], '1']
])('follows %j by %s', (taken, next) => {
  expect(nextVersion(taken)).toBe(next);
});

it('never gives a version that is taken', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat().map(String), fc.string())), taken => {
      const next = nextVersion(taken);
      expect(taken).not.toContain(next);
      expect(versionProblem(next, 'digits', taken)).toBeNull();
    })
  );
});

it.each([
  ['2', /stored already/],
  ['../1', /letters, digits/],
  ['', /letters, digits/],
  ['a/b', /letters, digits/]
])('refuses the version %j', (version, sentence) => {
  expect(versionProblem(version, 'digits', ['1', '2'])).toMatch(sentence);
});

it('puts the highest version first, and what is no number last', () => {
  const one = (version: string) => ({ version }) as Parameters<typeof byVersion>[0];
  const sorted = ['2', 'best', '10', '1', '1.5'].map(one).sort(byVersion);
  expect(sorted.map(({ version }) => version)).toEqual(['10', '2', '1', 'best', '1.5']);
});

const meta = {
  type: 'sklearn.svm.SVC',
  created: '2026-11-22T10:00:00+00:00',
  packages: { 'scikit-learn': '1.7.2' },
  sample: [[0]],
  notebook: 'a.ipynb',
  commit: '0123abc',
  changed: false,
  origin: { run: 'r', step: 's', output: 'o', uid: 'u' }
};

it('reads what a version says of itself', () => {
  expect(readVersionMeta(JSON.stringify(meta))).toEqual({
    type: 'sklearn.svm.SVC',
    created: meta.created,
    notebook: 'a.ipynb',
    commit: '0123abc',
    changed: false,
    origin: { run: 'r', step: 's', output: 'o' },
    data: []
  });
  expect(servedAs(JSON.stringify(meta))).toEqual({
    format: { name: 'sklearn', version: '1' },
    sample: [[0]]
  });
});

it('serves a model of another package as its own format', () => {
  const boosted = { type: 'xgboost.sklearn.XGBRegressor', packages: { xgboost: '3.2.0' } };
  expect(servedAs(JSON.stringify(boosted)).format).toEqual({ name: 'xgboost', version: '3' });
});

it('serves a version as the format that was written down with it', () => {
  const format = { name: 'tensorflow', version: '2' };
  const keras = { type: 'keras.src.models.sequential.Sequential', format };
  expect(servedAs(JSON.stringify(keras)).format).toEqual(format);
  expect(servedAs('{"type": "net", "format": {"name": "onnx"}}').format).toEqual({ name: 'onnx' });
});

it.each([
  '',
  '[]',
  'null',
  '{"created": 3, "data": [1, {"name": "x", "step": "a", "sha256": "no"}], "origin": {"run": 1}, "packages": [], "type": {}}'
])('reads nothing from %j', text => {
  const nothing = {
    type: null,
    created: null,
    notebook: null,
    commit: null,
    changed: null,
    origin: null,
    data: []
  };
  expect(readVersionMeta(text)).toEqual(nothing);
  expect(servedAs(text)).toEqual({ format: null, sample: undefined });
});
