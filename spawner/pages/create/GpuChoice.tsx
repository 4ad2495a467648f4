import type { NotebookOptions } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';
import { described, Field } from '../../ui/Field.js';

const COUNTS = [1, 2, 4, 8];

type Vendor = NotebookOptions['gpus']['vendors'][number];

export interface Gpus {
  /** The resource, as nvidia.com/gpu. */
  vendor: string;
  /** 0 for none. */
  count: number;
}

export interface GpuChoiceProps {
  /** Begins the ids of the controls. */
  id: string;
  offered: readonly Vendor[];
  chosen: Gpus;
  /** How many the server holds already; they count as not free. */
  own?: number;
  error?: string;
  onChange: (gpus: Gpus) => void;
}

/** What can be chosen: what the cluster has, and what is chosen whether it has it or not. */
function choices(offered: readonly Vendor[], { vendor, count }: Gpus): Vendor[] {
  const known = offered.filter(
    ({ resource, total }) => total > 0 || (count > 0 && resource === vendor)
  );
  // YAML may ask for one that nobody offers.
  return count > 0 && !known.some(({ resource }) => resource === vendor)
    ? [...known, { resource: vendor, name: vendor, total: 0, free: 0 }]
    : known;
}

/** How many GPUs of which maker, with how many are free now; nothing where the cluster has none. */
export function GpuChoice(props: GpuChoiceProps): JSX.Element | null {
  const { id, offered, chosen, own = 0, error, onChange } = props;
  const vendors = choices(offered, chosen);
  const vendor = vendors.find(({ resource }) => resource === chosen.vendor) ?? vendors.at(0);
  if (vendor === undefined) {
    return null;
  }
  const { free, total } = vendor;
  const counts = [...new Set([...COUNTS.filter(count => count <= total), chosen.count])]
    .filter(count => count > 0)
    .sort((a, b) => a - b);
  return (
    <div className="field-row">
      <Field
        id={id}
        label={t('GPUs')}
        error={error}
        hint={
          own > 0
            ? t('{free} of {total} are free now, besides the {own} of this server.', {
                free,
                total,
                own
              })
            : t('{free} of {total} are free now.', { free, total })
        }
      >
        <select
          {...described(id, { hint: true, error })}
          value={String(chosen.count)}
          onChange={event =>
            onChange({ vendor: vendor.resource, count: Number(event.target.value) })
          }
        >
          <option value="0">{t('None')}</option>
          {counts.map(count => (
            <option key={count} value={String(count)}>
              {count}
            </option>
          ))}
        </select>
      </Field>
      {vendors.length > 1 ? (
        <Field id={`${id}-vendor`} label={t('Maker')}>
          <select
            id={`${id}-vendor`}
            value={vendor.resource}
            onChange={event => onChange({ ...chosen, vendor: event.target.value })}
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
  );
}
