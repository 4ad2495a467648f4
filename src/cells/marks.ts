import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Diagnostic } from '@kubeflow-lab/compiler';
import type { StepSummary } from '@kubeflow-lab/schema';

import { formatDuration, lookOf } from '../components';
import type { Mending } from '../pipelines/notebook/diagnostics';
import type { NotebookPipeline, SharedPart } from '../pipelines/notebook/model';
import { stepsOfRun } from '../pipelines/notebook/runOf';
import { drawMarks } from './draw';
import { hueOf } from './hue';
import { followPointer } from './pointer';

/** What stands at a cell. */
export interface Mark {
  /** The step that the cell belongs to; missing where it belongs to none. */
  step?: string;
  /** What a cell is that belongs to no step. */
  part?: string;
  /** The colour of its step, while there is no state to be seen. */
  hue?: number;
  /** That something keeps the cell from being part of a pipeline or else, how the step does in the latest run. */
  state?: string;
  /** How long the step ran, or has been running; missing where it has not begun. */
  time?: string;
  /** The tone of that; missing where there is nothing to say. */
  tone?: string;
  /** What the step failed of, at the cell that made it, or at its last one where no cell is known. */
  error?: string;
  /** What the compiler says of the cell. */
  problems?: Diagnostic[];
}

/**
 * Shows on each cell which step it belongs to and how that step does; below it what is wrong with it, with what mends it,
 * or the error that it made in the latest run. The cells of a step at which a person points are lit, here and in the graph.
 */
export function markCells(
  pipeline: NotebookPipeline,
  trans: TranslationBundle,
  mendingOf: (diagnostic: Diagnostic) => Mending | null = () => null
): void {
  let marked: NotebookPanel | null = null;
  let pointer = { dispose: () => {} };
  let clock = 0;
  const mark = () => {
    clearTimeout(clock);
    if (marked !== null && !marked.isDisposed) {
      drawMarks(marked, marksOf(pipeline, trans), mendingOf, trans);
      if (pipeline.run?.summary.steps.some(isRunning)) {
        clock = window.setTimeout(mark, 1000);
      }
    }
  };
  pipeline.changed.connect(() => {
    if (marked !== pipeline.panel) {
      pointer.dispose();
      if (marked !== null && !marked.isDisposed) {
        drawMarks(marked, new Map(), mendingOf, trans);
      }
      marked = pipeline.panel;
      pointer = followPointer(pipeline);
    }
    mark();
  });
}

/** A step that cannot begin says why. */
function inWords({ phase, reason, message }: StepSummary, word: string): string {
  const waits = phase === 'Queued' || phase === 'Pending' || phase === 'Starting';
  return waits && reason !== '' && message !== '' ? `${word}: ${message}` : word;
}

function isRunning({ startedAt, finishedAt }: StepSummary): boolean {
  return startedAt !== null && finishedAt === null;
}

function timeOf(
  { startedAt, finishedAt, reusedFrom }: StepSummary,
  trans: TranslationBundle
): string | undefined {
  if (startedAt === null || reusedFrom !== null) {
    return undefined;
  }
  const end = finishedAt === null ? Date.now() : Date.parse(finishedAt);
  return formatDuration(end - Date.parse(startedAt), trans);
}

/** What stands at each cell, by its id; nothing in a notebook without steps, which is no pipeline. */
export function marksOf(
  { graph, run, shared }: Pick<NotebookPipeline, 'graph' | 'run' | 'shared'>,
  trans: TranslationBundle
): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  if (graph.steps.length === 0) {
    return marks;
  }
  for (const [cell, part] of shared) {
    marks.set(cell, { part: partInWords(part, trans) });
  }
  const states = stepsOfRun(run, trans);
  graph.steps.forEach(({ name, cells }, index) => {
    const state = states.get(name);
    const look = state && lookOf(state.phase, trans);
    for (const cell of cells) {
      marks.set(cell, {
        step: name,
        ...(look
          ? { state: inWords(state!, look.word), tone: look.tone, time: timeOf(state!, trans) }
          : { hue: hueOf(index) })
      });
    }
    if (state?.phase === 'Failed') {
      const place = cells.find(cell => cell === state.error?.cell) ?? cells.at(-1)!;
      marks.set(place, { ...marks.get(place), error: errorOf(state) });
    }
  });
  for (const diagnostic of graph.diagnostics) {
    if (diagnostic.cell !== null) {
      const mark = marks.get(diagnostic.cell) ?? {};
      marks.set(diagnostic.cell, {
        ...mark,
        ...(isError(diagnostic) && { state: trans.__('Problem'), tone: 'bad', time: undefined }),
        problems: [...(mark.problems ?? []), diagnostic]
      });
    }
  }
  return marks;
}

function partInWords(part: SharedPart, trans: TranslationBundle): string {
  switch (part) {
    case 'prelude':
      return trans.__('In every step');
    case 'parameters':
      return trans.__('Parameters of the pipeline');
    case 'metrics':
      return trans.__('Metrics of the pipeline');
  }
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** The traceback or, where no cell raised anything, the sentence that says why. */
function errorOf({ error, message }: StepSummary): string {
  return error?.traceback || error?.evalue || message;
}
