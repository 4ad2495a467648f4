import type { ReactNode } from 'react';

import { Icon, type IconName } from './Icon.js';

export type NoticeTone = 'error' | 'warning' | 'info';

const ICONS: Record<NoticeTone, IconName> = { error: 'error', warning: 'warning', info: 'info' };

export interface NoticeProps {
  tone: NoticeTone;
  /** What can be done about it. */
  action?: ReactNode;
  children: ReactNode;
}

/** A sentence that stands out. Errors are said to screen readers at once. */
export function Notice({ tone, action, children }: NoticeProps): JSX.Element {
  return (
    <div className={`notice notice-${tone}`} role={tone === 'error' ? 'alert' : undefined}>
      <Icon name={ICONS[tone]} />
      <div className="notice-text">{children}</div>
      {action}
    </div>
  );
}
