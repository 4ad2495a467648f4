import type { TranslationBundle } from '@jupyterlab/translation';
import type { JobFields, JobProblem } from '@kubeflow-lab/resources';
import type { Problem } from '@kubeflow-lab/schema';
import * as React from 'react';
import { ProblemView } from '../../components';
import { ProblemError } from '../../problem';
import { Problems } from './problems';

/** What the fields of a form are given: problems that are to be seen already, and what hears where a person has been. */
export interface Touch {
  problems: readonly JobProblem[];
  onTouch: (field: string) => void;
}

export interface FormFrameProps {
  label: string;
  /** What the button says that makes it. */
  submit: string;
  problems: readonly JobProblem[];
  /** Whether all problems are seen from the start. */
  allShown?: boolean;
  /** What the cluster said holds for what it was asked: it is forgotten when this is another value. */
  asked: unknown;
  onFix: (changes: Partial<JobFields>) => void;
  /** Asks the cluster whether it would take it. */
  onCheck: () => Promise<void>;
  /** Makes it; resolves to false where the person changed their mind. */
  onStart: () => Promise<boolean>;
  fields: (touch: Touch) => React.ReactNode;
  side: React.ReactNode;
  trans: TranslationBundle;
}

type Outcome =
  { state: 'idle' | 'checking' | 'starting' | 'fits' } | { state: 'refused'; problem: Problem };

/** A form with what will come of it beside, and below what is wrong, and the buttons. */
export function FormFrame(props: FormFrameProps): React.JSX.Element {
  const { problems, asked, onFix, trans } = props;
  const { touch, shown, showAll } = useTouched(props.allShown ?? false);
  const [outcome, setOutcome] = React.useState<Outcome>({ state: 'idle' });
  const form = React.useRef<HTMLFormElement>(null);
  const visible = shown(problems);
  React.useEffect(() => setOutcome({ state: 'idle' }), [asked]);

  const submit = async (dryRun: boolean) => {
    showAll();
    if (problems.some(({ severity }) => severity === 'error')) {
      setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      return;
    }
    setOutcome({ state: dryRun ? 'checking' : 'starting' });
    try {
      if (dryRun) {
        await props.onCheck();
        setOutcome({ state: 'fits' });
      } else if (!(await props.onStart())) {
        setOutcome({ state: 'idle' });
      }
    } catch (error) {
      setOutcome({ state: 'refused', problem: ProblemError.from(error).problem });
    }
  };
  const busy = outcome.state === 'checking' || outcome.state === 'starting';
  return (
    <form
      ref={form}
      className="kfl-Form"
      aria-label={props.label}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void submit(false);
      }}
    >
      <div className="kfl-Form-fields">{props.fields({ problems: visible, onTouch: touch })}</div>
      {props.side}
      <div className="kfl-Form-foot">
        <Problems problems={visible} onFix={onFix} trans={trans} />
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
            {props.submit}
          </button>
        </div>
      </div>
    </form>
  );
}

function statusOf(state: Outcome['state'], trans: TranslationBundle): string {
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

/** Which problems are shown: those of fields where a person has been, and all once they wanted to go on. */
function useTouched(fromStart: boolean) {
  const [touched, setTouched] = React.useState<readonly string[]>([]);
  const [all, setAll] = React.useState(fromStart);
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
