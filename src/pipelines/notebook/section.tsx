import { PathExt } from '@jupyterlab/coreutils';
import { UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import { parameterValue, type Diagnostic, type Parameter } from '@kubeflow-lab/compiler';
import * as React from 'react';

import { ProblemError } from '../../problem';
import type { IPlatform } from '../../tokens';
import { Diagnostics } from './diagnostics';
import { NotebookGraph } from './graph';
import type { NotebookPipeline } from './model';
import { retryFrom } from './runOf';
import { submitNotebook, type Submission } from './submit';

interface SectionProps {
  pipeline: NotebookPipeline;
  platform: IPlatform;
  /** Shows a cell of the notebook. */
  onCell: (id: string) => void;
  trans: TranslationBundle;
}

/** The notebook in front, drawn as a pipeline while one types, with what is wrong and what runs it. */
export function NotebookSection(props: SectionProps): React.JSX.Element {
  return (
    <UseSignal signal={props.pipeline.changed}>
      {() => (props.pipeline.panel ? <Pipeline {...props} /> : <></>)}
    </UseSignal>
  );
}

function Pipeline(props: SectionProps): React.JSX.Element {
  const { pipeline, onCell, trans } = props;
  const { graph, panel } = pipeline;
  const name = PathExt.basename(panel?.context.path ?? '');
  return (
    <section className="kfl-Pipeline" aria-label={trans.__('Pipeline of %1', name)}>
      <h3 className="kfl-Pipeline-title" title={panel?.context.path}>
        {name}
      </h3>
      {pipeline.isPipeline ? (
        <>
          <NotebookGraph pipeline={pipeline} onCell={onCell} trans={trans} />
          <Diagnostics diagnostics={graph.diagnostics} onCell={onCell} trans={trans} />
          <RunForm {...props} />
        </>
      ) : (
        <p className="kfl-Note">
          {trans.__(
            'No cell of this notebook belongs to a step. Choose “Set Step…” in the toolbar of a cell, or begin it with %1.',
            '%%step name'
          )}
        </p>
      )}
    </section>
  );
}

/** The parameters, and the buttons that run the notebook. A refusal stands below them. */
function RunForm(props: SectionProps): React.JSX.Element {
  const { pipeline, platform, onCell, trans } = props;
  const { graph, run } = pipeline;
  const [busy, setBusy] = React.useState(false);
  const [refusal, setRefusal] = React.useState<Refusal | null>(null);
  const from = retryFrom(graph, run);
  const broken = graph.diagnostics.some(({ severity }) => severity === 'error');
  const submit = async (reuse?: Submission['reuse']) => {
    setBusy(true);
    setRefusal(null);
    try {
      const parameters = pipeline.given;
      await submitNotebook(platform, pipeline.panel!, { parameters, ...(reuse && { reuse }) });
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setBusy(false);
    }
  };
  const reason = broken ? trans.__('First mend what is listed above.') : undefined;
  return (
    <form className="kfl-Pipeline-form" onSubmit={event => event.preventDefault()}>
      {graph.parameters.map(parameter => (
        <ParameterField key={parameter.name} parameter={parameter} pipeline={pipeline} />
      ))}
      <div className="kfl-Pipeline-buttons">
        <button
          type="button"
          className="kfl-Button kfl-mod-main"
          disabled={busy || broken}
          title={reason ?? trans.__('Save the notebook and run its steps on the cluster')}
          onClick={() => void submit()}
        >
          {busy ? trans.__('Starting…') : trans.__('Run on cluster')}
        </button>
        {run && from && (
          <button
            type="button"
            className="kfl-Button"
            disabled={busy || broken}
            title={
              reason ??
              trans.__(
                'Run this step and what follows it; the others keep the results of the run %1',
                run.object.metadata.name
              )
            }
            onClick={() => void submit({ workflow: run.object.metadata.name, from })}
          >
            {trans.__('Retry from %1', from)}
          </button>
        )}
      </div>
      {refusal && <RefusalView refusal={refusal} onCell={onCell} trans={trans} />}
    </form>
  );
}

function ParameterField(props: {
  parameter: Parameter;
  pipeline: NotebookPipeline;
}): React.JSX.Element {
  const { parameter, pipeline } = props;
  const { name, type } = parameter;
  const value = pipeline.parameters.get(name) ?? String(parameter.default);
  const set = (text: string) => pipeline.setParameter(name, text);
  return (
    <label className="kfl-Pipeline-parameter">
      <span title={type}>{name}</span>
      {type === 'bool' ? (
        <input
          type="checkbox"
          checked={value.toLowerCase() === 'true'}
          onChange={event => set(event.target.checked ? 'true' : 'false')}
        />
      ) : (
        // A field for numbers would forget what is typed that is none.
        <input
          type="text"
          inputMode={type === 'int' ? 'numeric' : type === 'float' ? 'decimal' : 'text'}
          aria-invalid={parameterValue(parameter, value) === null}
          value={value}
          onChange={event => set(event.target.value)}
        />
      )}
    </label>
  );
}

/** What the server says to a run: what it found in the notebook, or one sentence and what belongs to it. */
type Refusal = { diagnostics: readonly Diagnostic[] } | { sentences: string[] };

function refusalOf(error: unknown): Refusal {
  const { problem, message } = ProblemError.from(error);
  const { diagnostics } = problem as { diagnostics?: Diagnostic[] };
  const details = (problem.errors ?? []).map(one => one.message);
  return diagnostics?.length ? { diagnostics } : { sentences: [...new Set([message, ...details])] };
}

/** Stands at the end of what may be scrolled, so it is brought into sight. */
function RefusalView(props: {
  refusal: Refusal;
  onCell: (id: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { refusal, onCell, trans } = props;
  const view = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => view.current?.scrollIntoView({ block: 'nearest' }), [refusal]);
  return (
    <div ref={view} className="kfl-Pipeline-problem" role="alert">
      {'diagnostics' in refusal ? (
        <Diagnostics diagnostics={refusal.diagnostics} onCell={onCell} trans={trans} />
      ) : (
        refusal.sentences.map(sentence => <p key={sentence}>{sentence}</p>)
      )}
    </div>
  );
}
