import type { ReactNode } from 'react';
import type { Session } from '@kubeflow-lab/schema';

import { t } from '../text/translator.js';
import { ConnectionBanner } from './ConnectionBanner.js';
import { Link, navigate } from './navigation.js';
import { paths } from './routes.js';
import { UserMenu } from './UserMenu.js';

interface ProjectSwitcherProps {
  projects: Session['projects'];
  namespace: string | null;
}

function ProjectSwitcher({ projects, namespace }: ProjectSwitcherProps): JSX.Element | null {
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
        value={known ? (namespace ?? '') : ''}
        onChange={event => navigate(paths.servers(event.target.value))}
      >
        {known ? null : (
          <option value="" disabled>
            {t('Choose a project')}
          </option>
        )}
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
  children: ReactNode;
}

/** What stands around every page of a signed-in person. */
export function Shell({ session, namespace, children }: ShellProps): JSX.Element {
  return (
    <>
      <a className="skip" href="#main">
        {t('Skip to the content')}
      </a>
      <header className="bar">
        <Link to="/" className="brand" title={t('All servers')}>
          <img src="/assets/logo.svg" alt="" width="28" height="28" />
          <span className="brand-name">Kubeflow Lab</span>
        </Link>
        <ProjectSwitcher projects={session.projects} namespace={namespace} />
        <UserMenu user={session.user} />
      </header>
      <ConnectionBanner />
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
