import type { NotebookItem, Project } from '@kubeflow-lab/schema';

import { useHeld } from '../../app/deeds.js';
import { uidOf } from '../../app/live.js';
import { t } from '../../text/translator.js';
import { ActionButton } from '../../ui/ActionButton.js';
import { Icon } from '../../ui/Icon.js';
import { available } from './availability.js';
import type { Toggle } from './use-toggle.js';

export interface ServerActionsProps {
  item: NotebookItem;
  role: Project['role'] | null;
  toggle: Toggle;
  onDelete: (item: NotebookItem) => void;
}

export function ServerActions({ item, role, toggle, onDelete }: ServerActionsProps): JSX.Element {
  const { name } = item.object.metadata;
  const held = useHeld().has(uidOf(item));
  const can = available(item, role);
  const wait = held ? t('This server will be deleted in a moment.') : null;
  const starts = can.toggle === 'start';
  return (
    <div className="actions">
      {can.connect ? (
        <a
          className="button button-connect"
          href={can.connect}
          target="_blank"
          rel="noopener"
          aria-label={t('Connect to {name} (opens in a new tab)', { name })}
        >
          <Icon name="external" />
          {t('Connect')}
        </a>
      ) : (
        <ActionButton
          label={t('Connect')}
          fullLabel={t('Connect to {name}', { name })}
          icon="external"
          className="button-connect"
          reason={can.noConnect}
          onClick={() => undefined}
        />
      )}
      <ActionButton
        label={starts ? t('Start') : t('Stop')}
        fullLabel={starts ? t('Start {name}', { name }) : t('Stop {name}', { name })}
        icon={starts ? 'play' : 'stop'}
        className="button-toggle"
        reason={wait ?? (toggle.busy ? t('One moment, please.') : can.noToggle)}
        onClick={() => void toggle.run(can.toggle)}
      />
      <ActionButton
        label={t('Delete')}
        fullLabel={t('Delete {name}', { name })}
        icon="trash"
        bare
        className="button-quiet"
        reason={wait ?? can.noDelete}
        onClick={() => onDelete(item)}
      />
    </div>
  );
}
