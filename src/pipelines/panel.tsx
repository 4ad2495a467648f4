import type { TranslationBundle } from '@jupyterlab/translation';

import { pipelinesIcon } from '../icons';
import type { PanelDescription } from '../panels';
import { EmptyState } from './empty';
import { runKind } from './runs';
import { YAML_EXAMPLE } from './starter';

/** @param top the notebook in front as a pipeline; missing where there are no notebooks */
export function pipelinesPanel(
  trans: TranslationBundle,
  top?: PanelDescription['top']
): PanelDescription {
  return {
    id: 'pipelines',
    title: trans.__('Pipelines'),
    icon: pipelinesIcon,
    rank: 540,
    noun: { one: trans.__('run'), many: trans.__('runs') },
    kinds: [runKind(trans)],
    top,
    empty: () => <EmptyState trans={trans} />,
    example: YAML_EXAMPLE
  };
}
