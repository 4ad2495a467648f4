import { timesFactor } from '@kubeflow-lab/resources';

import { t } from '../../text/translator.js';
import { described, Field } from '../../ui/Field.js';
import { Fixed } from './Fixed.js';
import { GpuChoice } from './GpuChoice.js';
import type { CreateForm } from './use-create-form.js';

/** GPUs, where the cluster has any. */
export function GpuField({ create }: { create: CreateForm }): JSX.Element {
  const { draft, errors, options, change } = create;
  return (
    <Fixed fixed={options.gpus.readOnly}>
      <GpuChoice
        id="gpu"
        offered={options.gpus.vendors}
        chosen={{ vendor: draft.gpuVendor, count: Number(draft.gpuCount) }}
        error={errors.gpu}
        onChange={({ vendor, count }) =>
          change('gpu', { gpuVendor: vendor, gpuCount: count > 0 ? String(count) : '' })
        }
      />
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
