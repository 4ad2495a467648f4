import { t } from '../../text/translator.js';
import type { Variable } from './draft.js';
import { type RowProps, Rows } from './Rows.js';
import type { CreateForm } from './use-create-form.js';

function VariableParts({ row, number, onChange }: RowProps<Variable>): JSX.Element {
  return (
    <>
      <input
        className="mono"
        aria-label={t('Variable {number}: name', { number })}
        placeholder={t('Name')}
        autoComplete="off"
        spellCheck={false}
        value={row.name}
        onChange={event => onChange({ name: event.target.value })}
      />
      <input
        className="mono"
        aria-label={t('Variable {number}: value', { number })}
        placeholder={t('Value')}
        autoComplete="off"
        spellCheck={false}
        value={row.value}
        onChange={event => onChange({ value: event.target.value })}
      />
    </>
  );
}

/** Environment variables of the server. */
export function VariableFields({ create }: { create: CreateForm }): JSX.Element {
  return (
    <Rows
      field="env"
      title={t('Environment variables')}
      create={create}
      rows={create.draft.env}
      onChange={env => create.change('env', { env })}
      blank={{ name: '', value: '' }}
      addLabel={t('Add a variable')}
      removeLabel={number => t('Remove variable {number}', { number })}
    >
      {row => <VariableParts {...row} />}
    </Rows>
  );
}
