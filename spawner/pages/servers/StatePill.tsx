import type { NotebookSummary } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import { lookOf } from './state.js';

export function StatePill({
  summary
}: {
  summary: Pick<NotebookSummary, 'phase' | 'reason'>;
}): JSX.Element {
  const { icon, tone, word } = lookOf(summary);
  return (
    <span className={`pill pill-${tone}`}>
      <Icon name={icon} className={icon === 'progress' ? 'spin' : ''} />
      {t(word)}
    </span>
  );
}
