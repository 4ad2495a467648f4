import type { Problem } from '@kubeflow-lab/schema';

import { Told } from '../text/Told.js';
import { t } from '../text/translator.js';
import { Icon } from './Icon.js';

export interface FailureProps {
  title: string;
  problem: Problem;
  onRetry: () => void;
  /** Whether it fills the page, so that its title is the page's. */
  page?: boolean;
}

/** Stands in the place of what could not be loaded: what happened, and a way to try again. */
export function Failure({ title, problem, onRetry, page = false }: FailureProps): JSX.Element {
  return (
    <section className="blank" role="alert">
      <Icon name="warning" className="blank-icon tone-danger" />
      {page ? <h1>{title}</h1> : <h2>{title}</h2>}
      <p>
        <Told text={problem.detail} />
      </p>
      <button type="button" className="button" onClick={onRetry}>
        <Icon name="refresh" />
        {t('Try again')}
      </button>
    </section>
  );
}
