import { parseQuantity } from '@kubeflow-lab/resources';
import type { Settings } from '@kubeflow-lab/schema';

import { sizeText } from '../../text/size.js';
import { t } from '../../text/translator.js';
import { described, Field } from '../../ui/Field.js';
import { Fixed } from './Fixed.js';
import type { CreateForm } from './use-create-form.js';

const CPU_PRESETS = ['0.5', '1', '2', '4', '8'];
const MEMORY_PRESETS = ['1Gi', '2Gi', '4Gi', '8Gi', '16Gi'];

/** The presets that the largest node can give. */
function possible(presets: readonly string[], limit: string): string[] {
  const most = parseQuantity(limit) ?? Infinity;
  return presets.filter(preset => (parseQuantity(preset) ?? 0) <= most);
}

interface PresetsProps {
  label: string;
  presets: readonly string[];
  value: string;
  onChoose: (value: string) => void;
}

function Presets({ label, presets, value, onChoose }: PresetsProps): JSX.Element {
  return (
    <div className="presets" role="group" aria-label={label}>
      {presets.map(preset => (
        <button
          key={preset}
          type="button"
          className="preset"
          aria-pressed={preset === value.trim()}
          onClick={() => onChoose(preset)}
        >
          {preset}
        </button>
      ))}
    </div>
  );
}

/** `limit` as people read it; '' where it is not known. */
function readable(limit: string): string {
  const bytes = parseQuantity(limit);
  return bytes === null ? '' : sizeText(bytes);
}

export interface ResourceFieldsProps {
  create: CreateForm;
  limits: Pick<Settings['limits'], 'cpu' | 'memory'>;
}

export function ResourceFields({ create, limits }: ResourceFieldsProps): JSX.Element {
  const { draft, errors, options, change } = create;
  const most = readable(limits.memory);
  return (
    <div className="field-row">
      <Fixed fixed={options.cpu.readOnly}>
        <Field
          id="cpu"
          label={t('CPU (cores)')}
          error={errors.cpu}
          hint={limits.cpu ? t('The largest node has {most}.', { most: limits.cpu }) : null}
        >
          <input
            {...described('cpu', { hint: limits.cpu !== '', error: errors.cpu })}
            inputMode="decimal"
            autoComplete="off"
            value={draft.cpu}
            onChange={event => change('cpu', { cpu: event.target.value })}
          />
          <Presets
            label={t('Usual numbers of cores')}
            presets={possible(CPU_PRESETS, limits.cpu)}
            value={draft.cpu}
            onChoose={cpu => change('cpu', { cpu })}
          />
        </Field>
      </Fixed>
      <Fixed fixed={options.memory.readOnly}>
        <Field
          id="memory"
          label={t('Memory')}
          error={errors.memory}
          hint={most ? t('The largest node has {most}.', { most }) : null}
        >
          <input
            {...described('memory', { hint: most !== '', error: errors.memory })}
            autoComplete="off"
            spellCheck={false}
            value={draft.memory}
            onChange={event => change('memory', { memory: event.target.value })}
          />
          <Presets
            label={t('Usual amounts of memory')}
            presets={possible(MEMORY_PRESETS, limits.memory)}
            value={draft.memory}
            onChoose={memory => change('memory', { memory })}
          />
        </Field>
      </Fixed>
    </div>
  );
}
