import type { TranslationBundle } from '@jupyterlab/translation';

import { pipelinesIcon } from '../icons';
import type { PanelDescription } from '../panels';
import { EmptyState } from './empty';
import type { LoadValue } from './loadValue';
import { runKind } from './runs';
import { scheduleKind } from './schedule/kind';
import { YAML_EXAMPLE } from './starter';

/** What the panel can do where there are notebooks. */
export interface WithNotebooks {
  /** The notebook in front as a pipeline. */
  top: NonNullable<PanelDescription['top']>;
  loadValue: LoadValue;
}

export function pipelinesPanel(
  trans: TranslationBundle,
  notebooks?: WithNotebooks
): PanelDescription {
  return {
    id: 'pipelines',
    title: trans.__('Pipelines'),
    icon: pipelinesIcon,
    rank: 540,
    noun: { one: trans.__('run or schedule'), many: trans.__('runs and schedules') },
    kinds: [runKind(trans, notebooks?.loadValue), scheduleKind(trans)],
    top: notebooks?.top,
    empty: () => <EmptyState trans={trans} />,
    example: YAML_EXAMPLE
  };
}
