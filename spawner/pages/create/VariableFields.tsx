import { t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import type { Variable } from './draft.js';
import { FieldError } from './FieldError.js';
import { Fixed } from './Fixed.js';
import type { CreateForm } from './use-create-form.js';

interface RowProps {
  variable: Variable;
  number: number;
  onChange: (changes: Partial<Variable>) => void;
  onRemove: () => void;
}

function VariableRow({ variable, number, onChange, onRemove }: RowProps): JSX.Element {
  return (
    <li className="list-row">
      <input
        className="mono"
        aria-label={t('Variable {number}: name', { number })}
        placeholder={t('Name')}
        autoComplete="off"
        spellCheck={false}
        value={variable.name}
        onChange={event => onChange({ name: event.target.value })}
      />
      <input
        className="mono"
        aria-label={t('Variable {number}: value', { number })}
        placeholder={t('Value')}
        autoComplete="off"
        spellCheck={false}
        value={variable.value}
        onChange={event => onChange({ value: event.target.value })}
      />
      <button
        type="button"
        className="button button-icon button-quiet"
        aria-label={t('Remove variable {number}', { number })}
        title={t('Remove')}
        onClick={onRemove}
      >
        <Icon name="trash" />
      </button>
    </li>
  );
}

/** Environment variables of the server. */
export function VariableFields({ create }: { create: CreateForm }): JSX.Element {
  const { draft, errors, options, change } = create;
  const set = (env: Variable[]): void => change('env', { env });
  return (
    <Fixed fixed={options.env.readOnly}>
      <div className="field" role="group" aria-label={t('Environment variables')}>
        <span className="field-name">{t('Environment variables')}</span>
        {draft.env.length > 0 ? (
          <ul className="list-rows">
            {draft.env.map((variable, index) => (
              <VariableRow
                key={index}
                {...{ variable, number: index + 1 }}
                onChange={changes =>
                  set(draft.env.map((one, at) => (at === index ? { ...one, ...changes } : one)))
                }
                onRemove={() => set(draft.env.filter((_one, at) => at !== index))}
              />
            ))}
          </ul>
        ) : null}
        <FieldError field="env" errors={errors} />
        <div>
          <button
            type="button"
            className="button button-small"
            onClick={() => set([...draft.env, { name: '', value: '' }])}
          >
            <Icon name="add" />
            {t('Add a variable')}
          </button>
        </div>
      </div>
    </Fixed>
  );
}
