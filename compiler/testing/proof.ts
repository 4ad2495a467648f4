import { compile } from '../compile.js';
import type { Compilation } from '../compile.js';
import { stepCodes } from '../emit/code.js';
import { parameterText } from '../notebook/parameters.js';
import type { Notebook } from '../types.js';
import { randomNotebook } from './programs.js';
import { runPython } from './python.js';

/** What the cells of a notebook printed, whole and step by step. */
export interface Printed {
  whole: string;
  steps: string;
}

export interface Difference extends Printed {
  seed: number;
  notebook: Notebook;
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
  const programs: { seed: number; notebook: Notebook; compilation: Compilation }[] = [];
  let seed = first;
  for (; programs.length < count; seed++) {
    const notebook = randomNotebook(seed);
    const compilation = compile(notebook);
    if (compilation.diagnostics.length === 0) {
      programs.push({ seed, notebook, compilation });
    }
  }
  const printed = runBothWays(programs);
  const differences = programs.flatMap((program, index) => {
    const { whole, steps } = printed[index]!;
    return whole === steps
      ? []
      : [{ seed: program.seed, notebook: program.notebook, whole, steps }];
  });
  return { run: printed.length, refused: seed - first - count, differences };
}

/**
 * Runs notebooks whole and, through the runtime of steps, step by step in the order of their steps.
 * The modules in `warm` are imported once, before the processes of notebooks and steps are forked.
 */
export function runBothWays(
  programs: readonly { notebook: Notebook; compilation: Compilation }[],
  warm: readonly string[] = []
): Printed[] {
  const jobs = programs.map(({ notebook, compilation }) => {
    const { graph, plan } = compilation;
    const codes = stepCodes(compilation);
    return {
      whole: notebook.cells.filter(cell => cell.cell_type === 'code').map(cell => cell.source),
      steps: graph.steps.map(({ parameters }, index) => ({
        code: codes[index]!.json,
        inputs: Object.fromEntries(plan.steps[index]!.sources),
        parameters: Object.fromEntries(
          parameters.map(name => [name, parameterText(plan.values[name]!)])
        )
      }))
    };
  });
  return JSON.parse(runPython('run_programs.py', warm, JSON.stringify(jobs))) as Printed[];
}
