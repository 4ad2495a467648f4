import type { NotebookItem } from '@kubeflow-lab/schema';

import { Link } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { StatePill } from '../servers/StatePill.js';
import type { Opening } from './use-opening.js';

export interface ProgressProps {
  namespace: string;
  opening: Opening;
  items: readonly NotebookItem[];
}

function Waiting({ item, name }: { item: NotebookItem | undefined; name: string }): JSX.Element {
  return (
    <p className="open-state">
      {item ? <StatePill summary={item.summary} /> : null}
      <span>
        {item ? (
          <Told text={item.summary.message} />
        ) : (
          t('The server {name} is being made.', { name })
        )}
      </span>
    </p>
  );
}

function Fetching({ message }: { message: string }): JSX.Element {
  return (
    <>
      <p className="open-state">
        <Icon name="progress" className="spin" />
        <span>{t('The repository is being fetched …')}</span>
      </p>
      {message ? <code className="open-said">{message}</code> : null}
    </>
  );
}

/** What comes of an opening, and where it failed, the ways on. */
export function Progress({ namespace, opening, items }: ProgressProps): JSX.Element {
  const { stage, name, message, problem } = opening;
  const item = items.find(({ object }) => object.metadata.name === name);
  const connect = `/connect/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
  return (
    <>
      <section className="open-progress" aria-live="polite" aria-label={t('Progress')}>
        {stage === 'waiting' ? <Waiting item={item} name={name} /> : null}
        {stage === 'fetching' ? <Fetching message={message} /> : null}
        {stage === 'opening' ? <p>{t('JupyterLab opens …')}</p> : null}
      </section>
      {problem ? (
        <Notice tone="error">
          <Told text={problem.detail} />
        </Notice>
      ) : null}
      <div className="form-buttons">
        {stage === 'failed' ? (
          <>
            <button type="button" className="button button-primary" onClick={opening.again}>
              {t('Try again')}
            </button>
            <a className="button" href={connect}>
              {t('Open the server without it')}
            </a>
          </>
        ) : null}
        <Link to={paths.details(namespace, name)} className="button">
          {t('Show the server')}
        </Link>
      </div>
    </>
  );
}
