import { useCallback, useId, useState, type FormEvent } from 'react';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { useDeeds } from '../../app/deeds.js';
import { Rich } from '../../text/Rich.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Dialog } from '../../ui/Dialog.js';
import { Notice } from '../../ui/Notice.js';
import { useAsync } from '../../ui/use-async.js';
import { deletion, type Fate } from './many.js';
import { otherUsers } from './volume-users.js';

interface FateChoiceProps {
  namespace: string;
  server: string;
  volume: string;
  fate: Fate;
  onFate: (fate: Fate) => void;
}

function FateChoice({ namespace, server, volume, fate, onFate }: FateChoiceProps): JSX.Element {
  const name = useId();
  const claims = useAsync(useCallback(() => api.claims(namespace), [namespace]));
  const claim = claims.value?.items.find(other => other.name === volume);
  const users = otherUsers(claim, server);
  const inUse = users.length > 0;
  const titled = <code>{claim ? `${volume} (${claim.size})` : volume}</code>;
  return (
    <fieldset className="choices">
      <legend>{t('Its volume, with the files in the home folder')}</legend>
      <label className="choice">
        <input type="radio" name={name} checked={fate === 'keep'} onChange={() => onFate('keep')} />
        <span>
          <Rich text="Keep the volume {volume}" values={{ volume: titled }} />
          <small>{t('The files stay, and a new server can use them.')}</small>
        </span>
      </label>
      <label className="choice">
        <input
          type="radio"
          name={name}
          checked={fate === 'delete'}
          disabled={inUse}
          onChange={() => onFate('delete')}
        />
        <span>
          <Rich text="Delete the volume {volume}" values={{ volume: titled }} />
          <small>
            {inUse
              ? t('Not possible: {users} uses it too.', { users: users.join(', ') })
              : t('All files on it are lost for good.')}
          </small>
        </span>
      </label>
      {claims.problem ? (
        <Notice tone="warning">
          <Rich
            text="Whether something else uses the volume is not known: {detail}"
            values={{ detail: <Told text={claims.problem.detail} /> }}
          />
        </Notice>
      ) : null}
    </fieldset>
  );
}

export interface DeleteDialogProps {
  item: NotebookItem;
  onClose: () => void;
  onDeleted: (item: NotebookItem) => void;
}

/** Asks what shall become of the volume, says what is lost, and lets it be deleted in a moment. */
export function DeleteDialog({ item, onClose, onDeleted }: DeleteDialogProps): JSX.Element {
  const { name, namespace = '' } = item.object.metadata;
  const { volume } = item.summary;
  const [fate, setFate] = useState<Fate>('keep');
  const deeds = useDeeds();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    deeds.hold(deletion([{ item, fate }]));
    onDeleted(item);
  };

  return (
    <Dialog
      title={<Rich text="Delete {name}?" values={{ name: <code>{name}</code> }} />}
      onClose={onClose}
    >
      <form onSubmit={submit}>
        <p>
          {volume
            ? t(
                'The server stops; what runs in it and what lies outside its volume is lost. For ten seconds this can be undone.'
              )
            : t(
                'The server has no volume: its files and what runs in it are lost. For ten seconds this can be undone.'
              )}
        </p>
        {volume ? (
          <FateChoice {...{ namespace, server: name, volume, fate, onFate: setFate }} />
        ) : null}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            {t('Cancel')}
          </button>
          <button type="submit" className="button button-danger">
            {fate === 'delete' ? t('Delete server and volume') : t('Delete server')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
