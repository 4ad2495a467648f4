import { useId } from 'react';
import type { NotebookItem, Project } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';
import { Icon, type IconName } from '../../ui/Icon.js';
import { available } from './availability.js';
import type { Toggle } from './use-toggle.js';

interface ActionButtonProps {
  label: string;
  /** Says the label with the server's name, because a list has many of the same buttons. */
  fullLabel: string;
  icon: IconName;
  reason: string | null;
  className?: string;
  bare?: boolean;
  onClick: () => void;
}

/** A button that stays reachable when it can do nothing, so that its reason can be read. */
function ActionButton(props: ActionButtonProps): JSX.Element {
  const { label, fullLabel, icon, reason, className = '', bare = false, onClick } = props;
  const id = useId();
  return (
    <>
      <button
        type="button"
        className={`button ${className} ${bare ? 'button-icon' : ''}`}
        aria-label={fullLabel}
        aria-disabled={reason ? true : undefined}
        aria-describedby={reason ? id : undefined}
        title={reason ?? (bare ? label : undefined)}
        onClick={reason ? undefined : onClick}
      >
        <Icon name={icon} />
        {bare ? null : label}
      </button>
      {reason ? (
        <span id={id} hidden>
          {reason}
        </span>
      ) : null}
    </>
  );
}

export interface ServerActionsProps {
  item: NotebookItem;
  role: Project['role'] | null;
  toggle: Toggle;
  onDelete: (item: NotebookItem) => void;
}

export function ServerActions({ item, role, toggle, onDelete }: ServerActionsProps): JSX.Element {
  const { name } = item.object.metadata;
  const can = available(item, role);
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
        reason={toggle.busy ? t('One moment, please.') : can.noToggle}
        onClick={() => void toggle.run(can.toggle)}
      />
      <ActionButton
        label={t('Delete')}
        fullLabel={t('Delete {name}', { name })}
        icon="trash"
        bare
        className="button-quiet"
        reason={can.noDelete}
        onClick={() => onDelete(item)}
      />
    </div>
  );
}
