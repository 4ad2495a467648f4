import type { Project } from '@kubeflow-lab/schema';

import { Link } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';

export interface NoServersProps {
  namespace: string;
  role: Project['role'] | null;
}

/** An empty project: what a server is, and how to get one. */
export function NoServers({ namespace, role }: NoServersProps): JSX.Element {
  return (
    <section className="blank">
      <img className="blank-logo" src="/assets/logo.svg" alt="" width="56" height="56" />
      <h2>{t('No notebook servers yet')}</h2>
      {role === 'viewer' ? (
        <p>{t('Nobody has made a notebook server in this project.')}</p>
      ) : (
        <>
          <p>
            {t(
              'A notebook server is a JupyterLab of your own, with its CPU, memory and files. Create one, and connect to it when it is ready.'
            )}
          </p>
          <Link to={paths.create(namespace)} className="button button-primary">
            <Icon name="add" />
            {t('Create a notebook server')}
          </Link>
        </>
      )}
    </section>
  );
}

/** Where no project has a server. */
export function NoServersAnywhere(): JSX.Element {
  return (
    <section className="blank">
      <h2>{t('No notebook servers yet')}</h2>
      <p>{t('Choose a project above, and create one there.')}</p>
    </section>
  );
}

export function NoMatch({ onClear }: { onClear: () => void }): JSX.Element {
  return (
    <section className="blank">
      <h2>{t('No server matches the filter')}</h2>
      <button type="button" className="button" onClick={onClear}>
        {t('Show all servers')}
      </button>
    </section>
  );
}

/** The shape of the list, while it is on its way. */
export function ServersLoading(): JSX.Element {
  return (
    <div className="skeleton-list" role="status">
      <span className="visually-hidden">{t('Loading the notebook servers …')}</span>
      {[1, 2, 3].map(row => (
        <div key={row} className="skeleton-row" aria-hidden="true">
          <span className="skeleton skeleton-name" />
          <span className="skeleton skeleton-state" />
          <span className="skeleton skeleton-rest" />
        </div>
      ))}
    </div>
  );
}
