import { useCallback, useState, type FormEvent } from 'react';
import { gpusOf, sizeOf } from '@kubeflow-lab/resources';
import type { NotebookItem, NotebookOptions } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { useDeeds } from '../../app/deeds.js';
import { t, tn } from '../../text/translator.js';
import { Dialog } from '../../ui/Dialog.js';
import { useAsync } from '../../ui/use-async.js';
import { SizeFields, SizeGpus, type Typed } from '../details/SizeFields.js';
import { canRestart, changeAll, changes, isWish, plan } from './change-many.js';
import type { Planned, Wish } from './change-many.js';
import { spaceOf } from './many.js';
import { PlannedChanges } from './PlannedChanges.js';

interface Offer {
  images: string[];
  gpus: NotebookOptions['gpus'];
}

/** What is offered in several projects; fixed where one of them fixes it. */
async function offerIn(namespaces: readonly string[]): Promise<Offer> {
  const all = await Promise.all(namespaces.map(api.notebookOptions));
  const images = all.flatMap(options => Object.values(options.images).flatMap(of => of.options));
  return {
    images: [...new Set(images)],
    gpus: { ...all[0].gpus, readOnly: all.some(({ gpus }) => gpus.readOnly) }
  };
}

/** What all have alike, to stand where nothing is typed. */
function placeholdersOf(items: readonly NotebookItem[]): Typed {
  const sizes = items.map(({ object }) => sizeOf(object));
  const alike = (field: keyof Typed): string => {
    const values = new Set(sizes.map(size => size[field]));
    return values.size === 1 ? sizes[0][field] : t('as each has it');
  };
  return { image: alike('image'), cpu: alike('cpu'), memory: alike('memory') };
}

interface GpusProps {
  offer: Offer['gpus'];
  items: readonly NotebookItem[];
  gpu: Wish['gpu'];
  onChange: (gpu: Wish['gpu']) => void;
}

/** GPUs only for who asks: none is a choice, too. */
function Gpus({ offer, items, gpu, onChange }: GpusProps): JSX.Element | null {
  const isThere =
    offer.vendors.some(({ total }) => total > 0) || items.some(({ object }) => gpusOf(object) > 0);
  if (!isThere) {
    return null;
  }
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={gpu !== undefined}
          onChange={event => onChange(event.target.checked ? null : undefined)}
        />
        {t('Set GPUs')}
      </label>
      {gpu === undefined ? null : (
        <SizeGpus offer={offer} held={null} gpu={gpu} onChange={onChange} />
      )}
    </>
  );
}

export interface ChangeManyDialogProps {
  items: readonly NotebookItem[];
  onClose: () => void;
  onDone: () => void;
}

/** Another image or size for several servers: first what each would change and what restarts, then the changes. */
export function ChangeManyDialog({ items, onClose, onDone }: ChangeManyDialogProps): JSX.Element {
  const deeds = useDeeds();
  const [wish, setWish] = useState<Wish>({ image: '', cpu: '', memory: '', gpu: undefined });
  const [planned, setPlanned] = useState<readonly Planned[] | null>(null);
  const [restart, setRestart] = useState(false);
  const [busy, setBusy] = useState(false);
  const key = [...new Set(items.map(spaceOf))].join(' ');
  const offer = useAsync(useCallback(() => offerIn(key.split(' ')), [key])).value;
  const willChange = planned?.filter(changes) ?? [];

  const change = (wanted: Partial<Wish>): void => {
    setWish({ ...wish, ...wanted });
    setPlanned(null);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    if (planned === null) {
      setPlanned(await plan(items, wish));
      setBusy(false);
      return;
    }
    const chosen = willChange.map(({ item }) => item);
    deeds.report(await changeAll(chosen, wish, restart));
    onDone();
  };
  return (
    <Dialog
      title={tn('Change {count} server', 'Change {count} servers', items.length)}
      onClose={onClose}
    >
      <form onSubmit={event => void submit(event)}>
        <p>{t('What is left empty stays as each server has it.')}</p>
        <fieldset className="fixed" disabled={busy}>
          <SizeFields
            typed={wish}
            placeholders={placeholdersOf(items)}
            images={offer?.images ?? []}
            onChange={change}
          />
          {offer ? (
            <Gpus
              offer={offer.gpus}
              items={items}
              gpu={wish.gpu}
              onChange={gpu => change({ gpu })}
            />
          ) : null}
        </fieldset>
        {planned ? <PlannedChanges planned={planned} restart={restart} /> : null}
        {willChange.some(canRestart) ? (
          <label className="check">
            <input
              type="checkbox"
              checked={restart}
              onChange={event => setRestart(event.target.checked)}
            />
            {t('Restart them now')}
          </label>
        ) : null}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            {t('Cancel')}
          </button>
          <button
            type="submit"
            className="button button-primary"
            disabled={busy || !isWish(wish) || (planned !== null && willChange.length === 0)}
          >
            {planned
              ? tn('Change {count} server', 'Change {count} servers', willChange.length)
              : t('Show what changes')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
