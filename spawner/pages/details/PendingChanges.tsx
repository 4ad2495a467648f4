import type { NotebookItem, PendingUpdate, Project } from '@kubeflow-lab/schema';

import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Notice } from '../../ui/Notice.js';
import { available } from '../servers/availability.js';
import type { Toggle } from '../servers/use-toggle.js';

export interface PendingChangesProps {
  item: NotebookItem;
  role: Project['role'] | null;
  toggle: Toggle;
}

/** What a running server does not have yet of its changed specification, and the way to have it now. */
export function PendingChanges(props: PendingChangesProps): JSX.Element | null {
  const { pending } = props.item.summary;
  if (pending === undefined) {
    return null;
  }
  // Without changes they were refused, and a restart would not help.
  const canRestart = pending.changes.length > 0;
  return (
    <Notice
      tone={canRestart ? 'info' : 'warning'}
      action={canRestart ? <Restart {...props} /> : undefined}
    >
      <Told text={pending.message} />
      {canRestart ? <Changes changes={pending.changes} /> : null}
    </Notice>
  );
}

function Changes({ changes }: Pick<PendingUpdate, 'changes'>): JSX.Element {
  return (
    <details className="pending-changes">
      <summary>{t('What changes')}</summary>
      <dl>
        {changes.map(({ field, from, to }) => (
          <div key={field}>
            <dt>
              <code>{field}</code>
            </dt>
            <dd>
              {from === null ? t('new') : <del>{from}</del>}
              {' → '}
              {to === null ? t('removed') : <ins>{to}</ins>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Restart({ item, role, toggle }: PendingChangesProps): JSX.Element | null {
  if (available(item, role).noToggle !== null) {
    return null;
  }
  return (
    <button
      type="button"
      className="button"
      title={t('Ends the kernels; files on volumes stay.')}
      aria-disabled={toggle.busy || undefined}
      onClick={toggle.busy ? undefined : () => void toggle.run('restart')}
    >
      {t('Restart now')}
    </button>
  );
}
