import type { NotebookItem } from '@kubeflow-lab/schema';

import { saidText } from '../../text/said.js';
import { sizeText } from '../../text/size.js';
import { decimal, t } from '../../text/translator.js';
import type { Use } from './use-usage.js';

export interface AmountProps {
  item: NotebookItem;
  /** Undefined where it is not known. */
  use: Use | undefined;
  /** Why it is not known; null where it was only not measured yet. */
  why: string | null;
  resource: 'cpu' | 'memory';
}

const SHOWN = {
  /** Cores, as many digits as say something. */
  cpu: (cores: number): string => decimal(cores, cores < 10 ? 2 : 0),
  memory: sizeText
} as const;

/** What a server asks for of a resource, and below it what it uses while it runs. */
export function Amount({ item, use, why, resource }: AmountProps): JSX.Element {
  return (
    <>
      {item.summary[resource] || '–'}
      {item.summary.phase !== 'Running' ? null : use === undefined ? (
        <small className="in-use" title={why ? saidText(why) : t('It was not measured yet.')}>
          {t('not known')}
        </small>
      ) : (
        <small className="in-use">
          {t('{amount} used', { amount: SHOWN[resource](use[resource]) })}
        </small>
      )}
    </>
  );
}
