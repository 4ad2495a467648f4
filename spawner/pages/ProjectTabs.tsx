import { Link } from '../app/navigation.js';
import { paths } from '../app/routes.js';
import { t } from '../text/translator.js';

export interface ProjectTabsProps {
  namespace: string;
  current: 'servers' | 'volumes';
}

/** What there is in a project. */
export function ProjectTabs({ namespace, current }: ProjectTabsProps): JSX.Element {
  return (
    <nav className="tabs" aria-label={t('In this project')}>
      <Link to={paths.servers(namespace)} current={current === 'servers'}>
        {t('Servers')}
      </Link>
      <Link to={paths.volumes(namespace)} current={current === 'volumes'}>
        {t('Volumes')}
      </Link>
    </nav>
  );
}
