import { useState } from 'react';
import type { Size } from '@kubeflow-lab/resources';
import type { NotebookOptions } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';
import { Field } from '../../ui/Field.js';
import { Fixed } from '../create/Fixed.js';
import { GpuChoice } from '../create/GpuChoice.js';
import { SIZE_NAMES } from './SizeChanges.js';

/** What is typed. */
export type Typed = Pick<Size, 'image' | 'cpu' | 'memory'>;

interface SizeFieldsProps {
  typed: Typed;
  /** What stands in empty fields. */
  placeholders?: Typed;
  /** What is offered; any other can be typed. */
  images: readonly string[];
  onChange: (changes: Partial<Typed>) => void;
}

/** Image, cores and memory. */
export function SizeFields(props: SizeFieldsProps): JSX.Element {
  const { typed, placeholders, images, onChange } = props;
  return (
    <>
      <Field id="resize-image" label={t('Image')}>
        <input
          id="resize-image"
          className="mono"
          list="resize-images"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholders?.image}
          value={typed.image}
          onChange={event => onChange({ image: event.target.value })}
        />
        <datalist id="resize-images">
          {images.map(image => (
            <option key={image} value={image} />
          ))}
        </datalist>
      </Field>
      <div className="field-row">
        {(['cpu', 'memory'] as const).map(resource => (
          <Field key={resource} id={`resize-${resource}`} label={t(SIZE_NAMES[resource])}>
            <input
              id={`resize-${resource}`}
              autoComplete="off"
              placeholder={placeholders?.[resource]}
              value={typed[resource]}
              onChange={event => onChange({ [resource]: event.target.value })}
            />
          </Field>
        ))}
      </div>
    </>
  );
}

interface SizeGpusProps {
  offer: NotebookOptions['gpus'];
  /** What the server holds now, and so nobody else can have. */
  held: Size['gpu'];
  gpu: Size['gpu'];
  onChange: (gpu: Size['gpu']) => void;
}

/** GPUs, where the cluster or the server has any. */
export function SizeGpus({ offer, held, gpu, onChange }: SizeGpusProps): JSX.Element {
  const [vendor, setVendor] = useState(gpu?.vendor ?? '');
  return (
    <Fixed fixed={offer.readOnly}>
      <GpuChoice
        id="resize-gpu"
        offered={offer.vendors}
        chosen={{ vendor, count: gpu?.count ?? 0 }}
        own={vendor === held?.vendor ? held.count : 0}
        onChange={gpus => {
          setVendor(gpus.vendor);
          onChange(gpus.count > 0 ? gpus : null);
        }}
      />
    </Fixed>
  );
}
