import type { TranslationBundle } from '@jupyterlab/translation';
import { trainingIcon } from '../icons';
import type { PanelDescription } from '../panels';
import { EmptyState } from './empty';
import { trainingKinds } from './kinds';
import { YAML_EXAMPLE } from './starter';

/** @param onInsert puts the starter cell into the notebook in front */
export function trainingPanel(trans: TranslationBundle, onInsert: () => void): PanelDescription {
  return {
    id: 'training',
    title: trans.__('Training jobs'),
    icon: trainingIcon,
    rank: 550,
    noun: { one: trans.__('training job'), many: trans.__('training jobs') },
    kinds: trainingKinds(trans),
    empty: () => <EmptyState onInsert={onInsert} trans={trans} />,
    example: YAML_EXAMPLE
  };
}
