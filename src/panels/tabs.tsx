import * as React from 'react';

export interface TabDescription {
  id: string;
  label: string;
  view: () => React.JSX.Element;
}

interface TabsProps {
  /** What the tabs are about, for screen readers. */
  label: string;
  tabs: readonly TabDescription[];
  chosen: string;
  onChoose: (id: string) => void;
}

/** Tabs within a tab; the first where the chosen one is not there. Arrow keys go from one to the next. */
export function Tabs({ label, tabs, chosen, onChoose }: TabsProps): React.JSX.Element {
  const group = React.useId();
  const current = tabs.find(({ id }) => id === chosen) ?? tabs[0];
  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length];
      onChoose(next.id);
      event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
    }
  };
  return (
    <>
      <div className="kfl-Tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(tab => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${group}-${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab === current}
            aria-controls={`${group}-panel`}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => onChoose(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        className={`kfl-Tabs-panel kfl-mod-${current.id}`}
        role="tabpanel"
        id={`${group}-panel`}
        aria-labelledby={`${group}-${current.id}`}
        tabIndex={-1}
      >
        {current.view()}
      </div>
    </>
  );
}
