import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { BudgetForm, Item, ExperimentSummary, Problem } from '@kubeflow-lab/schema';
import * as React from 'react';

import { FormDialog, FormFoot, ProblemView } from '../components';
import { isFinal } from '../components/phase';
import { ProblemError } from '../problem';
import type { IPlatform, ObjectRef } from '../tokens';

interface BudgetProps {
  platform: IPlatform;
  object: ObjectRef;
  item: Item<ExperimentSummary>;
  onClose: () => void;
}

/** Asks how many trials there may be, and tells the server. Resolves when the dialog is closed. */
export async function changeBudget(props: Omit<BudgetProps, 'onClose'>): Promise<void> {
  const { trans } = props.platform;
  const dialog: FormDialog = new FormDialog({
    title: trans.__('How many trials of %1?', props.object.name),
    body: ReactWidget.create(<BudgetFields {...props} onClose={() => dialog.reject()} />),
    buttons: [Dialog.cancelButton({ label: trans.__('Cancel') })],
    hasClose: true,
    focusNodeSelector: 'input'
  });
  dialog.addClass('kfl-CreateDialog');
  dialog.addClass('kfl-AgainDialog');
  await dialog.launch();
}

/** The three numbers of a sweep's budget, as they are now; only those that differ are sent. */
export function BudgetFields({ platform, object, item, onClose }: BudgetProps): React.JSX.Element {
  const { client, trans } = platform;
  const now = budgetOf(item);
  const [values, setValues] = React.useState(now);
  const [problem, setProblem] = React.useState<Problem | null>(null);
  const changed = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== now[name as keyof Budget])
  );
  const isOver = isFinal(item.summary.phase);
  const send = async () => {
    try {
      const numbers = Object.entries(changed).map(([name, text]) => [name, Number(text)]);
      await client.act(object, 'budget', Object.fromEntries(numbers) as BudgetForm);
      onClose();
    } catch (error) {
      setProblem(ProblemError.from(error).problem);
    }
  };
  const labels: [keyof Budget, string][] = [
    ['maxTrialCount', trans.__('In all')],
    ['parallelTrialCount', trans.__('At once')],
    ['maxFailedTrialCount', trans.__('Failed ones that end the sweep')]
  ];
  return (
    <form
      className="kfl-Create"
      onSubmit={event => {
        event.preventDefault();
        void send();
      }}
    >
      <p className="kfl-Note">
        {isOver
          ? trans.__('With more trials in all the sweep goes on where it ended.')
          : trans.__('Trials that are too many then are stopped; what has ended stays.')}
      </p>
      <div className="kfl-Pipeline-parameters">
        {labels.map(([name, label]) => (
          <label key={name} className="kfl-Pipeline-parameter">
            <span>{label}</span>
            <input
              type="number"
              min={name === 'maxFailedTrialCount' ? 0 : 1}
              step={1}
              value={values[name]}
              onChange={({ target }) => setValues({ ...values, [name]: target.value })}
            />
          </label>
        ))}
      </div>
      {problem && <ProblemView problem={problem} trans={trans} />}
      <FormFoot
        cancel={trans.__('Cancel')}
        submit={isOver ? trans.__('Go on') : trans.__('Change')}
        disabled={Object.keys(changed).length === 0 || Object.values(changed).includes('')}
        onClose={onClose}
      />
    </form>
  );
}

type Budget = Record<keyof BudgetForm, string>;

/** What the object says, as texts; '' where it says nothing. */
function budgetOf({ object }: Item<ExperimentSummary>): Budget {
  const spec = (object as { spec?: Partial<Record<keyof BudgetForm, unknown>> }).spec ?? {};
  const text = (value: unknown) => (Number.isInteger(value) ? String(value) : '');
  return {
    maxTrialCount: text(spec.maxTrialCount),
    parallelTrialCount: text(spec.parallelTrialCount),
    maxFailedTrialCount: text(spec.maxFailedTrialCount)
  };
}
