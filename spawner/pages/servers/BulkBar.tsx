import { useState } from 'react';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { useDeeds } from '../../app/deeds.js';
import { t, tn } from '../../text/translator.js';
import { ActionButton } from '../../ui/ActionButton.js';
import { isStopped } from './availability.js';
import { ChangeManyDialog } from './ChangeManyDialog.js';
import { toggleAll } from './many.js';
import { RestartManyDialog } from './RestartManyDialog.js';

export interface BulkBarProps {
  /** What is selected, of what is shown. */
  items: readonly NotebookItem[];
  onClear: () => void;
  onDelete: (items: readonly NotebookItem[]) => void;
}

/** What can be done with the servers that are selected. */
export function BulkBar({ items, onClear, onDelete }: BulkBarProps): JSX.Element {
  const deeds = useDeeds();
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<'restart' | 'change' | null>(null);
  const stopped = items.filter(isStopped);
  const others = items.filter(item => !isStopped(item));
  const run = async (chosen: readonly NotebookItem[], action: 'start' | 'stop'): Promise<void> => {
    setBusy(true);
    deeds.report(await toggleAll(chosen, action));
    setBusy(false);
    onClear();
  };
  const close = (): void => setAsked(null);
  const wait = busy ? t('One moment, please.') : null;
  return (
    <div className="bulk" role="group" aria-label={t('With the selected servers')}>
      <strong role="status">
        {tn('{count} server selected', '{count} servers selected', items.length)}
      </strong>
      <div className="bulk-actions">
        <ActionButton
          label={t('Start')}
          fullLabel={tn('Start {count} server', 'Start {count} servers', stopped.length)}
          icon="play"
          reason={wait ?? (stopped.length === 0 ? t('None of them is stopped.') : null)}
          onClick={() => void run(stopped, 'start')}
        />
        <ActionButton
          label={t('Stop')}
          fullLabel={tn('Stop {count} server', 'Stop {count} servers', others.length)}
          icon="stop"
          reason={wait ?? (others.length === 0 ? t('All of them are stopped.') : null)}
          onClick={() => void run(others, 'stop')}
        />
        <ActionButton
          label={t('Restart …')}
          fullLabel={tn('Restart {count} server', 'Restart {count} servers', others.length)}
          icon="refresh"
          reason={wait ?? (others.length === 0 ? t('All of them are stopped.') : null)}
          onClick={() => setAsked('restart')}
        />
        <ActionButton
          label={t('Change …')}
          fullLabel={tn('Change {count} server', 'Change {count} servers', items.length)}
          icon="edit"
          reason={wait}
          onClick={() => setAsked('change')}
        />
        <ActionButton
          label={t('Delete …')}
          fullLabel={tn('Delete {count} server', 'Delete {count} servers', items.length)}
          icon="trash"
          reason={wait}
          onClick={() => onDelete(items)}
        />
        <button type="button" className="button button-quiet" onClick={onClear}>
          {t('Select none')}
        </button>
      </div>
      {asked === 'restart' ? (
        <RestartManyDialog
          items={others}
          stopped={stopped.length}
          onClose={close}
          onDone={onClear}
        />
      ) : null}
      {asked === 'change' ? (
        <ChangeManyDialog items={items} onClose={close} onDone={onClear} />
      ) : null}
    </div>
  );
}
