import { Dialog, ReactWidget, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { STEP_NAME } from '@kubeflow-lab/compiler';
import * as React from 'react';

import type { CellRole } from './role';

type Kind = CellRole['kind'];

/** Asks what so many cells are, until the answer can be used; undefined where the person thinks better of it. */
export async function askForRole(
  role: CellRole,
  count: number,
  steps: readonly string[],
  trans: TranslationBundle
): Promise<CellRole | undefined> {
  for (let asked = role, isAgain = false; ; isAgain = true) {
    const body = new RoleForm(asked, steps, isAgain, trans);
    const { button } = await showDialog({
      title: trans._n(
        'What is this cell in the pipeline?',
        'What are these %1 cells in the pipeline?',
        count,
        count
      ),
      body,
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Set') })
      ],
      focusNodeSelector: isAgain ? 'input' : 'select'
    });
    asked = body.getValue();
    if (!button.accept) {
      return undefined;
    }
    if (asked.kind !== 'step' || STEP_NAME.test(asked.name)) {
      return asked;
    }
  }
}

class RoleForm extends ReactWidget {
  constructor(
    private _role: CellRole,
    private readonly _steps: readonly string[],
    /** Whether the name was refused, also where there is none. */
    private readonly _isAgain: boolean,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('kfl-RoleForm');
  }

  /** What has been chosen so far. */
  getValue(): CellRole {
    return this._role;
  }

  protected override render(): React.JSX.Element {
    return (
      <RoleFields
        role={this._role}
        steps={this._steps}
        isAgain={this._isAgain}
        trans={this._trans}
        onChange={role => {
          this._role = role;
          this.update();
        }}
      />
    );
  }
}

function RoleFields(props: {
  role: CellRole;
  steps: readonly string[];
  isAgain: boolean;
  trans: TranslationBundle;
  onChange: (role: CellRole) => void;
}): React.JSX.Element {
  const { role, steps, isAgain, trans, onChange } = props;
  const kinds: [Kind, string][] = [
    ['step', trans.__('A step')],
    ['imports', trans.__('Imports, for every step')],
    ['functions', trans.__('Functions, for every step')],
    ['parameters', trans.__('Parameters of the pipeline')],
    ['metrics', trans.__('Metrics to report')],
    ['skip', trans.__('Not part of the pipeline')],
    ['none', trans.__('As the cell before it')]
  ];
  const choose = (kind: Kind) =>
    onChange(kind === 'step' ? { kind, name: '', after: [] } : { kind });
  return (
    <>
      <label>
        {trans.__('Kind')}
        <select value={role.kind} onChange={event => choose(event.target.value as Kind)}>
          {kinds.map(([kind, label]) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {role.kind === 'step' && (
        <>
          <label>
            {trans.__('Name of the step')}
            <input
              value={role.name}
              list="kfl-steps"
              aria-invalid={(isAgain || role.name !== '') && !STEP_NAME.test(role.name)}
              placeholder={trans.__('as train_forest')}
              onChange={event => onChange({ ...role, name: event.target.value })}
            />
            <datalist id="kfl-steps">
              {steps.map(step => (
                <option key={step} value={step} />
              ))}
            </datalist>
            <small>
              {trans.__('Lower-case letters, digits and _; cells of one name are one step.')}
            </small>
          </label>
          <fieldset>
            <legend>{trans.__('After (beside the steps whose values it uses)')}</legend>
            {steps
              .filter(step => step !== role.name)
              .map(step => (
                <label key={step}>
                  <input
                    type="checkbox"
                    checked={role.after.includes(step)}
                    onChange={({ target }) =>
                      onChange({
                        ...role,
                        after: target.checked
                          ? [...role.after, step]
                          : role.after.filter(other => other !== step)
                      })
                    }
                  />
                  {step}
                </label>
              ))}
          </fieldset>
        </>
      )}
    </>
  );
}
