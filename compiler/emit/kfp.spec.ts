import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compile } from '../compile.js';
import { notebookOf } from '../testing/notebook.js';
import { kfpPython, runPython } from '../testing/python.js';
import type { Notebook } from '../types.js';
import { emitKfp } from './kfp.js';

const EXAMPLES = ['titanic-style', 'digits', 'digits-pipeline'];

/** With every setting that a step can have. */
function everything(): Notebook {
  const notebook = notebookOf(`
# [parameters] parameters
trees = 10
share = 0.5
flag = True
kind = 'a'
sizes = '[1, 2]'
# [step:load, secret:token:key:TOKEN, cache:disabled, limit:nvidia.com/gpu:1, limit:memory:1Gi] load
x = 1
# [step:maybe] maybe
y = x + share
# [step:use] use
print(y)
# [step:many] many
print(trees, x)
# [step:sizes] sizes
print(trees)
# [step:tell] tell
print('the end')
`);
  const when = "flag and (trees > 1 or share < 2) and not kind == 'b'";
  const settings: Record<string, object> = {
    load: {
      image: 'own:1',
      requests: { cpu: '1', memory: '1Gi' },
      env: { THREADS: '1' },
      volumes: [{ claim: 'data', path: '/data' }],
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'gpu', operator: 'Exists', tolerationSeconds: 5 }],
      retry: { limit: 2, backoffSeconds: 5, factor: 2 },
      timeoutSeconds: 60,
      labels: { team: 'vision' },
      annotations: { note: 'é' }
    },
    maybe: { when },
    use: { when },
    many: { when: 'not flag', loop: { parameter: 'trees', items: [10, 100] } },
    sizes: { loop: { parameter: 'trees', from: 'sizes' } },
    tell: { onExit: true }
  };
  for (const cell of notebook.cells) {
    cell.metadata!.kubeflow_lab = settings[cell.id!];
  }
  return notebook;
}

it('the package kfp loads what is emitted and compiles it again, alone and within a pipeline, without loss', () => {
  const examples = EXAMPLES.map(name => {
    const path = join(process.cwd(), 'examples', `${name}.ipynb`);
    return JSON.parse(readFileSync(path, 'utf8')) as Notebook;
  });
  const texts = [everything(), ...examples].map(notebook => {
    const compilation = compile(notebook);
    expect(compilation.diagnostics).toEqual([]);
    return emitKfp(compilation, { image: 'image:1', name: 'pipeline' });
  });
  const printed = runPython('kfp_round_trip.py', [], JSON.stringify(texts), kfpPython());
  expect(JSON.parse(printed)).toEqual(texts.map(() => []));
}, 120_000);
