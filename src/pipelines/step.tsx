import type { TranslationBundle } from '@jupyterlab/translation';
import type { StepError, StepSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { StatePill, cleanText } from '../components';
import type { MadeModel } from '../models';
import { Parameters } from './parameters';
import type { Taken } from './taken';
import { StoredValues, TakenValues } from './values';

/** What is known of one step: its state, its error as Python wrote it, and the values that it took and stored. */
export function StepView(props: {
  step: StepSummary;
  taken: Taken;
  /** Shows another step, by its id. */
  onStep: (id: string) => void;
  /** What is served from its values. */
  models: readonly MadeModel[];
  onModel: (name: string) => void;
  /** Missing where there is no log to show. */
  onLog?: () => void;
  onNotebook?: () => void;
  /** Serves a stored value; missing where nothing can be done. */
  onDeploy?: (output: string) => void;
  /** Leads to the models that were made from what it stored. */
  used?: React.ReactNode;
  /** What its cells have shown. */
  shown?: React.ReactNode;
  /** Loads a stored value into a notebook; missing where there is none. */
  onLoad?: (output: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { step, taken, onStep, models, onModel, onLog, onNotebook, onDeploy, onLoad } = props;
  const { used, shown, trans } = props;
  return (
    <section className="kfl-Step" aria-label={trans.__('Step %1', step.name)}>
      <header className="kfl-Step-head">
        <h3>{step.name}</h3>
        <StatePill phase={step.phase} trans={trans} />
        {onLog && (
          <button type="button" className="kfl-Button" onClick={onLog}>
            {trans.__('Log')}
          </button>
        )}
        {onNotebook && step.cells.length > 0 && (
          <button type="button" className="kfl-Button" onClick={onNotebook}>
            {trans.__('Open notebook')}
          </button>
        )}
      </header>
      {factsOf(step, trans).map(fact => (
        <p key={fact} className="kfl-Step-fact">
          {fact}
        </p>
      ))}
      {step.error && (
        <pre className="kfl-Step-error" tabIndex={0} aria-label={trans.__('Error')}>
          {asText(step.error)}
        </pre>
      )}
      <Parameters parameters={taken.parameters} trans={trans} />
      {taken.values.length > 0 && (
        <TakenValues values={taken.values} onStep={onStep} trans={trans} />
      )}
      {step.outputs.length > 0 && (
        <StoredValues
          values={step.outputs}
          models={models}
          onModel={onModel}
          onDeploy={onDeploy}
          onLoad={onLoad}
          trans={trans}
        />
      )}
      {used}
      {shown}
    </section>
  );
}

function factsOf(step: StepSummary, trans: TranslationBundle): string[] {
  const { message, exitCode, retries, reusedFrom } = step;
  return [
    message,
    reusedFrom ? trans.__('Not run again: its values come from the run %1.', reusedFrom) : '',
    exitCode ? trans.__('It ended with exit code %1.', exitCode) : '',
    retries > 0
      ? trans._n('It was tried again once.', 'It was tried again %1 times.', retries, retries)
      : ''
  ].filter(fact => fact !== '');
}

/** IPython colours its tracebacks for terminals; a page shows them as text. */
function asText({ traceback, ename, evalue }: StepError): string {
  return cleanText(traceback || `${ename}: ${evalue}`);
}
