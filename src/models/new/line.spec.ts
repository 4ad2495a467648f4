import { nullTranslator } from '@jupyterlab/translation';

import { EMPTY, type Fields } from './form';
import { readLine } from './line';
import { firstFunction, withServeLine } from './notebook';

const trans = nullTranslator.load('kubeflow_lab');
const read = (fields: Partial<Fields>) =>
  readLine({ ...EMPTY, source: 'variable', variable: 'model', name: 'digits', ...fields }, trans);

it.each<[Partial<Fields>, string]>([
  [{}, '%deploy model --name digits'],
  [{ variable: ' größe ' }, "%deploy 'größe' --name digits"],
  [{ sample: 'X[:3]', version: '2' }, '%deploy model --name digits --version 2 --sample X[:3]'],
  [{ sample: "d['a b']" }, `%deploy model --name digits --sample 'd['"'"'a b'"'"']'`],
  [{ sample: '[[1, 2],\n [3, 4]]' }, "%deploy model --name digits --sample '[[1, 2], [3, 4]]'"],
  [
    { cpu: '2', memory: '1Gi', replicas: '3' },
    '%deploy model --name digits --cpu 2 --memory 1Gi --replicas 3'
  ]
])('%j becomes %s', (fields, line) => {
  expect(read(fields)).toEqual({ line, cell: null });
});

it.each<[Partial<Fields>, keyof Fields]>([
  [{ variable: '' }, 'variable'],
  [{ variable: 'a b' }, 'variable'],
  [{ variable: '--name' }, 'variable'],
  [{ name: 'Digits!' }, 'name'],
  [{ replicas: '0' }, 'replicas'],
  [{ memory: 'much' }, 'memory'],
  [{ source: 'function', cell: '' }, 'cell']
])('%j is wrong at %s', (fields, name) => {
  expect(read(fields)).toEqual({ wrong: { [name]: expect.any(String) } });
});

it.each([
  ['def score(rows):\n  return rows', 'score'],
  ['import numpy\n\nasync def ask(rows): ...', 'ask'],
  ['class A:\n  def score(self): ...', null],
  ['x = 1', null]
])('%j begins with the function %s', (source, name) => {
  expect(firstFunction(source)).toBe(name);
});

it.each([
  ['def f(x): ...', '%%serve --name f\ndef f(x): ...'],
  ['%%serve --name old\ndef f(x): ...', '%%serve --name f\ndef f(x): ...'],
  ['\n%%serve --name old', '%%serve --name f\n']
])('the line stands before %j', (source, served) => {
  expect(withServeLine(source, '%%serve --name f')).toBe(served);
});
