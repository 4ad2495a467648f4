import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { useAnnounce } from '../../app/announcer.js';
import { Link, passed } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { useProject } from '../../app/session.js';
import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Failure } from '../../ui/Failure.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { ProjectTabs } from '../ProjectTabs.js';
import { AddonStatus } from './AddonStatus.js';
import { NoServers, NoServersAnywhere, ServersLoading } from './Blanks.js';
import { DeleteDialog } from './DeleteDialog.js';
import { DeleteManyDialog } from './DeleteManyDialog.js';
import { ServerList } from './ServerList.js';
import { useServers, type Servers } from './use-servers.js';

interface ContentProps {
  servers: Servers;
  everywhere: boolean;
  /** What stands in the place of an empty list. */
  empty: ReactNode;
  onDelete: (items: readonly NotebookItem[]) => void;
}

function Content({ servers, everywhere, empty, onDelete }: ContentProps): JSX.Element {
  const { loaded, items, problem, again } = servers;
  if (loaded) {
    return (
      <>
        {problem ? (
          <Notice tone="warning">
            <Told text={problem.detail} />
          </Notice>
        ) : null}
        {items.length === 0 ? empty : <ServerList {...{ items, everywhere, onDelete }} />}
      </>
    );
  }
  return problem ? (
    <Failure title={t('The servers could not be loaded')} problem={problem} onRetry={again} />
  ) : (
    <ServersLoading />
  );
}

/** The dialog for servers that shall be deleted; afterwards the page's heading has the focus. */
function useDeletion(heading: React.RefObject<HTMLHeadingElement>): {
  dialog: ReactNode;
  ask: (items: readonly NotebookItem[]) => void;
} {
  const [doomed, setDoomed] = useState<readonly NotebookItem[]>([]);
  const close = useCallback(() => setDoomed([]), []);
  const deleted = useCallback(() => {
    close();
    // The button that opened the dialog may go away with its row.
    requestAnimationFrame(() => heading.current?.focus());
  }, [close, heading]);
  const dialog =
    doomed.length === 0 ? null : doomed.length === 1 ? (
      <DeleteDialog item={doomed[0]} onClose={close} onDeleted={deleted} />
    ) : (
      <DeleteManyDialog items={doomed} onClose={close} onDeleted={deleted} />
    );
  return { dialog, ask: setDoomed };
}

/** The notebook servers of a project. */
export function ServersPage({ namespace }: { namespace: string }): JSX.Element {
  const announce = useAnnounce();
  const heading = useRef<HTMLHeadingElement>(null);
  const { dialog, ask } = useDeletion(heading);
  const role = useProject(namespace)?.role;
  const servers = useServers(namespace);
  const { loaded, items } = servers;
  // An empty list has a button of its own, in the middle.
  const offered = role !== undefined && role !== 'viewer' && !(loaded && items.length === 0);
  const { created } = passed();
  useEffect(() => {
    if (created) {
      announce(t('{name} is being created.', { name: created }));
    }
  }, [created, announce]);
  return (
    <div className="page">
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('Notebook servers')}
        </h1>
        {offered ? (
          <Link to={paths.create(namespace)} className="button button-primary">
            <Icon name="add" />
            {t('New server')}
          </Link>
        ) : null}
      </header>
      <ProjectTabs namespace={namespace} current="servers" />
      <AddonStatus />
      <Content
        servers={servers}
        everywhere={false}
        empty={<NoServers namespace={namespace} role={role ?? null} />}
        onDelete={ask}
      />
      {dialog}
    </div>
  );
}

/** The notebook servers of all projects of a person. */
export function AllServersPage(): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const { dialog, ask } = useDeletion(heading);
  const servers = useServers(null);
  return (
    <div className="page">
      <header className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('Notebook servers of all projects')}
        </h1>
      </header>
      <AddonStatus />
      <Content servers={servers} everywhere empty={<NoServersAnywhere />} onDelete={ask} />
      {dialog}
    </div>
  );
}
