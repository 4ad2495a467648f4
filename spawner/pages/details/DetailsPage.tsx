import { useState } from 'react';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { Link, navigate } from '../../app/navigation.js';
import { DETAILS_TABS, paths, type DetailsTab } from '../../app/routes.js';
import { useProject } from '../../app/session.js';
import { useConnection, useLive, useTopic } from '../../app/live.js';
import { Told } from '../../text/Told.js';
import { t, type Word } from '../../text/translator.js';
import { Failure } from '../../ui/Failure.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { ServersLoading } from '../servers/Blanks.js';
import { DeleteDialog } from '../servers/DeleteDialog.js';
import { KeepRunning, StopsSoon, type KeepRunningProps } from '../servers/Idleness.js';
import { ServerActions } from '../servers/ServerActions.js';
import { StatePill } from '../servers/StatePill.js';
import { useAnnouncedStates } from '../servers/use-announced-states.js';
import { useToggle } from '../servers/use-toggle.js';
import { ConditionsTab } from './ConditionsTab.js';
import { EventsTab } from './EventsTab.js';
import { LogsTab } from './LogsTab.js';
import { OverviewTab } from './OverviewTab.js';
import { PendingChanges } from './PendingChanges.js';
import { MoreActions } from './MoreActions.js';
import { VolumesTab } from './VolumesTab.js';
import { YamlTab } from './YamlTab.js';

const TAB_NAMES: Record<DetailsTab, Word> = {
  overview: 'Overview',
  events: 'Events',
  conditions: 'Conditions',
  logs: 'Logs',
  volumes: 'Volumes',
  yaml: 'YAML'
};

function Tab({ tab, ...props }: KeepRunningProps & { tab: DetailsTab }): JSX.Element {
  const { item } = props;
  switch (tab) {
    case 'overview':
      return <OverviewTab {...props} />;
    case 'events':
      return <EventsTab item={item} />;
    case 'conditions':
      return <ConditionsTab item={item} />;
    case 'volumes':
      return <VolumesTab item={item} />;
    case 'logs':
      return <LogsTab item={item} />;
    case 'yaml':
      return <YamlTab item={item} role={props.role} />;
  }
}

function Details({ item, tab }: { item: NotebookItem; tab: DetailsTab }): JSX.Element {
  const { name, namespace = '' } = item.object.metadata;
  const role = useProject(namespace)?.role ?? null;
  const toggle = useToggle(item);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <header className="page-head details-head">
        <div>
          <h1>
            <code>{name}</code>
          </h1>
          <p className="details-state">
            <StatePill summary={item.summary} />
            <span>
              <Told text={item.summary.message} />
            </span>
          </p>
        </div>
        <div className="details-actions">
          <MoreActions item={item} role={role} />
          <ServerActions
            item={item}
            role={role}
            toggle={toggle}
            onDelete={() => setDeleting(true)}
          />
        </div>
      </header>
      {item.summary.stopsSoon ? (
        <Notice tone="warning" action={<KeepRunning item={item} role={role} toggle={toggle} />}>
          <StopsSoon summary={item.summary} />
        </Notice>
      ) : null}
      <PendingChanges item={item} role={role} toggle={toggle} />
      {toggle.problem ? (
        <Notice tone="error">
          <Told text={toggle.problem.detail} />
        </Notice>
      ) : null}
      <nav className="tabs" aria-label={t('About this server')}>
        {DETAILS_TABS.map(each => (
          <Link key={each} to={paths.details(namespace, name, each)} current={each === tab}>
            {t(TAB_NAMES[each])}
          </Link>
        ))}
      </nav>
      <Tab item={item} role={role} toggle={toggle} tab={tab} />
      {deleting ? (
        <DeleteDialog
          item={item}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate(paths.servers(namespace))}
        />
      ) : null}
    </>
  );
}

function Gone({ namespace, name }: { namespace: string; name: string }): JSX.Element {
  return (
    <section className="blank">
      <h1>{t('There is no server {name} in this project', { name })}</h1>
      <p>{t('It may have been deleted.')}</p>
      <Link to={paths.servers(namespace)} className="button">
        {t('Show all servers')}
      </Link>
    </section>
  );
}

export interface DetailsPageProps {
  namespace: string;
  name: string;
  tab: DetailsTab;
}

/** Everything about one server; its data is the project's list, which other pages have open too. */
export function DetailsPage({ namespace, name, tab }: DetailsPageProps): JSX.Element {
  const topic = { resource: 'notebooks', namespace } as const;
  const live = useLive();
  const connection = useConnection();
  const { loaded, items, problem } = useTopic(topic);
  useAnnouncedStates(items);
  const item = items.find(other => other.object.metadata.name === name);
  const failure = problem ?? (connection.state === 'waiting' ? connection.problem : null);
  const retry = (): void => (problem ? live.again(topic) : live.retry());
  const unloaded = failure ? (
    <Failure title={t('The server could not be loaded')} problem={failure} onRetry={retry} />
  ) : (
    <ServersLoading />
  );
  return (
    <div className="page">
      <Link to={paths.servers(namespace)} className="back">
        <Icon name="back" />
        {t('Notebook servers')}
      </Link>
      {item ? (
        <Details key={name} item={item} tab={tab} />
      ) : loaded ? (
        <Gone namespace={namespace} name={name} />
      ) : (
        unloaded
      )}
    </div>
  );
}
