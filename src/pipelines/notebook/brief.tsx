import type { TranslationBundle } from '@jupyterlab/translation';
import type { Step } from '@kubeflow-lab/compiler';
import type { StepSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { StatePill } from '../../components';
import { factsOf } from './facts';
import type { NotebookPipeline } from './model';
import { stepsOfRun, whyNotFrom } from './runOf';

interface BriefProps {
  step: Step;
  pipeline: NotebookPipeline;
  /** Nothing can be run now: a run is being started, or the notebook has errors. */
  blocked: boolean;
  onSettings: () => void;
  onRunFrom: () => void;
  trans: TranslationBundle;
}

/** The step of the active cell: what it takes and hands on, how it does, and what can be done with it. */
export function StepBrief(props: BriefProps): React.JSX.Element {
  const { step, pipeline, blocked, onSettings, onRunFrom, trans } = props;
  const { graph, run } = pipeline;
  const state = stepsOfRun(run, trans).get(step.name);
  const why = whyNotFrom(graph, run, step.name, trans);
  return (
    <section className="kfl-StepBrief" aria-label={trans.__('Step %1', step.name)}>
      <header>
        <h4>{step.name}</h4>
        {state && <StatePill phase={state.phase} trans={trans} />}
      </header>
      {state && sentenceOf(state) && <p>{sentenceOf(state)}</p>}
      <dl>
        {factsOf(step, graph.edges, trans).map(({ title, names, text }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{text ?? <code>{names?.join(', ')}</code>}</dd>
          </div>
        ))}
      </dl>
      <div className="kfl-Pipeline-buttons">
        <button
          type="button"
          className="kfl-Button"
          title={trans.__('What the step gets and finds, when it runs and where')}
          onClick={onSettings}
        >
          {trans.__('Settings…')}
        </button>
        {run && (
          <button
            type="button"
            className="kfl-Button"
            disabled={blocked || why !== null}
            title={
              why ??
              trans.__(
                'Run this step and what follows it; the others keep the results of the run %1',
                run.object.metadata.name
              )
            }
            onClick={onRunFrom}
          >
            {trans.__('Run from here')}
          </button>
        )}
      </div>
    </section>
  );
}

/** Why the step waits, or what it failed of; the pill says the rest. */
function sentenceOf({ phase, message }: StepSummary): string {
  return phase === 'Succeeded' ? '' : message;
}
