import { useCallback, useState, type ReactNode } from 'react';
import type { Session } from '@kubeflow-lab/schema';

import { t } from '../text/translator.js';
import { ConnectionBanner } from './ConnectionBanner.js';
import { Dashboard, isFramed } from './dashboard.js';
import { useKeptFocus } from './focus.js';
import { Link, navigate } from './navigation.js';
import { paths } from './routes.js';
import { UserMenu } from './UserMenu.js';

interface ProjectSwitcherProps {
  projects: Session['projects'];
  /** Null on a page of no project. */
  namespace: string | null;
  /** Whether the page is that of all projects. */
  all: boolean;
}

const PRODUCT = 'Kubeflow Lab';
/** The value of "All projects", which cannot be the name of one. */
const ALL = '*';

function ProjectSwitcher({ projects, namespace, all }: ProjectSwitcherProps): JSX.Element | null {
  if (projects.length === 0) {
    return null;
  }
  const known = projects.some(project => project.namespace === namespace);
  return (
    <label className="project">
      <span className="project-label" aria-hidden="true">
        {t('Project')}
      </span>
      <select
        aria-label={t('Project')}
        value={all ? ALL : known ? (namespace ?? '') : ''}
        onChange={({ target: { value } }) =>
          navigate(value === ALL ? paths.all : paths.servers(value))
        }
      >
        {known || all ? null : (
          <option value="" disabled>
            {t('Choose a project')}
          </option>
        )}
        {projects.length > 1 ? <option value={ALL}>{t('All projects')}</option> : null}
        {projects.map(project => (
          <option key={project.namespace} value={project.namespace}>
            {project.role === 'viewer'
              ? t('{namespace} (view only)', { namespace: project.namespace })
              : project.namespace}
          </option>
        ))}
      </select>
    </label>
  );
}

export interface ShellProps {
  session: Session;
  namespace: string | null;
  all: boolean;
  children: ReactNode;
}

/** What stands around every page of a signed-in person. */
export function Shell({ session, namespace, all, children }: ShellProps): JSX.Element {
  useKeptFocus();
  const [inDashboard, setInDashboard] = useState(false);
  const onConnected = useCallback(() => setInDashboard(true), []);
  return (
    <>
      <a className="skip" href="#main">
        {t('Skip to the content')}
      </a>
      <header className="bar">
        <Link to="/" className="brand" title={t('All servers')}>
          <img src="/assets/logo.svg" alt="" width="28" height="28" />
          <span className="brand-name">{PRODUCT}</span>
        </Link>
        {inDashboard ? null : (
          <ProjectSwitcher projects={session.projects} namespace={namespace} all={all} />
        )}
        <UserMenu user={session.user} />
      </header>
      {isFramed() ? <Dashboard connected={inDashboard} onConnected={onConnected} /> : null}
      <ConnectionBanner />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
