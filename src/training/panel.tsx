import type { TranslationBundle } from '@jupyterlab/translation';
import { trainingIcon } from '../icons';
import type { PanelDescription } from '../panels';
import { EmptyState } from './empty';
import { type JobActions, trainingKinds } from './kinds';
import { YAML_EXAMPLE } from './starter';

export interface TrainingPanelOptions extends JobActions {
  /** Opens the form. */
  onNew: () => void;
  /** Puts the starter cell into the notebook in front. */
  onInsert: () => void;
}

export function trainingPanel(
  trans: TranslationBundle,
  options: TrainingPanelOptions
): PanelDescription {
  const { onNew, onInsert } = options;
  return {
    id: 'training',
    title: trans.__('Training jobs'),
    icon: trainingIcon,
    rank: 550,
    noun: { one: trans.__('training job'), many: trans.__('training jobs') },
    kinds: trainingKinds(trans, options),
    toolbar: [
      {
        id: 'new',
        label: trans.__('New training job…'),
        title: trans.__('Make a job by form, and see who will talk to whom'),
        run: onNew
      }
    ],
    empty: () => <EmptyState onInsert={onInsert} trans={trans} />,
    example: YAML_EXAMPLE
  };
}
