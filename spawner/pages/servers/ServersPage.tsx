import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { useAnnounce } from '../../app/announcer.js';
import { Link, passed } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { useProject } from '../../app/session.js';
import { useConnection, useLive, useTopic } from '../../app/live.js';
import { t, tn } from '../../text/translator.js';
import { Failure } from '../../ui/Failure.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { ProjectTabs } from '../ProjectTabs.js';
import { AddonStatus } from './AddonStatus.js';
import { DeleteDialog } from './DeleteDialog.js';
import { NoMatch, NoServers, ServersLoading } from './Blanks.js';
import { filtered, sorted, type Order } from './list-model.js';
import { ServerTable } from './ServerTable.js';
import { useAnnouncedStates } from './use-announced-states.js';

/** Below this many servers a filter would only be in the way. */
const FILTER_FROM = 6;

interface ListProps {
  namespace: string;
  items: readonly NotebookItem[];
  onDelete: (item: NotebookItem) => void;
}

function List({ namespace, items, onDelete }: ListProps): JSX.Element {
  const role = useProject(namespace)?.role ?? null;
  const [words, setWords] = useState('');
  const [order, setOrder] = useState<Order>({ column: 'name', descending: false });
  const wanted = useDeferredValue(words);
  const shown = useMemo(() => sorted(filtered(items, wanted), order), [items, wanted, order]);
  useAnnouncedStates(items);
  if (items.length === 0) {
    return <NoServers namespace={namespace} role={role} />;
  }
  return (
    <>
      {items.length >= FILTER_FROM || words ? (
        <div className="filter">
          <Icon name="search" />
          <input
            type="search"
            value={words}
            placeholder={t('Filter by name, state, image or volume')}
            aria-label={t('Filter by name, state, image or volume')}
            onChange={event => setWords(event.target.value)}
          />
          <span role="status">
            {shown.length === items.length
              ? tn('{count} server', '{count} servers', items.length)
              : t('{shown} of {all}', { shown: shown.length, all: items.length })}
          </span>
        </div>
      ) : null}
      {shown.length === 0 ? (
        <NoMatch onClear={() => setWords('')} />
      ) : (
        <ServerTable
          items={shown}
          role={role}
          order={order}
          onOrder={setOrder}
          created={passed().created ?? null}
          onDelete={onDelete}
        />
      )}
    </>
  );
}

function Content({ namespace, onDelete }: Omit<ListProps, 'items'>): JSX.Element {
  const topic = { resource: 'notebooks', namespace } as const;
  const live = useLive();
  const connection = useConnection();
  const { loaded, items, problem } = useTopic(topic);
  if (loaded) {
    return (
      <>
        {problem ? <Notice tone="warning">{problem.detail}</Notice> : null}
        <List namespace={namespace} items={items} onDelete={onDelete} />
      </>
    );
  }
  if (problem) {
    return (
      <Failure
        title={t('The servers could not be loaded')}
        problem={problem}
        onRetry={() => live.again(topic)}
      />
    );
  }
  if (connection.state === 'waiting') {
    return (
      <Failure
        title={t('The servers could not be loaded')}
        problem={connection.problem}
        onRetry={() => live.retry()}
      />
    );
  }
  return <ServersLoading />;
}

/** The notebook servers of a project. */
export function ServersPage({ namespace }: { namespace: string }): JSX.Element {
  const announce = useAnnounce();
  const heading = useRef<HTMLHeadingElement>(null);
  const [doomed, setDoomed] = useState<NotebookItem | null>(null);
  const role = useProject(namespace)?.role;
  const { loaded, items } = useTopic({ resource: 'notebooks', namespace });
  // An empty list has a button of its own, in the middle.
  const offered = role !== undefined && role !== 'viewer' && !(loaded && items.length === 0);
  const { created } = passed();
  useEffect(() => {
    if (created) {
      announce(t('{name} is being created.', { name: created }));
    }
  }, [created, announce]);
  const deleted = useCallback(
    (item: NotebookItem) => {
      setDoomed(null);
      announce(t('{name} is being deleted.', { name: item.object.metadata.name }));
      // The button that opened the dialog goes away with its row.
      requestAnimationFrame(() => heading.current?.focus());
    },
    [announce]
  );
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
      <Content namespace={namespace} onDelete={setDoomed} />
      {doomed ? (
        <DeleteDialog item={doomed} onClose={() => setDoomed(null)} onDeleted={deleted} />
      ) : null}
    </div>
  );
}
