import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { Diagnostic, Edge, Graph as Graphed, Step } from '@kubeflow-lab/compiler';
import type { StepSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { hueOf } from '../../cells/hue';
import { StateIcon, lookOf } from '../../components';
import { Graph, type GraphEdge, type GraphNode, type ILayouter } from '../../graph';
import type { NotebookPipeline } from './model';
import { stepsOfRun } from './runOf';

/**
 * The notebook's steps with what flows between them, and how each does in the latest run. The step of the active cell is
 * the chosen one, and choosing another one goes to its first cell; pointing at one lights its cells, and the other way round.
 */
export function NotebookGraph(props: {
  pipeline: NotebookPipeline;
  layouter: ILayouter;
  onCell: (id: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { pipeline, layouter, onCell, trans } = props;
  const { graph, run } = pipeline;
  const states = stepsOfRun(run, trans);
  const selected = pipeline.activeStep?.name ?? null;
  const choose = (name: string | null) => {
    const [cell] = graph.steps.find(step => step.name === (name ?? selected))?.cells ?? [];
    if (cell !== undefined) {
      onCell(cell);
    }
  };
  return (
    <UseSignal signal={pipeline.pointedChanged}>
      {() => (
        <Graph
          nodes={graph.steps.map((step, index) =>
            nodeOf({ step, index, state: states.get(step.name), graph, trans })
          )}
          edges={edgesOf(graph)}
          layouter={layouter}
          label={trans.__('Steps of the notebook')}
          boxWidth={boxWidth(graph.steps)}
          selected={selected}
          onSelect={choose}
          pointed={pipeline.pointed}
          onPoint={step => pipeline.point(step)}
          trans={trans}
        />
      )}
    </UseSignal>
  );
}

/** The side bar is narrow: boxes are no wider than their names and states need. */
function boxWidth(steps: readonly Step[]): number {
  const longest = Math.max(0, ...steps.map(({ name }) => name.length));
  return Math.min(150, Math.max(92, 48 + 7 * longest));
}

/** Beside what flows: the step that runs at the end waits for those that end the pipeline. */
function edgesOf({ steps, edges }: Graphed): GraphEdge[] {
  const exit = steps.find(({ settings }) => settings.onExit === true);
  const followed = new Set(edges.map(({ from }) => from));
  const ends = exit ? steps.filter(({ name }) => name !== exit.name && !followed.has(name)) : [];
  return [
    ...edges.map(edgeOf),
    ...ends.map(({ name }) => ({ from: name, to: exit!.name, dashed: true }))
  ];
}

function edgeOf({ from, to, variables }: Edge): GraphEdge {
  return { from, to, values: variables, dashed: variables.length === 0 };
}

interface Drawn {
  step: Step;
  /** Its place in the notebook. */
  index: number;
  /** How it does in the latest run. */
  state: StepSummary | undefined;
  graph: Graphed;
  trans: TranslationBundle;
}

function nodeOf({ step, index, state, graph, trans }: Drawn): GraphNode {
  const { name, cells, settings } = step;
  const problems = graph.diagnostics.filter(({ cell }) => cell !== null && cells.includes(cell));
  const isBad = problems.some(({ severity }) => severity === 'error');
  const look = state && lookOf(state.phase, trans);
  const said = problemsInWords(problems, trans);
  const how = look?.word ?? trans._n('%1 cell', '%1 cells', cells.length, cells.length);
  // What runs is told before a warning, and what cannot run before how it ran.
  const facts = isBad ? said : [how, said].filter(Boolean).join(' · ');
  return {
    id: name,
    stacked: settings.loop !== undefined,
    stamp: JSON.stringify([name, state?.phase, facts]),
    className: isBad
      ? 'kfl-mod-bad'
      : look
        ? `kfl-mod-${look.tone}`
        : `kfl-mod-hue-${hueOf(index)}`,
    label: [`${name}: ${facts}`, state?.message, ...problems.map(plainMessage)]
      .filter(Boolean)
      .join('. '),
    content: (
      <>
        <span className="kfl-Graph-title">
          {state && !isBad && <StateIcon phase={state.phase} trans={trans} />}
          <span>{name}</span>
        </span>
        <span className="kfl-Graph-facts">{facts}</span>
      </>
    )
  };
}

/** How many problems the cells of a step have: `2 problems`, or where nothing keeps it from running, `1 warning`. */
function problemsInWords(problems: readonly Diagnostic[], trans: TranslationBundle): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  if (errors > 0) {
    return trans._n('%1 problem', '%1 problems', errors, errors);
  }
  return warnings > 0 ? trans._n('%1 warning', '%1 warnings', warnings, warnings) : '';
}

function plainMessage({ message }: Diagnostic): string {
  return message.replaceAll('`', '').replace(/\.$/, '');
}
