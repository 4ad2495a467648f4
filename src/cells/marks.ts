import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { cleanText, lookOf } from '../components';
import type { NotebookPipeline } from '../pipelines/notebook/model';
import { stepsOfRun } from '../pipelines/notebook/runOf';

interface Mark {
  step: string;
  /** How the step does in the latest run, and the tone of that; missing where it did not run. */
  state?: string;
  tone?: string;
  /** The traceback, at the cell that failed. */
  error?: string;
}

/** Shows on each cell which step it belongs to and how that step does; an error stands below the cell that made it. */
export function markCells(pipeline: NotebookPipeline, trans: TranslationBundle): void {
  let marked: NotebookPanel | null = null;
  pipeline.changed.connect(() => {
    if (marked !== pipeline.panel && marked !== null && !marked.isDisposed) {
      draw(marked, new Map());
    }
    marked = pipeline.panel;
    if (marked !== null) {
      draw(marked, marksOf(pipeline, trans));
    }
  });
}

/** What stands at each cell, by its id. */
export function marksOf(
  { graph, run }: Pick<NotebookPipeline, 'graph' | 'run'>,
  trans: TranslationBundle
): Map<string, Mark> {
  const states = stepsOfRun(run);
  const marks = new Map<string, Mark>();
  for (const { name, cells } of graph.steps) {
    const state = states.get(name);
    const look = state && lookOf(state.phase, trans);
    for (const cell of cells) {
      const { error } = state ?? {};
      marks.set(cell, {
        step: name,
        ...(look && { state: look.word, tone: look.tone }),
        ...(error?.cell === cell && { error: error.traceback })
      });
    }
  }
  return marks;
}

function draw(panel: NotebookPanel, marks: Map<string, Mark>): void {
  for (const cell of panel.content.widgets) {
    const mark = marks.get(cell.model.id);
    const { dataset } = cell.node;
    set(dataset, 'kflStep', mark && [mark.step, mark.state].filter(Boolean).join(' · '));
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
