import type { NotebookOptions } from '@kubeflow-lab/schema';

import { saidWords } from '../../text/said.js';
import { t } from '../../text/translator.js';
import { described, Field } from '../../ui/Field.js';
import { FieldError } from './FieldError.js';
import { Fixed } from './Fixed.js';
import type { CreateForm } from './use-create-form.js';
import { VariableFields } from './VariableFields.js';

const toggled = (list: readonly string[], name: string): string[] =>
  list.includes(name) ? list.filter(other => other !== name) : [...list, name];

/** PodDefaults, each with what it does to the server. */
function Configurations({ create }: { create: CreateForm }): JSX.Element | null {
  const { draft, errors, options, change } = create;
  const { options: offered, readOnly } = options.configurations;
  if (offered.length === 0) {
    return null;
  }
  return (
    <Fixed fixed={readOnly}>
      <fieldset className="choices">
        <legend>{t('Configurations')}</legend>
        {offered.map(({ name, description, changes }) => (
          <label key={name} className="choice">
            <input
              type="checkbox"
              checked={draft.configurations.includes(name)}
              onChange={() =>
                change('configurations', { configurations: toggled(draft.configurations, name) })
              }
            />
            <span>
              {description || name}
              <small>
                {changes.length > 0
                  ? `${changes.map(saidWords).join('; ')}.`
                  : t('changes nothing')}
              </small>
            </span>
          </label>
        ))}
        <FieldError field="configurations" errors={errors} />
      </fieldset>
    </Fixed>
  );
}

interface GroupProps {
  create: CreateForm;
  field: 'affinity' | 'tolerations';
  label: string;
  offer: NotebookOptions['affinity'];
}

function GroupField({ create, field, label, offer }: GroupProps): JSX.Element | null {
  const { draft, errors, change } = create;
  if (offer.options.length === 0) {
    return null;
  }
  return (
    <Fixed fixed={offer.readOnly}>
      <Field id={field} label={label} error={errors[field]}>
        <select
          {...described(field, { error: errors[field] })}
          value={draft[field]}
          onChange={event => change(field, { [field]: event.target.value })}
        >
          <option value="">{t('Any node')}</option>
          {offer.options.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </select>
      </Field>
    </Fixed>
  );
}

function Secrets({ create }: { create: CreateForm }): JSX.Element | null {
  const { draft, options, errors, change } = create;
  // The YAML may name some that are not listed.
  const names = [...new Set([...options.secrets, ...draft.secrets])];
  if (names.length === 0) {
    return null;
  }
  return (
    <fieldset className="choices">
      <legend>{t('Variables from Secrets')}</legend>
      {names.map(name => (
        <label key={name} className="check">
          <input
            type="checkbox"
            checked={draft.secrets.includes(name)}
            onChange={() => change('secrets', { secrets: toggled(draft.secrets, name) })}
          />
          <code>{name}</code>
        </label>
      ))}
      <FieldError field="secrets" errors={errors} />
    </fieldset>
  );
}

function SharedMemory({ create }: { create: CreateForm }): JSX.Element {
  const { draft, options, change } = create;
  return (
    <Fixed fixed={options.shm.readOnly}>
      <label className="check">
        <input
          type="checkbox"
          checked={draft.shm}
          onChange={event => change('shm', { shm: event.target.checked })}
        />
        {t('Shared memory as large as is needed, as PyTorch’s data loaders want it')}
      </label>
    </Fixed>
  );
}

function IdleTime({ create }: { create: CreateForm }): JSX.Element {
  const { draft, errors, change } = create;
  return (
    <Field
      id="idleTime"
      label={t('Stop when nobody used it for')}
      error={errors.idleTime}
      hint={t('For example 2h, 1d or never; nothing: as the project says.')}
    >
      <input
        {...described('idleTime', { hint: true, error: errors.idleTime })}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('as the project says')}
        value={draft.idleTime}
        onChange={event => change('idleTime', { idleTime: event.target.value })}
      />
    </Field>
  );
}

const MORE = ['configurations', 'affinity', 'tolerations', 'env', 'secrets', 'idleTime'] as const;

/** What most servers need not say; open where something is wrong in it. */
export function MoreFields({ create }: { create: CreateForm }): JSX.Element {
  const { draft, errors, options } = create;
  const isUsed =
    MORE.some(field => errors[field] || draft[field].length > 0) ||
    draft.shm ||
    options.configurations.options.length > 0;
  return (
    <details className="form-section more" open={isUsed || undefined}>
      <summary>{t('More')}</summary>
      <Configurations create={create} />
      <div className="field-row">
        <IdleTime create={create} />
        <GroupField
          {...{ create, field: 'affinity', label: t('Where it runs'), offer: options.affinity }}
        />
        <GroupField
          {...{
            create,
            field: 'tolerations',
            label: t('Special nodes'),
            offer: options.tolerations
          }}
        />
      </div>
      <SharedMemory create={create} />
      <VariableFields create={create} />
      <Secrets create={create} />
    </details>
  );
}
