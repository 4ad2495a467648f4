import { useState, type FormEvent } from 'react';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { useDeeds } from '../../app/deeds.js';
import { uidOf } from '../../app/live.js';
import { t, tn } from '../../text/translator.js';
import { Dialog } from '../../ui/Dialog.js';
import { restartAll } from './many.js';

export interface RestartManyDialogProps {
  /** Those that are not stopped. */
  items: readonly NotebookItem[];
  /** How many of the selected servers are stopped, and stay so. */
  stopped: number;
  onClose: () => void;
  onDone: () => void;
}

/** Says what is lost where servers restart, and restarts them. */
export function RestartManyDialog(props: RestartManyDialogProps): JSX.Element {
  const { items, stopped, onClose, onDone } = props;
  const deeds = useDeeds();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    deeds.report(await restartAll(items));
    onDone();
  };
  return (
    <Dialog
      title={tn('Restart {count} server?', 'Restart {count} servers?', items.length)}
      onClose={onClose}
    >
      <form onSubmit={event => void submit(event)}>
        <p>
          {tn(
            'Its kernels end, and what they hold in memory is lost; files on volumes stay. This cannot be undone.',
            'Their kernels end, and what they hold in memory is lost; files on volumes stay. This cannot be undone.',
            items.length
          )}
        </p>
        <ul className="doomed" tabIndex={0} aria-label={t('The servers')}>
          {items.map(item => (
            <li key={uidOf(item)}>
              <code>{item.object.metadata.name}</code>
            </li>
          ))}
        </ul>
        {stopped > 0 ? (
          <p>
            {tn(
              '{count} selected server is stopped and stays so.',
              '{count} selected servers are stopped and stay so.',
              stopped
            )}
          </p>
        ) : null}
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            {t('Cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={busy}>
            {tn('Restart {count} server', 'Restart {count} servers', items.length)}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
