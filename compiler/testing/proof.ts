import { compile } from '../compile.js';
import { stepCodes } from '../emit/code.js';
import type { Notebook } from '../types.js';
import { randomNotebook } from './programs.js';
import { runPython } from './python.js';

export interface Difference {
  seed: number;
  notebook: Notebook;
  whole: string;
  steps: string;
}

export interface Proof {
  /** Programs that were run. */
  run: number;
  /** Programs that the compiler refused or warned of, so that nothing is claimed of them. */
  refused: number;
  differences: Difference[];
}

/**
 * Runs random notebooks, whole and step by step through the runtime of steps, and compares what they print.
 * Seeds are taken from `first` on until `count` programs have run.
 */
export function prove(first: number, count: number): Proof {
  const jobs: { seed: number; notebook: Notebook; job: object }[] = [];
  let refused = 0;
  for (let seed = first; jobs.length < count; seed++) {
    const notebook = randomNotebook(seed);
    const compilation = compile(notebook);
    if (compilation.diagnostics.length > 0) {
      refused++;
      continue;
    }
    const codes = stepCodes(compilation);
    const job = {
      whole: notebook.cells.map(cell => cell.source),
      steps: compilation.plan.steps.map(({ sources }, index) => ({
        code: codes[index]!.json,
        inputs: Object.fromEntries(sources)
      }))
    };
    jobs.push({ seed, notebook, job });
  }
  const results = JSON.parse(
    runPython('run_programs.py', [], JSON.stringify(jobs.map(({ job }) => job)))
  ) as { whole: string; steps: string }[];
  const differences = results.flatMap((result, index) =>
    result.whole === result.steps ? [] : [{ ...jobs[index]!, ...result }]
  );
  return { run: results.length, refused, differences };
}
