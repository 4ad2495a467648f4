import { timesFactor } from '@kubeflow-lab/resources';

import { t } from '../../text/translator.js';
import { described, Field } from '../../ui/Field.js';
import { Fixed } from './Fixed.js';
import type { CreateForm } from './use-create-form.js';

const COUNTS = [1, 2, 4, 8];

/** How many GPUs of which maker, with how many are free now; nothing where the cluster has none. */
export function GpuField({ create }: { create: CreateForm }): JSX.Element | null {
  const { draft, errors, options, change } = create;
  const isChosen = draft.gpuCount !== '';
  const known = options.gpus.vendors.filter(
    ({ resource, total }) => total > 0 || (isChosen && resource === draft.gpuVendor)
  );
  // The YAML may ask for one that nobody offers.
  const vendors =
    isChosen && !known.some(({ resource }) => resource === draft.gpuVendor)
      ? [...known, { resource: draft.gpuVendor, name: draft.gpuVendor, total: 0, free: 0 }]
      : known;
  const vendor = vendors.find(({ resource }) => resource === draft.gpuVendor) ?? vendors[0];
  if (vendor === undefined) {
    return null;
  }
  const { free, total } = vendor;
  const chosen = Number(draft.gpuCount);
  const counts = [...new Set([...COUNTS.filter(count => count <= total), chosen])]
    .filter(count => count > 0)
    .sort((a, b) => a - b);
  const choose = (gpuCount: string): void =>
    change('gpu', { gpuCount, gpuVendor: vendor.resource });
  return (
    <Fixed fixed={options.gpus.readOnly}>
      <div className="field-row">
        <Field
          id="gpu"
          label={t('GPUs')}
          error={errors.gpu}
          hint={t('{free} of {total} are free now.', { free, total })}
        >
          <select
            {...described('gpu', { hint: true, error: errors.gpu })}
            value={draft.gpuCount}
            onChange={event => choose(event.target.value)}
          >
            <option value="">{t('None')}</option>
            {counts.map(count => (
              <option key={count} value={String(count)}>
                {count}
              </option>
            ))}
          </select>
        </Field>
        {vendors.length > 1 ? (
          <Field id="gpu-vendor" label={t('Maker')}>
            <select
              id="gpu-vendor"
              value={vendor.resource}
              onChange={event => change('gpu', { gpuVendor: event.target.value })}
            >
              {vendors.map(({ resource, name }) => (
                <option key={resource} value={resource}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        ) : null}
      </div>
    </Fixed>
  );
}

interface LimitProps {
  create: CreateForm;
  resource: 'cpu' | 'memory';
  label: string;
}

function LimitField({ create, resource, label }: LimitProps): JSX.Element {
  const { draft, errors, options, change } = create;
  const field = `${resource}Limit` as const;
  const { limitFactor, readOnly } = options[resource];
  const usual = timesFactor(draft[resource].trim(), limitFactor);
  return (
    <Fixed fixed={readOnly}>
      <Field id={field} label={label} error={errors[field]}>
        <input
          {...described(field, { error: errors[field] })}
          autoComplete="off"
          spellCheck={false}
          placeholder={usual ?? t('no limit')}
          value={draft[field]}
          onChange={event => change(field, { [field]: event.target.value })}
        />
      </Field>
    </Fixed>
  );
}

/** The most that a server may use, where that is not what it asks for; closed, because most need not say. */
export function LimitFields({ create }: { create: CreateForm }): JSX.Element {
  const { draft, errors } = create;
  const isUsed = Boolean(
    draft.cpuLimit || draft.memoryLimit || errors.cpuLimit || errors.memoryLimit
  );
  return (
    <details className="more" open={isUsed || undefined}>
      <summary>{t('Limits')}</summary>
      <div className="field-row">
        <LimitField create={create} resource="cpu" label={t('At most so much CPU')} />
        <LimitField create={create} resource="memory" label={t('At most so much memory')} />
      </div>
    </details>
  );
}
