import { useCallback, useState } from 'react';
import type { ClaimItem, SnapshotItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { useAnnounce } from '../../app/announcer.js';
import { useProject } from '../../app/session.js';
import { t } from '../../text/translator.js';
import { Failure } from '../../ui/Failure.js';
import { Icon } from '../../ui/Icon.js';
import { useAsync } from '../../ui/use-async.js';
import { ProjectTabs } from '../ProjectTabs.js';
import { DeleteVolume, ExpandVolume, NewVolume } from './dialogs.js';
import { DeleteSnapshot, TakeSnapshot } from './snapshot-dialogs.js';
import { Snapshots } from './Snapshots.js';
import { VolumeTable } from './VolumeTable.js';

type Open =
  | { what: 'new'; snapshot: SnapshotItem | null }
  | { what: 'expand' | 'delete' | 'snapshot'; claim: ClaimItem }
  | { what: 'delete-snapshot'; snapshot: SnapshotItem }
  | null;

/** The volumes of a project: who needs each, and what can be done with it. */
export function VolumesPage({ namespace }: { namespace: string }): JSX.Element {
  const announce = useAnnounce();
  const role = useProject(namespace)?.role ?? null;
  const claims = useAsync(useCallback(() => api.claims(namespace), [namespace]));
  const classes = useAsync(api.storageClasses);
  const snapshots = useAsync(useCallback(() => api.snapshots(namespace), [namespace]));
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const done = (sentence: string): void => {
    announce(sentence);
    close();
    reload();
  };
  const reload = (): void => {
    claims.reload();
    snapshots.reload();
  };
  const { value, problem, loading } = claims;
  const call = { namespace, close, done };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('Volumes')}</h1>
        <div className="actions">
          <button type="button" className="button" onClick={reload} disabled={loading}>
            <Icon name="refresh" />
            {t('Refresh')}
          </button>
          {role !== null && role !== 'viewer' ? (
            <button
              type="button"
              className="button button-primary"
              onClick={() => setOpen({ what: 'new', snapshot: null })}
            >
              <Icon name="add" />
              {t('New volume')}
            </button>
          ) : null}
        </div>
      </header>
      <ProjectTabs namespace={namespace} current="volumes" />
      {problem ? (
        <Failure title={t('The volumes could not be loaded')} problem={problem} onRetry={reload} />
      ) : value === null ? (
        <p role="status">{t('Loading the volumes …')}</p>
      ) : (
        <VolumeTable
          namespace={namespace}
          claims={value.items}
          classes={classes.value?.items ?? []}
          withSnapshots={snapshots.value?.why === null ? snapshots.value.storageClasses : null}
          role={role}
          onExpand={claim => setOpen({ what: 'expand', claim })}
          onSnapshot={claim => setOpen({ what: 'snapshot', claim })}
          onDelete={claim => setOpen({ what: 'delete', claim })}
        />
      )}
      {value === null ? null : (
        <Snapshots
          snapshots={snapshots}
          role={role}
          onRestore={snapshot => setOpen({ what: 'new', snapshot })}
          onDelete={snapshot => setOpen({ what: 'delete-snapshot', snapshot })}
        />
      )}
      {open?.what === 'new' ? (
        <NewVolume {...call} classes={classes.value?.items ?? []} snapshot={open.snapshot} />
      ) : null}
      {open?.what === 'expand' ? <ExpandVolume {...call} claim={open.claim} /> : null}
      {open?.what === 'snapshot' ? <TakeSnapshot {...call} claim={open.claim} /> : null}
      {open?.what === 'delete' ? <DeleteVolume {...call} claim={open.claim} /> : null}
      {open?.what === 'delete-snapshot' ? (
        <DeleteSnapshot {...call} snapshot={open.snapshot} />
      ) : null}
    </div>
  );
}
