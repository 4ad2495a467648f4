import { useCallback, useState } from 'react';
import type { ClaimItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { useAnnounce } from '../../app/announcer.js';
import { useProject } from '../../app/session.js';
import { t } from '../../text/translator.js';
import { Failure } from '../../ui/Failure.js';
import { Icon } from '../../ui/Icon.js';
import { useAsync } from '../../ui/use-async.js';
import { ProjectTabs } from '../ProjectTabs.js';
import { DeleteVolume, ExpandVolume, NewVolume } from './dialogs.js';
import { VolumeTable } from './VolumeTable.js';

type Open = { what: 'new' } | { what: 'expand' | 'delete'; claim: ClaimItem } | null;

/** The volumes of a project: who needs each, and what can be done with it. */
export function VolumesPage({ namespace }: { namespace: string }): JSX.Element {
  const announce = useAnnounce();
  const role = useProject(namespace)?.role ?? null;
  const claims = useAsync(useCallback(() => api.claims(namespace), [namespace]));
  const classes = useAsync(api.storageClasses);
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => setOpen(null);
  const done = (sentence: string): void => {
    announce(sentence);
    close();
    claims.reload();
  };
  const { value, problem, loading, reload } = claims;
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
              onClick={() => setOpen({ what: 'new' })}
            >
              <Icon name="add" />
              {t('New volume')}
            </button>
          ) : null}
        </div>
      </header>
      <ProjectTabs namespace={namespace} current="volumes" />
      {problem ? (
        <Failure
          title={t('The volumes could not be loaded')}
          problem={problem}
          onRetry={claims.reload}
        />
      ) : value === null ? (
        <p role="status">{t('Loading the volumes …')}</p>
      ) : (
        <VolumeTable
          namespace={namespace}
          claims={value.items}
          classes={classes.value?.items ?? []}
          role={role}
          onExpand={claim => setOpen({ what: 'expand', claim })}
          onDelete={claim => setOpen({ what: 'delete', claim })}
        />
      )}
      {open?.what === 'new' ? (
        <NewVolume {...{ namespace, classes: classes.value?.items ?? [], close, done }} />
      ) : null}
      {open?.what === 'expand' ? (
        <ExpandVolume {...{ namespace, claim: open.claim, close, done }} />
      ) : null}
      {open?.what === 'delete' ? (
        <DeleteVolume {...{ namespace, claim: open.claim, close, done }} />
      ) : null}
    </div>
  );
}
