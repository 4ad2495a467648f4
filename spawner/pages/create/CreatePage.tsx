import { useCallback, useMemo } from 'react';
import { restoreProblem } from '@kubeflow-lab/resources';
import type { SnapshotItem, SnapshotList } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { Link } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { useProject } from '../../app/session.js';
import { useTopic } from '../../app/live.js';
import { t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { useAsync } from '../../ui/use-async.js';
import { CreateFields } from './CreateFields.js';

const SETTINGS = { resource: 'settings' } as const;

/** The snapshots that can become volumes. Where they are not known, volumes are made without them. */
const usable = (list: SnapshotList | null): SnapshotItem[] =>
  (list?.items ?? []).filter(snapshot => restoreProblem(snapshot) === null);

/** Makes a notebook server in a project. */
export function CreatePage({ namespace }: { namespace: string }): JSX.Element {
  const role = useProject(namespace)?.role;
  const { settings } = useTopic(SETTINGS);
  const { items } = useTopic({ resource: 'notebooks', namespace });
  const claims = useAsync(useCallback(() => api.claims(namespace), [namespace]));
  const classes = useAsync(api.storageClasses);
  const snapshots = useAsync(useCallback(() => api.snapshots(namespace), [namespace]));
  const options = useAsync(useCallback(() => api.notebookOptions(namespace), [namespace]));
  const servers = useMemo(() => new Set(items.map(item => item.object.metadata.name)), [items]);
  return (
    <div className={role === 'viewer' ? 'page page-narrow' : 'page page-create'}>
      <Link to={paths.servers(namespace)} className="back">
        <Icon name="back" />
        {t('Notebook servers')}
      </Link>
      <header className="page-head">
        <h1>{t('New notebook server')}</h1>
      </header>
      {role === 'viewer' ? (
        <Notice tone="warning">
          {t('You may look at this project, but not change anything in it.')}
        </Notice>
      ) : (
        <CreateFields
          namespace={namespace}
          settings={settings}
          servers={servers}
          claims={claims}
          classes={classes}
          snapshots={usable(snapshots.value)}
          options={options}
        />
      )}
    </div>
  );
}
