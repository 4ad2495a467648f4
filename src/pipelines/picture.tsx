import type { TranslationBundle } from '@jupyterlab/translation';
import type { StepSummary, WorkflowSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { Elapsed, StateIcon, lookOf } from '../components';
import { Graph, type GraphEdge, type GraphNode } from '../graph';
import { deployOutput } from '../models';
import type { PictureProps } from '../panels';
import type { LoadValue } from './loadValue';
import { StepView } from './step';

/** A run as its graph, each step with its state, and below it what is known of the chosen step. */
export function RunPicture(
  props: PictureProps<WorkflowSummary> & { loadValue?: LoadValue; trans: TranslationBundle }
): React.JSX.Element {
  const { item, platform, showLog, loadValue, trans } = props;
  const { steps, parameters, notebook } = item.summary;
  const { name, namespace } = item.object.metadata;
  const [chosen, choose] = React.useState<string | null>(null);
  const step = steps.find(({ id }) => id === (chosen ?? firstFailed(steps)));
  if (steps.length === 0) {
    return <p className="kfl-Note">{trans.__('This run has no steps yet.')}</p>;
  }
  const openNotebook = notebook ? () => void platform.actions?.openNotebook(notebook) : undefined;
  return (
    <div className="kfl-Run">
      <Parameters parameters={parameters} trans={trans} />
      <Graph
        nodes={steps.map(one => nodeOf(one, trans))}
        edges={edgesOf(steps)}
        label={trans.__('Steps of the run %1', item.object.metadata.name)}
        selected={step?.id ?? null}
        onSelect={choose}
        trans={trans}
      />
      {step && (
        <StepView
          step={step}
          onLog={showLog && step.pod ? () => showLog(step.name) : undefined}
          onNotebook={openNotebook}
          onLoad={
            showLog && loadValue
              ? output => void loadValue({ run: name, step: step.name, name: output }, notebook)
              : undefined
          }
          onDeploy={
            showLog && namespace
              ? output =>
                  void deployOutput(platform, namespace, { run: name, step: step.name, output })
              : undefined
          }
          trans={trans}
        />
      )}
    </div>
  );
}

/** What a person looks for first in a run that failed. */
function firstFailed(steps: readonly StepSummary[]): string | null {
  return steps.find(({ phase }) => phase === 'Failed')?.id ?? null;
}

/** Steps of other people's runs may share a name, as the turns of a loop do; an edge leads from each of them. */
export function edgesOf(steps: readonly StepSummary[]): GraphEdge[] {
  return steps.flatMap(({ id, dependsOn }) =>
    steps.filter(({ name }) => dependsOn.includes(name)).map(from => ({ from: from.id, to: id }))
  );
}

function nodeOf(step: StepSummary, trans: TranslationBundle): GraphNode {
  const { id, name, phase, startedAt, finishedAt } = step;
  const look = lookOf(phase, trans);
  const word = wordOf(step, trans);
  return {
    id,
    className: `kfl-mod-${look.tone}`,
    label: `${name}: ${word}${step.message ? `. ${step.message}` : ''}`,
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

function Parameters(props: {
  parameters: Record<string, string>;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const entries = Object.entries(props.parameters);
  return entries.length === 0 ? null : (
    <dl className="kfl-Run-parameters" aria-label={props.trans.__('Parameters')}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
