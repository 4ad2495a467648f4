import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { UseSignal } from '@jupyterlab/ui-components';
import type { Diagnostic } from '@kubeflow-lab/compiler';
import * as React from 'react';

import type { IPlatform } from '../../tokens';
import type { PipelineActions } from './actions';
import { StepBrief } from './brief';
import { Diagnostics, type Mending } from './diagnostics';
import { NotebookGraph } from './graph';
import { LatestRun } from './latestRun';
import type { NotebookPipeline } from './model';
import { ParameterFields } from './parameters';
import { RefusalView, refusalOf, type Refusal } from './refusal';
import { retryFrom } from './runOf';
import { submitNotebook, type Submission } from './submit';

interface SectionProps {
  pipeline: NotebookPipeline;
  platform: IPlatform;
  actions: PipelineActions;
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
  const { pipeline, trans } = props;
  const { panel } = pipeline;
  const name = PathExt.basename(panel?.context.path ?? '');
  return (
    <section className="kfl-Pipeline" aria-label={trans.__('Pipeline of %1', name)}>
      <h3 className="kfl-Pipeline-title" title={panel?.context.path}>
        {name}
      </h3>
      {pipeline.isPipeline ? (
        <Steps {...props} />
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

/** The graph with the step that is chosen in it, what is wrong, the parameters, and what runs it all. */
function Steps(props: SectionProps): React.JSX.Element {
  const { pipeline, actions, trans } = props;
  const { graph, activeStep } = pipeline;
  const { busy, refusal, submit } = useSubmit(props);
  const broken = graph.diagnostics.some(({ severity }) => severity === 'error');
  const mendingOf = (diagnostic: Diagnostic): Mending | null => actions.mendingOf(diagnostic);
  return (
    <>
      <NotebookGraph
        pipeline={pipeline}
        layouter={props.platform.layouter}
        onCell={actions.showCell}
        trans={trans}
      />
      {pipeline.run && (
        <LatestRun
          key={pipeline.run.object.metadata.uid}
          run={pipeline.run}
          platform={props.platform}
          trans={trans}
        />
      )}
      {activeStep && (
        <StepBrief
          step={activeStep}
          pipeline={pipeline}
          blocked={busy || broken}
          onSettings={() => actions.editSettings(activeStep)}
          onRunFrom={() =>
            void submit({ workflow: pipeline.run!.object.metadata.name, from: activeStep.name })
          }
          trans={trans}
        />
      )}
      <Diagnostics
        diagnostics={graph.diagnostics}
        onCell={actions.showCell}
        mendingOf={mendingOf}
        trans={trans}
      />
      <ParameterFields
        parameters={graph.parameters}
        typed={name => pipeline.parameters.get(name)}
        onChange={(name, value) => pipeline.setParameter(name, value)}
        trans={trans}
      />
      <div className="kfl-Pipeline-foot">
        {refusal && <RefusalView refusal={refusal} onCell={actions.showCell} trans={trans} />}
        <RunButtons {...props} busy={busy} broken={broken} submit={submit} />
      </div>
    </>
  );
}

type Submit = (reuse?: Submission['reuse']) => Promise<void>;

/** Starts runs on the cluster, one at a time. */
function useSubmit({ pipeline, platform }: SectionProps) {
  const [busy, setBusy] = React.useState(false);
  const [refusal, setRefusal] = React.useState<Refusal | null>(null);
  const submit: Submit = async reuse => {
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
  return { busy, refusal, submit };
}

/** The buttons that run the notebook. */
function RunButtons(
  props: SectionProps & { busy: boolean; broken: boolean; submit: Submit }
): React.JSX.Element {
  const { pipeline, actions, busy, broken, submit, trans } = props;
  const { graph, run } = pipeline;
  const from = retryFrom(graph, run, trans);
  const state = {
    disabled: busy || broken,
    reason: broken ? trans.__('First mend what is listed above.') : undefined
  };
  return (
    <div className="kfl-Pipeline-buttons">
      <RunButton
        {...state}
        isMain
        hint={trans.__('Save the notebook and run its steps on the cluster')}
        onClick={() => void submit()}
      >
        {busy ? trans.__('Starting…') : trans.__('Run on cluster')}
      </RunButton>
      {run && from && (
        <RunButton
          {...state}
          hint={trans.__(
            'Run this step and what follows it; the others keep the results of the run %1',
            run.object.metadata.name
          )}
          onClick={() => void submit({ workflow: run.object.metadata.name, from })}
        >
          {trans.__('Retry from %1', from)}
        </RunButton>
      )}
      <RunButton
        {...state}
        hint={trans.__(
          'Run each step in a fresh process of this machine, with the same values passed'
        )}
        onClick={() => actions.runHere()}
      >
        {trans.__('Run here')}
      </RunButton>
      <RunButton
        {...state}
        hint={trans.__('What would run, in YAML, and what changed since the last run')}
        onClick={() => actions.preview()}
      >
        {trans.__('Preview…')}
      </RunButton>
      <button
        type="button"
        className="kfl-Button"
        title={trans.__('Image, limits, volumes and more of every step that says nothing else')}
        onClick={() => actions.editDefaults()}
      >
        {trans.__('All steps…')}
      </button>
      <RunButton
        {...state}
        hint={trans.__('Run the notebook by itself at certain times')}
        onClick={() => actions.schedule()}
      >
        {trans.__('Schedule…')}
      </RunButton>
    </div>
  );
}

/** One way to run the notebook: its hint, or where it cannot run, why not. */
function RunButton(props: {
  disabled: boolean;
  reason: string | undefined;
  hint: string;
  isMain?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}): React.JSX.Element {
  const { disabled, reason, hint, isMain = false, onClick, children } = props;
  return (
    <button
      type="button"
      className={isMain ? 'kfl-Button kfl-mod-main' : 'kfl-Button'}
      disabled={disabled}
      title={reason ?? hint}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
