import { UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Diagnostic, Parameter } from '@kubeflow-lab/compiler';
import * as React from 'react';

import { ProblemError } from '../../problem';
import type { IPlatform } from '../../tokens';
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
  const name = panel?.title.label ?? '';
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

function Diagnostics(props: {
  diagnostics: readonly Diagnostic[];
  onCell: (id: string) => void;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const { diagnostics, onCell, trans } = props;
  return diagnostics.length === 0 ? null : (
    <ul className="kfl-Diagnostics" aria-label={trans.__('Problems')}>
      {diagnostics.map((one, index) => (
        <li key={index} className={`kfl-mod-${one.severity}`}>
          {one.cell === null ? (
            one.message
          ) : (
            <button
              type="button"
              title={trans.__('Show the cell')}
              onClick={() => onCell(one.cell!)}
            >
              {one.message}
              {one.line !== null && <span> {trans.__('(line %1)', one.line)}</span>}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The parameters, and the buttons that run the notebook. A refusal stands below them. */
function RunForm(props: SectionProps): React.JSX.Element {
  const { pipeline, platform, trans } = props;
  const { graph, run } = pipeline;
  const [busy, setBusy] = React.useState(false);
  const [problem, setProblem] = React.useState('');
  const from = retryFrom(graph, run);
  const broken = graph.diagnostics.some(({ severity }) => severity === 'error');
  const submit = async (reuse?: Submission['reuse']) => {
    setBusy(true);
    setProblem('');
    try {
      const parameters = Object.fromEntries(pipeline.parameters);
      await submitNotebook(platform, pipeline.panel!, { parameters, ...(reuse && { reuse }) });
    } catch (error) {
      setProblem(sentenceOf(error));
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
      {problem && (
        <p className="kfl-Pipeline-problem" role="alert">
          {problem}
        </p>
      )}
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
        <input
          type={type === 'str' ? 'text' : 'number'}
          step={type === 'int' ? 1 : 'any'}
          value={value}
          onChange={event => set(event.target.value)}
        />
      )}
    </label>
  );
}

/** A refusal with what stands at each field, as the compiler's diagnostics do. */
function sentenceOf(error: unknown): string {
  const { problem, message } = ProblemError.from(error);
  const details = (problem.errors ?? []).map(one => one.message);
  return [message, ...details].join(' ');
}
