/** How long the compiler takes for a whole notebook, and after an edit of one of its cells, in one thread of Node. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { build } from 'esbuild';

import { figure, median, quantile } from '../report.mjs';

const CELLS = 100;
const BYTES = 20_000;
/** So often before anything counts: the compiler of JavaScript has seen it all by then. */
const WARM_UP = 60;
const SAMPLES = 60;

/**
 * A notebook of 100 cells and 20 kB: imports, functions, parameters, and steps of a few cells each, which take values
 * from several of those before.
 * @param {string} edit what one cell in the middle says
 */
export function notebook(edit = '') {
  const cells = [
    cell('import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import Ridge', [
      'imports'
    ]),
    cell(
      'def scaled(table, by=1.0):\n    return {name: (column - column.mean()) / by for name, column in table.items()}',
      ['functions']
    ),
    cell('rate = 0.1\nfolds = 5\nkind = "ridge"', ['parameters'])
  ];
  while (cells.length < CELLS) {
    const number = cells.length;
    const before = Math.max(3, number - (number % 7) - 1);
    const tags = number % 3 === 0 ? [`step:step_${number}`] : [];
    const taken = number > 6 ? `result_${before - (before % 3)}` : 'rate';
    cells.push(cell(body(number, taken) + (number === CELLS / 2 ? edit : ''), tags));
  }
  return { cells: cells.map((one, index) => ({ ...one, id: `cell-${index}` })), metadata: {} };
}

function cell(source, tags) {
  return { cell_type: 'code', source, metadata: { tags } };
}

function body(number, taken) {
  return `table_${number} = pd.DataFrame({"a": np.arange(${number}), "b": [rate * i for i in range(${number})]})
if len(table_${number}) > folds:
    model_${number} = Ridge(alpha=rate).fit(table_${number}[["a"]], table_${number}["b"])
result_${number} = [${taken}, scaled(table_${number}).get("a")]`;
}

/** @param {(text: string) => void} note @returns {Promise<import('../report.mjs').Figure[]>} */
export async function measureCompiling(note) {
  const folder = await mkdtemp(join(tmpdir(), 'kubeflow-lab-compiler-'));
  try {
    const file = join(folder, 'compiler.mjs');
    const entry = new URL('../../compiler/index.ts', import.meta.url).pathname;
    await build({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      platform: 'browser',
      outfile: file,
      logLevel: 'error'
    });
    return figuresOf(await import(pathToFileURL(file).href), note);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function figuresOf({ compile, AnalysisCache }, note) {
  const text = JSON.stringify(notebook());
  const bytes = notebook().cells.reduce((sum, { source }) => sum + source.length, 0);
  if (bytes < BYTES) {
    throw new Error(`The notebook has only ${bytes} bytes of code.`);
  }
  const { diagnostics, graph } = compile(JSON.parse(text));
  if (diagnostics.length > 0 || graph.steps.length < 30) {
    throw new Error(
      `The notebook is not what is to be measured: ${JSON.stringify(diagnostics[0])}.`
    );
  }
  const whole = timed(() => compile(notebook()));
  const cache = new AnalysisCache();
  compile(notebook(), { cache });
  let edits = 0;
  const edit = timed(() => compile(notebook(`\nedit = ${(edits += 1)}`), { cache }));
  note(`compiled ${CELLS} cells, ${bytes} bytes, ${graph.steps.length} steps`);
  return [
    figure('compile_ms', median(whole), 'ms', 30),
    figure('compile_p95_ms', quantile(whole, 0.95), 'ms'),
    figure('edit_ms', median(edit), 'ms', 3),
    figure('edit_p95_ms', quantile(edit, 0.95), 'ms')
  ];
}

/** @param {() => void} work @returns {number[]} milliseconds of each time that counts */
function timed(work) {
  const samples = [];
  for (let round = 0; round < WARM_UP + SAMPLES; round += 1) {
    const begun = performance.now();
    work();
    if (round >= WARM_UP) {
      samples.push(performance.now() - begun);
    }
  }
  return samples;
}
