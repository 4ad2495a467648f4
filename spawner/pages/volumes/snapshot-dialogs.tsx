import { useState } from 'react';
import { checkSnapshotForm, proposedSnapshotName } from '@kubeflow-lab/resources';
import type { ClaimItem, SnapshotItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { Rich } from '../../text/Rich.js';
import { t } from '../../text/translator.js';
import { described, Field } from '../../ui/Field.js';
import { FormDialog, type DialogCall } from './dialogs.js';

interface TakeSnapshotProps extends DialogCall {
  claim: ClaimItem;
}

export function TakeSnapshot({ namespace, claim, close, done }: TakeSnapshotProps): JSX.Element {
  const volume = claim.name;
  const [name, setName] = useState(() => proposedSnapshotName(volume, new Date()));
  const form = { name, volume };
  const [problem] = checkSnapshotForm(form);
  const error = problem?.message ?? null;
  return (
    <FormDialog
      title={<Rich text="Snapshot of {name}" values={{ name: <code>{volume}</code> }} />}
      button={t('Take snapshot')}
      close={close}
      invalid={error !== null}
      send={async () => {
        await api.createSnapshot(namespace, form);
        done(t('The snapshot {name} is being taken.', { name }));
      }}
    >
      <Field id="snapshot-name" label={t('Name')} error={error}>
        <input
          {...described('snapshot-name', { error })}
          className="mono"
          autoComplete="off"
          spellCheck={false}
          value={name}
          onChange={event => setName(event.target.value)}
        />
      </Field>
      {claim.usedBy.length > 0 ? (
        <p className="quiet">
          {t('Taken while files are written, it may have them half written.')}
        </p>
      ) : null}
    </FormDialog>
  );
}

interface DeleteSnapshotProps extends DialogCall {
  snapshot: SnapshotItem;
}

export function DeleteSnapshot(props: DeleteSnapshotProps): JSX.Element {
  const { namespace, snapshot, close, done } = props;
  const { name } = snapshot;
  return (
    <FormDialog
      title={<Rich text="Delete {name}?" values={{ name: <code>{name}</code> }} />}
      button={t('Delete snapshot')}
      danger
      close={close}
      send={async () => {
        await api.deleteSnapshot(namespace, name);
        done(t('The snapshot {name} is being deleted.', { name }));
      }}
    >
      <p>{t('Volumes that were made from it stay.')}</p>
    </FormDialog>
  );
}
