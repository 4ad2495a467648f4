import { UseSignal } from '@jupyterlab/ui-components';
import type { JobProblem } from '@kubeflow-lab/resources';
import type { Problem } from '@kubeflow-lab/schema';
import * as React from 'react';
import { ProblemView } from '../../components';
import { ProblemError } from '../../problem';
import type { IPlatform, ObjectRef } from '../../tokens';
import { CodeFields } from './code';
import { TextInput } from './field';
import { KindField, useEngine } from './kind';
import { check, launch, type SaveNotebook } from './launch';
import { VariableFields, VolumeFields } from './lists';
import type { FormModel } from './model';
import type { OpenNotebook } from './notebooks';
import { PolicyFields } from './policy';
import { Problems } from './problems';
import { ReplicaFields } from './replicas';
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

type Outcome =
  { state: 'idle' | 'checking' | 'starting' | 'fits' } | { state: 'refused'; problem: Problem };

/** A new training job by form, with what will come of it beside. */
export function JobForm(props: JobFormProps): React.JSX.Element {
  return <UseSignal signal={props.model.stateChanged}>{() => <Body {...props} />}</UseSignal>;
}

function Body(props: JobFormProps): React.JSX.Element {
  const { model, platform, notebooks } = props;
  const { trans } = platform;
  const { touch, shown, showAll } = useTouched(model);
  const [outcome, setOutcome] = React.useState<Outcome>({ state: 'idle' });
  const form = React.useRef<HTMLFormElement>(null);
  const engine = useEngine(platform, model);
  const problems = [
    ...model.problems,
    ...sourceProblems(model, trans.__('Name the file with the code.'))
  ];
  const visible = shown(problems);
  const wrong = problems.some(({ severity }) => severity === 'error') || engine !== null;
  // What the cluster said holds for what it was asked.
  React.useEffect(() => setOutcome({ state: 'idle' }), [model.job, model.source]);

  const submit = async (dryRun: boolean) => {
    showAll();
    if (wrong) {
      setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      return;
    }
    if (!dryRun && model.replaces && !(await props.confirmReplacing())) {
      return;
    }
    setOutcome({ state: dryRun ? 'checking' : 'starting' });
    try {
      if (dryRun) {
        await check(model, platform.client, props.save);
        setOutcome({ state: 'fits' });
      } else {
        props.onMade(await launch(model, platform.client, props.save));
      }
    } catch (error) {
      setOutcome({ state: 'refused', problem: ProblemError.from(error).problem });
    }
  };
  const busy = outcome.state === 'checking' || outcome.state === 'starting';
  const part = { model, problems: visible, onTouch: touch, trans };
  const images = model.surroundings.images[model.kind.images ?? ''] ?? [];
  return (
    <form
      ref={form}
      className="kfl-Form"
      aria-label={trans.__('New training job')}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void submit(false);
      }}
    >
      <div className="kfl-Form-fields">
        <KindField model={model} missing={engine} trans={trans} />
        <TextInput
          {...part}
          field="name"
          label={trans.__('Name')}
          placeholder={trans.__('digits')}
        />
        <CodeFields {...part} notebooks={notebooks()} />
        <TextInput
          {...part}
          field="image"
          label={trans.__('Image')}
          placeholder={trans.__('registry/name:tag')}
          choices={images}
          hint={trans.__('Whether it exists is known when the first replica starts.')}
        />
        <ReplicaFields {...part} />
        <fieldset className="kfl-Form-group">
          <legend>{trans.__('Each replica asks for')}</legend>
          <div className="kfl-Form-row">
            <TextInput
              {...part}
              field="cpu"
              label={trans.__('CPU')}
              placeholder={trans.__('500m')}
            />
            <TextInput
              {...part}
              field="memory"
              label={trans.__('Memory')}
              placeholder={trans.__('1Gi')}
            />
            <TextInput {...part} field="gpu" label={trans.__('GPUs')} placeholder="0" />
          </div>
        </fieldset>
        <VolumeFields {...part} />
        <VariableFields {...part} />
        <PolicyFields {...part} />
      </div>
      <Side model={model} trans={trans} />
      <div className="kfl-Form-foot">
        <Problems problems={visible} onFix={changes => model.change(changes)} trans={trans} />
        {outcome.state === 'refused' && <ProblemView problem={outcome.problem} trans={trans} />}
        <div className="kfl-Form-buttons">
          <span role="status">{statusOf(outcome.state, trans)}</span>
          <button
            type="button"
            className="kfl-Button"
            disabled={busy}
            onClick={() => void submit(true)}
          >
            {trans.__('Check')}
          </button>
          <button type="submit" className="kfl-Button kfl-mod-main" disabled={busy}>
            {model.replaces ? trans.__('Delete and run again') : trans.__('Start')}
          </button>
        </div>
      </div>
    </form>
  );
}

function statusOf(state: Outcome['state'], trans: IPlatform['trans']): string {
  switch (state) {
    case 'checking':
      return trans.__('Asking the cluster…');
    case 'starting':
      return trans.__('Starting…');
    case 'fits':
      return trans.__('The cluster would take it. Nothing has been made.');
    default:
      return '';
  }
}

function sourceProblems({ source }: FormModel, message: string): JobProblem[] {
  return source.from === 'file' && source.path.trim() === ''
    ? [{ path: 'file', message, severity: 'error' }]
    : [];
}

/** Which problems are shown: those of fields where a person has been, and all once they wanted to go on. */
function useTouched(model: FormModel) {
  const [touched, setTouched] = React.useState<readonly string[]>([]);
  const [all, setAll] = React.useState(model.earlier !== null);
  return {
    touch: (field: string) =>
      setTouched(before => (before.includes(field) ? before : [...before, field])),
    showAll: () => setAll(true),
    shown: (problems: readonly JobProblem[]) =>
      problems.filter(
        ({ path, severity }) =>
          all || touched.includes(path.split('.')[0]) || isAlwaysShown(path, severity)
      )
  };
}

/** What comes of several fields together is not waited for. */
function isAlwaysShown(path: string, severity: JobProblem['severity']): boolean {
  return /^(replicas|room)/.test(path) || (path.startsWith('volumes') && severity === 'warning');
}
