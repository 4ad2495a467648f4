import { useCallback, useState, type FormEvent } from 'react';
import type { ClaimItem, NotebookItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { useDeeds } from '../../app/deeds.js';
import { uidOf } from '../../app/live.js';
import { Rich } from '../../text/Rich.js';
import { Told } from '../../text/Told.js';
import { t, tn } from '../../text/translator.js';
import { Dialog } from '../../ui/Dialog.js';
import { Notice } from '../../ui/Notice.js';
import { useAsync } from '../../ui/use-async.js';
import { deletion } from './many.js';
import { otherUsers } from './volume-users.js';

const keyOf = (namespace: string, claim: string): string => `${namespace}/${claim}`;

/** The claims of several projects, by project and name. */
async function claimsOf(namespaces: readonly string[]): Promise<Map<string, ClaimItem>> {
  const lists = await Promise.all(namespaces.map(namespace => api.claims(namespace)));
  return new Map(
    lists.flatMap(({ items }, index) =>
      items.map(claim => [keyOf(namespaces[index], claim.name), claim] as const)
    )
  );
}

interface LineProps {
  item: NotebookItem;
  claim: ClaimItem | undefined;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
}

function Line({ item, claim, chosen, onChoose }: LineProps): JSX.Element {
  const { name } = item.object.metadata;
  const { volume } = item.summary;
  const users = otherUsers(claim, name);
  return (
    <li>
      <code>{name}</code>
      {volume === null ? (
        <small>{t('has no volume: its files are lost')}</small>
      ) : (
        <label className="check">
          <input
            type="checkbox"
            checked={chosen}
            disabled={users.length > 0}
            onChange={event => onChoose(event.target.checked)}
          />
          <span>
            {t('delete its volume {volume} too', {
              volume: claim ? `${volume} (${claim.size})` : volume
            })}
            {users.length > 0 ? (
              <small>{t('Not possible: {users} uses it too.', { users: users.join(', ') })}</small>
            ) : null}
          </span>
        </label>
      )}
    </li>
  );
}

export interface DeleteManyDialogProps {
  items: readonly NotebookItem[];
  onClose: () => void;
  onDeleted: () => void;
}

/** Asks for each server what shall become of its volume, and then lets all be deleted in a moment. */
export function DeleteManyDialog(props: DeleteManyDialogProps): JSX.Element {
  const { items, onClose, onDeleted } = props;
  const deeds = useDeeds();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const projects = [...new Set(items.map(({ object }) => object.metadata.namespace ?? ''))];
  const key = projects.join(' ');
  const claims = useAsync(useCallback(() => claimsOf(key.split(' ')), [key]));
  const claimOf = ({ object, summary }: NotebookItem): ClaimItem | undefined =>
    claims.value?.get(keyOf(object.metadata.namespace ?? '', summary.volume ?? ''));
  const possible = items.filter(
    item =>
      item.summary.volume !== null &&
      otherUsers(claimOf(item), item.object.metadata.name).length === 0
  );
  const choose = (item: NotebookItem, isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) {
      next.add(uidOf(item));
    } else {
      next.delete(uidOf(item));
    }
    setChosen(next);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    deeds.hold(
      deletion(
        items.map(item => ({ item, fate: chosen.has(uidOf(item)) ? 'delete' : 'keep' }) as const)
      )
    );
    onDeleted();
  };
  return (
    <Dialog
      title={tn('Delete {count} server?', 'Delete {count} servers?', items.length)}
      onClose={onClose}
    >
      <form onSubmit={submit}>
        <p>
          {t(
            'They stop; what runs in them and what lies outside their volumes is lost. For ten seconds this can be undone.'
          )}
        </p>
        <label className="check">
          <input
            type="checkbox"
            checked={possible.length > 0 && chosen.size === possible.length}
            disabled={possible.length === 0}
            onChange={event => setChosen(new Set(event.target.checked ? possible.map(uidOf) : []))}
          />
          {t('Delete all their volumes too: the files on them are lost for good')}
        </label>
        <ul className="doomed" tabIndex={0} aria-label={t('The servers')}>
          {items.map(item => (
            <Line
              key={uidOf(item)}
              item={item}
              claim={claimOf(item)}
              chosen={chosen.has(uidOf(item))}
              onChoose={isChosen => choose(item, isChosen)}
            />
          ))}
        </ul>
        {claims.problem ? (
          <Notice tone="warning">
            <Rich
              text="Whether something else uses the volumes is not known: {detail}"
              values={{ detail: <Told text={claims.problem.detail} /> }}
            />
          </Notice>
        ) : null}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            {t('Cancel')}
          </button>
          <button type="submit" className="button button-danger">
            {tn('Delete {count} server', 'Delete {count} servers', items.length)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
