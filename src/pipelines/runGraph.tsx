import type { TranslationBundle } from '@jupyterlab/translation';
import type { StepSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { Elapsed, StateIcon, lookOf } from '../components';
import { Graph, type GraphNode, type ILayouter } from '../graph';
import { drawRun, groupsOf, isOpenAtFirst, realGroups, type Drawn } from './groups';

/** A run as it is drawn, and what a person has chosen and opened in it. */
export interface RunDrawing extends ReturnType<typeof drawRun> {
  /** The open groups, and the boxes that are drawn in each. */
  open: { group: string; boxes: string[] }[];
  /** Open groups around a step. */
  openAround: (step: StepSummary) => string[];
  setOpen: (group: string, open: boolean) => void;
}

/** Draws a run's steps; groups are closed and opened by a person, and at first by their size. */
export function useRunDrawing(steps: readonly StepSummary[], trans: TranslationBundle): RunDrawing {
  const [said, say] = React.useState<ReadonlyMap<string, boolean>>(new Map());
  return React.useMemo(() => {
    const members = realGroups(steps);
    const isOpen = (group: string) =>
      said.get(group) ?? isOpenAtFirst(group, members.get(group) ?? [], steps.length);
    const drawn = drawRun(steps, isOpen, trans);
    return {
      ...drawn,
      open: [...members]
        .filter(([group]) => isOpen(group))
        .map(([group, within]) => ({
          group,
          boxes: [...new Set(within.map(({ id }) => drawn.boxOf(id)))]
        }))
        // In a closed one nothing is drawn but the closed one's box.
        .filter(({ group }) =>
          groupsOf(group).every(outer => !members.has(outer) || isOpen(outer))
        ),
      openAround: ({ name }) => groupsOf(name).filter(group => members.has(group) && isOpen(group)),
      setOpen: (group, open) => say(before => new Map(before).set(group, open))
    };
  }, [steps, said, trans]);
}

/** The graph of a run. A box is chosen by its id: of a step, or the name of a group. */
export function RunGraph(props: {
  drawing: RunDrawing;
  name: string;
  layouter: ILayouter;
  selected: string | null;
  onSelect: (id: string | null) => void;
  onCloseGroup: (group: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { drawing, name, layouter, selected, onSelect, onCloseGroup, trans } = props;
  return (
    <Graph
      nodes={drawing.boxes.map(box => nodeOf(box, trans))}
      edges={drawing.edges}
      frames={drawing.open.map(({ group, boxes }) => ({
        id: group,
        boxes,
        label: group,
        closing: trans.__('Draw %1 as one', group)
      }))}
      onCloseFrame={onCloseGroup}
      layouter={layouter}
      label={trans.__('Steps of the run %1', name)}
      selected={selected}
      onSelect={onSelect}
      trans={trans}
    />
  );
}

function nodeOf({ id, step, steps }: Drawn, trans: TranslationBundle): GraphNode {
  const { name, phase, startedAt, finishedAt, message } = step;
  const look = lookOf(phase, trans);
  const isGroup = steps.length > 1;
  const word = isGroup ? message : wordOf(step, trans);
  return {
    id,
    className: `kfl-mod-${look.tone}`,
    stacked: isGroup,
    stamp: JSON.stringify([name, phase, word, startedAt, finishedAt]),
    label: isGroup
      ? trans.__('%1, %2 steps: %3', name, steps.length, message)
      : `${name}: ${word}${message ? `. ${message}` : ''}`,
    content: (
      <>
        <span className="kfl-Graph-title">
          <StateIcon phase={phase} trans={trans} />
          <span>{name}</span>
        </span>
        <span className="kfl-Graph-facts">
          {word}
          {startedAt && (
            <>
              {' · '}
              <Elapsed startedAt={startedAt} finishedAt={finishedAt} trans={trans} />
            </>
          )}
        </span>
      </>
    )
  };
}

/** A step whose values come from an earlier run was not run again. */
function wordOf({ phase, reusedFrom }: StepSummary, trans: TranslationBundle): string {
  return reusedFrom ? trans.__('From %1', reusedFrom) : lookOf(phase, trans).word;
}
