import { UseSignal } from '@jupyterlab/ui-components';
import type { JobProblem } from '@kubeflow-lab/resources';
import * as React from 'react';
import type { IPlatform, ObjectRef } from '../../tokens';
import { CodeFields } from './code';
import { TextInput } from './field';
import { FormFrame } from './frame';
import { KindField, useEngine } from './kind';
import { check, launch, type SaveNotebook } from './launch';
import type { FormModel } from './model';
import type { OpenNotebook } from './notebooks';
import { ParameterFields } from './parameters';
import { PolicyFields } from './policy';
import { RunFields } from './run';
import { RuntimeField } from './runtime';
import { Side } from './side';

export interface JobFormProps {
  model: FormModel;
  platform: IPlatform;
  /** The open notebooks, asked anew whenever the form is drawn. */
  notebooks: () => readonly OpenNotebook[];
  save: SaveNotebook;
  /** Asks before a job that has not ended is deleted for the new one. */
  confirmReplacing: () => Promise<boolean>;
  onMade: (job: ObjectRef) => void;
}

/** A new training job by form, with what will come of it beside. */
export function JobForm(props: JobFormProps): React.JSX.Element {
  return <UseSignal signal={props.model.stateChanged}>{() => <Body {...props} />}</UseSignal>;
}

function Body(props: JobFormProps): React.JSX.Element {
  const { model, platform, notebooks, save } = props;
  const { trans, client } = platform;
  const engine = useEngine(platform, model);
  const problems = [
    ...model.problems,
    ...sourceProblems(model, trans.__('Name the file with the code.')),
    ...(engine === null ? [] : [{ path: 'kind', message: engine, severity: 'error' as const }])
  ];
  const { job, source, parameters } = model;
  const asked = React.useMemo(() => ({ job, source, parameters }), [job, source, parameters]);
  const start = async () => {
    if (model.replaces && !(await props.confirmReplacing())) {
      return false;
    }
    props.onMade(await launch(model, client, save));
    return true;
  };
  const images = model.surroundings.images[model.kind.images ?? ''] ?? [];
  return (
    <FormFrame
      label={trans.__('New training job')}
      submit={model.replaces ? trans.__('Delete and run again') : trans.__('Start')}
      problems={problems}
      allShown={model.earlier !== null}
      asked={asked}
      onFix={changes => model.change(changes)}
      onCheck={() => check(model, client, save)}
      onStart={start}
      fields={touch => {
        const part = { model, ...touch, trans };
        return (
          <>
            <KindField model={model} missing={engine} trans={trans} />
            <TextInput
              {...part}
              field="name"
              label={trans.__('Name')}
              placeholder={trans.__('digits')}
            />
            <CodeFields {...part} notebooks={notebooks()} />
            {model.takesParameters && <ParameterFields {...part} />}
            {model.kind.trainer && <RuntimeField {...part} />}
            <RunFields {...part} images={images} />
            <PolicyFields {...part} />
          </>
        );
      }}
      side={<Side model={model} trans={trans} />}
      trans={trans}
    />
  );
}

function sourceProblems({ source }: FormModel, message: string): JobProblem[] {
  return source.from === 'file' && source.path.trim() === ''
    ? [{ path: 'file', message, severity: 'error' }]
    : [];
}
