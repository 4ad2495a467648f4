import { useId } from 'react';

import { Icon, type IconName } from './Icon.js';

export interface ActionButtonProps {
  label: string;
  /** Says the label with the object's name, because a list has many of the same buttons. */
  fullLabel: string;
  icon: IconName;
  reason: string | null;
  className?: string;
  bare?: boolean;
  onClick: () => void;
}

/** A button that stays reachable when it can do nothing, so that its reason can be read. */
export function ActionButton(props: ActionButtonProps): JSX.Element {
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
