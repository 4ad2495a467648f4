import {
  exampleRows,
  hashOfValue,
  readData,
  readStoredValue,
  servedFormat,
  versionMeta
} from './value.js';
import type { StoredValue } from './value.js';

const model: StoredValue = {
  type: 'sklearn.linear_model.LogisticRegression',
  format: 'joblib',
  python: '3.11',
  packages: { joblib: '1.5.2', numpy: '2.3.4', sklearn: '1.7.2' },
  signature: { features: 64, names: null, classes: ['0', '1'] }
};

describe('what is known of a value', () => {
  it('is read as a step writes it', () => {
    const text = JSON.stringify({ ...model, shape: '', bytes: 10, sha256: 'a', head: 'Log…' });
    expect(readStoredValue(text)).toEqual(model);
    const before = { ...model, signature: undefined };
    expect(readStoredValue(JSON.stringify(before))).toEqual(before);
  });

  it.each(['', 'null', '[]', '{"type": 1, "format": "joblib"}', '{"type": "x"}'])(
    'is nothing in %j',
    text => expect(readStoredValue(text)).toBeNull()
  );

  it('leaves out what is of another type', () => {
    const text = JSON.stringify({
      ...model,
      packages: { sklearn: 1, numpy: '2' },
      signature: { features: 'x', names: [1], classes: 3 }
    });
    expect(readStoredValue(text)).toMatchObject({
      packages: { numpy: '2' },
      signature: { features: null, names: null, classes: null }
    });
  });
});

it('serves a fitted model of scikit-learn as what it is', () => {
  expect(servedFormat(model)).toEqual({ format: { name: 'sklearn', version: '1' } });
  const unknown = { ...model, packages: {}, signature: undefined };
  expect(servedFormat(unknown)).toEqual({ format: { name: 'sklearn' } });
});

it.each<[string, Partial<StoredValue>, RegExp]>([
  ['a table', { type: 'pandas.DataFrame', format: 'pandas' }, /^This is a value of type pandas\.D/],
  ['a number', { type: 'int', format: 'json' }, /^This is a value of type int;/],
  ['a network', { type: 'keras.Sequential', format: 'keras' }, /of type keras\.Sequential;/],
  [
    'code of the notebook',
    { type: 'sklearn.pipeline.Pipeline', format: 'cloudpickle' },
    /^The Pipeline uses a function or class of the notebook/
  ],
  [
    'another package',
    { type: 'catboost.core.CatBoost', packages: { catboost: '1.2' } },
    /^The CatBoost needs catboost, which/
  ],
  ['a package that tells no version', { type: 'mine.Model' }, /^The Model needs mine, which/],
  [
    'another package inside',
    { packages: { sklearn: '1.7', catboost: '1', umap: '0.5' } },
    /needs catboost, umap, which/
  ],
  ['what does not predict', { signature: null }, /does not predict, or is not fitted/]
])('refuses %s with a sentence', (_, change, sentence) => {
  expect(servedFormat({ ...model, ...change })).toEqual({
    problem: expect.stringMatching(sentence)
  });
});

it.each([
  [{ features: 2 }, [[0, 0]]],
  [{ features: 2, names: ['a', 'b'] }, [{ a: 0, b: 0 }]],
  [{ features: 100_000 }, null],
  [{ features: null }, null],
  [null, null],
  [undefined, null]
])('makes of the signature %j the rows %j', (signature, rows) => {
  expect(exampleRows(signature)).toEqual(rows);
});

it('is described as %deploy describes a version', () => {
  const origin = { run: 'digits-1', step: 'train', output: 'model', uid: 'u1' };
  const data = [{ name: 'x', step: 'load', sha256: 'a1'.repeat(32) }];
  const git = { commit: '0123abc', changed: true };
  const about = { name: 'digits', version: '3', sample: [[0]], notebook: 'a.ipynb', origin, data };
  expect(versionMeta(model, { ...about, git, now: new Date('2026-11-22T10:00:00.123Z') })).toEqual({
    name: 'digits',
    version: '3',
    type: model.type,
    created: '2026-11-22T10:00:00+00:00',
    python: '3.11',
    packages: { joblib: '1.5.2', numpy: '2.3.4', 'scikit-learn': '1.7.2' },
    signature: model.signature,
    sample: [[0]],
    notebook: 'a.ipynb',
    commit: '0123abc',
    changed: true,
    origin,
    data
  });
});

it.each([
  ['xgboost.sklearn.XGBClassifier', { sklearn: '1.7', xgboost: '3.2.0' }, 'xgboost', '3'],
  ['lightgbm.sklearn.LGBMRegressor', { lightgbm: '4.7.0' }, 'lightgbm', '4'],
  ['sklearn.pipeline.Pipeline', { sklearn: '1.7', xgboost: '3.2.0' }, 'sklearn', '1']
])('serves a %s as its own format', (type, packages, name, version) => {
  expect(servedFormat({ ...model, type, packages })).toEqual({ format: { name, version } });
});

it('knows the hash of a value where its meta tells one', () => {
  const sha256 = 'a1'.repeat(32);
  expect(hashOfValue(JSON.stringify({ sha256 }))).toBe(sha256);
  expect(hashOfValue('{"sha256": "short"}')).toBeNull();
  expect(hashOfValue('nonsense')).toBeNull();
});

it('reads data of a step, and of a file that no step stored', () => {
  const sha256 = 'a1'.repeat(32);
  const data = ['load', null].map(step => ({ name: 'x', step, sha256 }));
  expect(readData([...data, { name: 'x', sha256 }, { name: 'x', step: 1, sha256 }])).toEqual(data);
});
