import { same, type Size } from '@kubeflow-lab/resources';

import { t, type Word } from '../../text/translator.js';

export const SIZE_NAMES: Record<keyof Size, Word> = {
  image: 'Image',
  cpu: 'CPU (cores)',
  memory: 'Memory',
  gpu: 'GPUs'
};
const FIELDS = Object.keys(SIZE_NAMES) as (keyof Size)[];

/** A field as a person reads it; '' for nothing. */
function shown(size: Size, field: keyof Size): string {
  const value = size[field];
  return value === null || typeof value === 'string'
    ? (value ?? '')
    : `${value.count} × ${value.vendor}`;
}

/** What a server has now, and what it would have. */
export function SizeChanges({ before, after }: { before: Size; after: Size }): JSX.Element {
  return (
    <dl className="size-changes">
      {FIELDS.filter(field => !same(before[field], after[field])).map(field => (
        <div key={field}>
          <dt>{t(SIZE_NAMES[field])}</dt>
          <dd>
            {shown(before, field) ? <del>{shown(before, field)}</del> : t('new')}
            {' → '}
            <ins>{shown(after, field) || t('None')}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
