import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Diagnostic } from '@kubeflow-lab/compiler';

import { cleanText } from '../components';
import type { Mending } from '../pipelines/notebook/diagnostics';
import type { Mark } from './marks';

type MendingOf = (diagnostic: Diagnostic) => Mending | null;

/** Draws marks at the cells of a notebook, and takes away those that are there no longer. */
export function drawMarks(
  panel: NotebookPanel,
  marks: ReadonlyMap<string, Mark>,
  mendingOf: MendingOf,
  trans: TranslationBundle
): void {
  for (const { model, node } of panel.content.widgets) {
    const mark = marks.get(model.id) ?? {};
    const { step, part, state, time, tone, hue, problems = [], error } = mark;
    const { dataset } = node;
    const title = [step, state].filter(Boolean).join(' · ');
    set(dataset, 'kflStep', step && title);
    set(dataset, 'kflPart', step ? undefined : [part, state].filter(Boolean).join(' · '));
    set(dataset, 'kflTime', time && ` · ${time}`);
    set(dataset, 'kflTone', tone);
    set(dataset, 'kflHue', hue === undefined ? undefined : String(hue));
    showProblems(node, problems, mendingOf, trans);
    showError(node, error);
  }
}

/** An empty text is taken away as well. */
function set(dataset: DOMStringMap, name: string, value: string | undefined): void {
  if (!value) {
    delete dataset[name];
  } else if (dataset[name] !== value) {
    dataset[name] = value;
  }
}

const PROBLEMS = 'kfl-CellProblems';

function showProblems(
  node: HTMLElement,
  problems: readonly Diagnostic[],
  mendingOf: MendingOf,
  trans: TranslationBundle
): void {
  const shown = node.querySelector<HTMLElement>(`:scope > .${PROBLEMS}`);
  if (problems.length === 0) {
    shown?.remove();
    return;
  }
  const all = problems.map(problem => ({ problem, mending: mendingOf(problem) }));
  // What is mended follows from the notebook, and so may change while the words stay.
  const stamp = JSON.stringify(
    all.map(({ problem, mending }) => [problem.message, problem.line, mending?.label])
  );
  if (shown?.dataset.stamp === stamp) {
    return;
  }
  const list = document.createElement('ul');
  list.className = PROBLEMS;
  list.dataset.stamp = stamp;
  list.setAttribute('aria-label', trans.__('Problems of the cell'));
  list.append(
    ...all.map(({ problem, mending }) =>
      // Found anew: the notebook may have been edited since the button was drawn.
      problemItem(problem, mending && { ...mending, mend: () => mendingOf(problem)?.mend() }, trans)
    )
  );
  shown?.remove();
  node.append(list);
}

function problemItem(
  problem: Diagnostic,
  mending: Mending | null,
  trans: TranslationBundle
): HTMLLIElement {
  const { message, line, severity } = problem;
  const item = document.createElement('li');
  item.className = `kfl-mod-${severity}`;
  item.append(...parts(line === null ? message : trans.__('Line %1: %2', line, message)));
  if (mending) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'kfl-Button';
    button.textContent = mending.label;
    button.onclick = () => mending.mend();
    item.append(button);
  }
  return item;
}

/** A message of the compiler, in which names of the notebook stand between backticks. */
function parts(message: string): (Node | string)[] {
  return message.split('`').map((part, index) => {
    if (index % 2 === 0) {
      return part;
    }
    const code = document.createElement('code');
    code.textContent = part;
    return code;
  });
}

const ERROR = 'kfl-CellError';

function showError(node: HTMLElement, traceback: string | undefined): void {
  const shown = node.querySelector(`:scope > .${ERROR}`);
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
