import type { TranslationBundle } from '@jupyterlab/translation';
import type { StepSummary, WorkflowSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { Commit } from '../components';
import { deployOutput, type MadeModel, useMadeModels } from '../models';
import type { PictureProps } from '../panels';
import { FromData } from './dataModels';
import { GroupView, OpenGroups } from './group';
import type { LoadValue } from './loadValue';
import { MadeModels } from './made';
import { Parameters } from './parameters';
import { RunGraph, useRunDrawing } from './runGraph';
import { ShownCells } from './shown/view';
import { StepView } from './step';
import { takenBy } from './taken';

type RunPictureProps = PictureProps<WorkflowSummary> & {
  loadValue?: LoadValue;
  trans: TranslationBundle;
};

/** A run as its graph, each step with its state, and below it what is known of the chosen step or group. */
export function RunPicture(props: RunPictureProps): React.JSX.Element {
  const { item, platform, showLog, trans } = props;
  const { steps, parameters, notebook, git } = item.summary;
  const { name, namespace } = item.object.metadata;
  const [chosen, choose] = React.useState<string | null>(null);
  const drawing = useRunDrawing(steps, trans);
  // Cards have no room for them.
  const models = useMadeModels(platform, showLog ? namespace : undefined, name);
  const id = chosen ?? firstFailed(steps);
  const step = steps.find(one => one.id === id);
  const group = drawing.boxes.find(box => box.id === id && box.steps.length > 1);
  if (steps.length === 0) {
    return <p className="kfl-Note">{trans.__('This run has no steps yet.')}</p>;
  }
  const box = id === null ? null : drawing.boxOf(id);
  const open = (name: string, toOpen: boolean) => {
    drawing.setOpen(name, toOpen);
    choose(toOpen ? null : name);
  };
  const openModel = (model: string) =>
    platform.actions?.open({ plural: 'inferenceservices', namespace: namespace!, name: model });
  return (
    <div className="kfl-Run">
      <Parameters
        parameters={Object.entries(parameters).map(([name, value]) => ({ name, value }))}
        trans={trans}
      />
      {git && (
        <p className="kfl-Step-fact">
          {notebook ?? trans.__('The notebook')} <Commit {...git} trans={trans} />
        </p>
      )}
      <RunGraph
        drawing={drawing}
        name={name}
        layouter={platform.layouter}
        selected={box}
        // From a step within a closed group, its box leads back to the group.
        onCloseGroup={name => open(name, false)}
        onSelect={to => choose(to === null && box !== id ? box : to)}
        trans={trans}
      />
      <MadeModels models={models} onModel={openModel} trans={trans} />
      {group && (
        <GroupView
          group={group.step}
          steps={group.steps}
          onOpen={() => open(group.id, true)}
          onStep={choose}
          trans={trans}
        />
      )}
      {step && (
        <>
          <OpenGroups
            groups={drawing.openAround(step)}
            onClose={name => open(name, false)}
            trans={trans}
          />
          <ChosenStep {...props} step={step} onStep={choose} models={models} onModel={openModel} />
        </>
      )}
    </div>
  );
}

function ChosenStep(
  props: RunPictureProps & {
    step: StepSummary;
    onStep: (id: string) => void;
    models: readonly MadeModel[];
    onModel: (name: string) => void;
  }
): React.JSX.Element {
  const { item, platform, showLog, loadValue, step, onStep, models, onModel, trans } = props;
  const { notebook } = item.summary;
  const { name: run, namespace } = item.object.metadata;
  return (
    <StepView
      step={step}
      taken={takenBy(item, step)}
      onStep={onStep}
      models={models.filter(model => model.step === step.name)}
      onModel={onModel}
      onLog={showLog && step.pod ? () => showLog(step.name) : undefined}
      onNotebook={notebook ? () => void platform.actions?.openNotebook(notebook) : undefined}
      onLoad={
        showLog && loadValue
          ? output => void loadValue({ run, step: step.name, name: output }, notebook)
          : undefined
      }
      onDeploy={
        showLog && namespace
          ? output => void deployOutput(platform, namespace, { run, step: step.name, output })
          : undefined
      }
      used={
        showLog &&
        step.outputs.length > 0 &&
        namespace && (
          <FromData
            key={step.id}
            {...{ platform, namespace, run, step: step.name, onModel, trans }}
          />
        )
      }
      shown={
        showLog &&
        step.executed &&
        namespace && (
          <ShownCells
            key={step.executed}
            platform={platform}
            namespace={namespace}
            path={step.executed}
            trans={trans}
          />
        )
      }
      trans={trans}
    />
  );
}

/** What a person looks for first in a run that failed. */
function firstFailed(steps: readonly StepSummary[]): string | null {
  return steps.find(({ phase }) => phase === 'Failed')?.id ?? null;
}
