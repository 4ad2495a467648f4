import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Diagnostic } from '@kubeflow-lab/compiler';
import type { StepSummary } from '@kubeflow-lab/schema';

import { cleanText, formatDuration, lookOf } from '../components';
import type { NotebookPipeline } from '../pipelines/notebook/model';
import { stepsOfRun } from '../pipelines/notebook/runOf';

interface Mark {
  /** The step that the cell belongs to; missing where it belongs to none. */
  step?: string;
  /** What keeps the cell from being part of a pipeline or else, how the step does in the latest run. */
  state?: string;
  /** How long the step ran, or has been running; missing where it has not begun. */
  time?: string;
  /** The tone of that; missing where there is nothing to say. */
  tone?: string;
  /** What the step failed of, at the cell that made it, or at its last one where no cell is known. */
  error?: string;
}

/** Shows on each cell which step it belongs to and how that step does; an error stands below the cell that made it. */
export function markCells(pipeline: NotebookPipeline, trans: TranslationBundle): void {
  let marked: NotebookPanel | null = null;
  let clock = 0;
  const mark = () => {
    clearTimeout(clock);
    if (marked !== null && !marked.isDisposed) {
      draw(marked, marksOf(pipeline, trans));
      if (pipeline.run?.summary.steps.some(isRunning)) {
        clock = window.setTimeout(mark, 1000);
      }
    }
  };
  pipeline.changed.connect(() => {
    if (marked !== pipeline.panel && marked !== null && !marked.isDisposed) {
      draw(marked, new Map());
    }
    marked = pipeline.panel;
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
  { graph, run }: Pick<NotebookPipeline, 'graph' | 'run'>,
  trans: TranslationBundle
): Map<string, Mark> {
  const states = stepsOfRun(run, trans);
  const marks = new Map<string, Mark>();
  for (const { name, cells } of graph.steps) {
    const state = states.get(name);
    const look = state && lookOf(state.phase, trans);
    for (const cell of cells) {
      marks.set(cell, {
        step: name,
        ...(look && {
          state: inWords(state!, look.word),
          tone: look.tone,
          time: timeOf(state!, trans)
        })
      });
    }
    if (state?.phase === 'Failed') {
      const place = cells.find(cell => cell === state.error?.cell) ?? cells.at(-1)!;
      marks.set(place, { ...marks.get(place), error: errorOf(state) });
    }
  }
  const wrong = graph.steps.length === 0 ? [] : graph.diagnostics.filter(isError);
  for (const { cell, line, message } of wrong.reverse()) {
    if (cell !== null) {
      const state = line === null ? message : trans.__('Line %1: %2', line, message);
      marks.set(cell, { ...marks.get(cell), state, tone: 'bad', time: undefined });
    }
  }
  return marks;
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** The traceback or, where no cell raised anything, the sentence that says why. */
function errorOf({ error, message }: StepSummary): string {
  return error?.traceback || error?.evalue || message;
}

function draw(panel: NotebookPanel, marks: Map<string, Mark>): void {
  for (const cell of panel.content.widgets) {
    const mark = marks.get(cell.model.id);
    const { dataset } = cell.node;
    set(dataset, 'kflStep', mark && [mark.step, mark.state].filter(Boolean).join(' · '));
    set(dataset, 'kflTime', mark?.time && ` · ${mark.time}`);
    set(dataset, 'kflTone', mark?.tone ?? (mark && 'none'));
    showError(cell.node, mark?.error);
  }
}

function set(dataset: DOMStringMap, name: string, value: string | undefined): void {
  if (value === undefined) {
    delete dataset[name];
  } else if (dataset[name] !== value) {
    dataset[name] = value;
  }
}

const ERROR = 'kfl-CellError';

function showError(node: HTMLElement, traceback: string | undefined): void {
  const shown = node.querySelector(`.${ERROR}`);
  const text = traceback === undefined ? undefined : cleanText(traceback);
  if (text === undefined) {
    shown?.remove();
  } else if (shown?.textContent !== text) {
    const error = shown ?? document.createElement('pre');
    error.className = ERROR;
    error.textContent = text;
    node.append(error);
  }
}
