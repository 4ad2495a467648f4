import { useMemo } from 'react';
import type { NotebookItem, Phase } from '@kubeflow-lab/schema';

import { t, tn } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import { choices, shortImage, type Filter } from './list-model.js';
import { lookOf } from './state.js';

export interface FiltersProps {
  items: readonly NotebookItem[];
  /** How many of them are shown. */
  shown: number;
  filter: Filter;
  onFilter: (filter: Filter) => void;
}

/** By what the list can be narrowed, and how much of it is left. */
export function Filters({ items, shown, filter, onFilter }: FiltersProps): JSX.Element {
  const { phases, images } = useMemo(() => choices(items, filter), [items, filter]);
  return (
    <div className="filter">
      <div className="filter-words">
        <Icon name="search" />
        <input
          type="search"
          value={filter.words}
          placeholder={t('Search name, image, volume …')}
          aria-label={t('Search in name, state, image and volume')}
          onChange={event => onFilter({ ...filter, words: event.target.value })}
        />
      </div>
      <select
        aria-label={t('State')}
        value={filter.phase}
        onChange={event => onFilter({ ...filter, phase: event.target.value as Phase | '' })}
      >
        <option value="">{t('Every state')}</option>
        {phases.map(phase => (
          <option key={phase} value={phase}>
            {t(lookOf({ phase, reason: '' }).word)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('Image')}
        value={filter.image}
        onChange={event => onFilter({ ...filter, image: event.target.value })}
      >
        <option value="">{t('Every image')}</option>
        {images.map(image => (
          <option key={image} value={image}>
            {shortImage(image)}
          </option>
        ))}
      </select>
      <span role="status">
        {shown === items.length
          ? tn('{count} server', '{count} servers', items.length)
          : t('{shown} of {all}', { shown, all: items.length })}
      </span>
    </div>
  );
}
