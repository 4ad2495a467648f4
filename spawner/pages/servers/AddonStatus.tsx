import type { Addon } from '@kubeflow-lab/schema';

import { useTopic } from '../../app/live.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';

const SETTINGS = { resource: 'settings' } as const;

function AddonLine({ addon }: { addon: Addon }): JSX.Element {
  const failed = addon.state === 'failed';
  return (
    <li className={failed ? 'tone-danger' : undefined}>
      <Icon name={failed ? 'warning' : 'progress'} className={failed ? '' : 'spin'} />
      <span>
        {failed
          ? t('{name}: could not be installed.', { name: addon.name })
          : t('{name}: being installed.', { name: addon.name })}{' '}
        <Told text={addon.message} />
      </span>
    </li>
  );
}

/** What is still being installed behind the page; nothing when all is there. */
export function AddonStatus(): JSX.Element | null {
  const { settings } = useTopic(SETTINGS);
  const open = (settings?.addons ?? []).filter(addon => addon.state !== 'ready');
  if (open.length === 0) {
    return null;
  }
  return (
    <ul className="addons" aria-label={t('Being installed')}>
      {open.map(addon => (
        <AddonLine key={addon.name} addon={addon} />
      ))}
    </ul>
  );
}
