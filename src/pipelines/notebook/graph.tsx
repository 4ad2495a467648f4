import type { TranslationBundle } from '@jupyterlab/translation';
import type { Edge, Graph as Graphed, Step } from '@kubeflow-lab/compiler';
import type { StepSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { StateIcon, lookOf } from '../../components';
import { Graph, type GraphEdge, type GraphNode, type ILayouter } from '../../graph';
import type { NotebookPipeline } from './model';
import { stepsOfRun } from './runOf';

/**
 * The notebook's steps with what flows between them, and how each does in the latest run. The step of the active cell is
 * the chosen one, and choosing another one goes to its first cell.
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
  const bad = new Set(
    graph.diagnostics.filter(({ severity }) => severity === 'error').map(({ cell }) => cell)
  );
  const selected = pipeline.activeStep?.name ?? null;
  const choose = (name: string | null) => {
    const [cell] = graph.steps.find(step => step.name === (name ?? selected))?.cells ?? [];
    if (cell !== undefined) {
      onCell(cell);
    }
  };
  return (
    <Graph
      nodes={graph.steps.map(step =>
        nodeOf(
          step,
          states.get(step.name),
          step.cells.some(cell => bad.has(cell)),
          trans
        )
      )}
      edges={edgesOf(graph)}
      layouter={layouter}
      label={trans.__('Steps of the notebook')}
      boxWidth={boxWidth(graph.steps)}
      selected={selected}
      onSelect={choose}
      trans={trans}
    />
  );
}

/** The side bar is narrow: boxes are no wider than their names and states need. */
function boxWidth(steps: readonly Step[]): number {
  const longest = Math.max(0, ...steps.map(({ name }) => name.length));
  return Math.min(160, Math.max(104, 60 + 8 * longest));
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

function nodeOf(
  { name, cells, settings }: Step,
  state: StepSummary | undefined,
  isBad: boolean,
  trans: TranslationBundle
): GraphNode {
  const look = state && lookOf(state.phase, trans);
  const facts = look?.word ?? trans._n('%1 cell', '%1 cells', cells.length, cells.length);
  const { loop } = settings;
  return {
    id: name,
    stacked: loop !== undefined,
    stamp: JSON.stringify([name, state?.phase, facts]),
    className: isBad ? 'kfl-mod-bad' : look ? `kfl-mod-${look.tone}` : '',
    label: [`${name}: ${facts}`, state?.message, isBad ? trans.__('A cell has a problem') : '']
      .filter(Boolean)
      .join('. '),
    content: (
      <>
        <span className="kfl-Graph-title">
          {state && <StateIcon phase={state.phase} trans={trans} />}
          <span>{name}</span>
        </span>
        <span className="kfl-Graph-facts">{facts}</span>
      </>
    )
  };
}
