import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { Item, Problem, WorkflowSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import { FormDialog, FormFoot, ProblemView } from '../components';
import { ProblemError } from '../problem';
import type { IPlatform, ObjectRef } from '../tokens';

interface AgainProps {
  platform: IPlatform;
  object: ObjectRef;
  parameters: Readonly<Record<string, string>>;
  onMade: (run: ObjectRef) => void;
  onClose: () => void;
}

/** Asks for other values and submits a run once more; what was made is opened. Resolves when the dialog is closed. */
export async function runAgainWith(
  platform: IPlatform,
  object: ObjectRef,
  parameters: Readonly<Record<string, string>>
): Promise<void> {
  const { trans } = platform;
  const dialog: FormDialog = new FormDialog({
    title: trans.__('Run %1 again', object.name),
    body: ReactWidget.create(
      <AgainForm
        {...{ platform, object, parameters }}
        onMade={run => {
          dialog.reject();
          platform.actions?.open(run);
        }}
        onClose={() => dialog.reject()}
      />
    ),
    buttons: [Dialog.cancelButton({ label: trans.__('Cancel') })],
    hasClose: true,
    focusNodeSelector: 'input'
  });
  dialog.addClass('kfl-CreateDialog');
  dialog.addClass('kfl-AgainDialog');
  await dialog.launch();
}

/** The parameters of a run as texts, which is what they are in a Workflow. */
export function AgainForm(props: AgainProps): React.JSX.Element {
  const { platform, object, parameters, onMade, onClose } = props;
  const { client, trans } = platform;
  const [values, setValues] = React.useState<Record<string, string>>({ ...parameters });
  const [problem, setProblem] = React.useState<Problem | null>(null);
  const [busy, setBusy] = React.useState(false);
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const changed = Object.entries(values).filter(([name, value]) => value !== parameters[name]);
      const body = { parameters: Object.fromEntries(changed) };
      const made = await client.act<Item<WorkflowSummary>>(object, 'resubmit', body);
      onMade({ ...object, name: made.object.metadata.name });
    } catch (error) {
      setProblem(ProblemError.from(error).problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="kfl-Create"
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="kfl-Note">{trans.__('The same code, as it was; all steps run again.')}</p>
      <div className="kfl-Pipeline-parameters">
        {Object.entries(values).map(([name, value]) => (
          <label key={name} className="kfl-Pipeline-parameter">
            <span>{name}</span>
            <input
              type="text"
              autoComplete="off"
              spellCheck={false}
              value={value}
              onChange={({ target }) => setValues({ ...values, [name]: target.value })}
            />
          </label>
        ))}
      </div>
      {problem && <ProblemView problem={problem} trans={trans} />}
      <FormFoot
        cancel={trans.__('Cancel')}
        submit={busy ? trans.__('Starting…') : trans.__('Run again')}
        disabled={busy}
        onClose={onClose}
      />
    </form>
  );
}
