import { UseSignal } from '@jupyterlab/ui-components';
import type { Feed } from '@kubeflow-lab/live';
import type { Item } from '@kubeflow-lab/schema';
import * as React from 'react';
import { OfflineNote, ProblemView, SummaryHead, useFeed } from '../components';
import type { IObjectActions, IPlatform, ObjectRef } from '../tokens';
import { About } from './about';
import { ActionBar } from './actionBar';
import { Events } from './events';
import type { KindDescription, PanelSummary } from './kind';
import { LogTab } from './logTab';
import { type TabDescription, Tabs } from './tabs';
import { EditableYaml, YamlView } from './yamlView';

export interface DetailProps {
  platform: IPlatform;
  actions: IObjectActions;
  object: ObjectRef;
}

/** Everything about one object, in tabs: its picture, log, events and YAML. */
export function Detail(props: DetailProps): React.JSX.Element {
  const { kinds, trans } = props.platform;
  return (
    <UseSignal signal={kinds.changed}>
      {() => {
        const kind = kinds.get(props.object.plural);
        return kind ? (
          <DetailOfKind {...props} kind={kind} />
        ) : (
          <p className="kfl-Note" role="status">
            {trans.__('No panel shows %1.', props.object.plural)}
          </p>
        );
      }}
    </UseSignal>
  );
}

/** The object of that name as it is now or, once it is gone, as it was. */
function useItem(feed: Feed, name: string): { item: Item<PanelSummary> | null; gone: boolean } {
  const last = React.useRef<Item<PanelSummary> | null>(null);
  const items = Object.values(feed.items) as Item<PanelSummary>[];
  const item = items.find(({ object }) => object.metadata.name === name) ?? null;
  last.current = item ?? last.current;
  return { item: last.current, gone: item === null && feed.state === 'live' };
}

function DetailOfKind(props: DetailProps & { kind: KindDescription }): React.JSX.Element {
  const { platform, kind, object } = props;
  const { live, trans } = platform;
  const feed = useFeed(live, { resource: object.plural, namespace: object.namespace });
  const { item, gone } = useItem(feed, object.name);
  if (item) {
    return (
      <KnownItem key={item.object.metadata.uid} {...props} item={item} gone={gone} feed={feed} />
    );
  }
  if (feed.problem) {
    const retry = () => void platform.reconnect();
    return <ProblemView problem={feed.problem} onRetry={retry} trans={trans} />;
  }
  return (
    <p className="kfl-Note" role="status">
      {gone
        ? trans.__(
            'There is no %1 %2 in %3. It may have been deleted.',
            kind.noun.one,
            object.name,
            object.namespace
          )
        : trans.__('Loading…')}
    </p>
  );
}

interface KnownItemProps extends DetailProps {
  kind: KindDescription;
  item: Item<PanelSummary>;
  gone: boolean;
  feed: Feed;
}

function KnownItem(props: KnownItemProps): React.JSX.Element {
  const { platform, kind, object, item, gone, feed } = props;
  const { trans } = platform;
  const [tab, setTab] = React.useState('overview');
  const [part, setPart] = React.useState<string | null>(null);
  const showLog = (chosen: string | null) => {
    setPart(chosen);
    setTab('log');
  };
  return (
    <>
      <SummaryHead
        kind={item.object.kind}
        {...object}
        summary={item.summary}
        lasting={kind.lasting}
        facts={kind.facts?.(item)}
        metrics={kind.metrics?.(item)}
        trans={trans}
      >
        <ActionBar {...props} />
      </SummaryHead>
      {gone && (
        <p className="kfl-Note" role="status">
          {trans.__('This %1 was deleted. What is shown is its last state.', kind.noun.one)}
        </p>
      )}
      {feed.offline && <OfflineNote problem={feed.problem} trans={trans} />}
      <Tabs
        label={trans.__('About %1', object.name)}
        tabs={tabsOf({ ...props, part, setPart, showLog })}
        chosen={tab}
        onChoose={setTab}
      />
    </>
  );
}

interface TabsProps extends KnownItemProps {
  part: string | null;
  setPart: (part: string | null) => void;
  showLog: (part: string | null) => void;
}

function tabsOf(props: TabsProps): TabDescription[] {
  const { platform, kind, object, item, gone, part, setPart, showLog } = props;
  const { client, trans } = platform;
  const picture = { item, platform, gone, showLog };
  const version = item.object.metadata.resourceVersion;
  const own = (kind.tabs ?? []).map(({ id, label, view: View }) => ({
    id,
    label,
    view: () => <View {...picture} />
  }));
  const alive: TabDescription[] = [
    {
      id: 'log',
      label: trans.__('Log'),
      view: () => <LogTab {...{ platform, kind, object, item, part, onPart: setPart }} />
    },
    {
      id: 'events',
      label: trans.__('Events'),
      view: () => <Events {...{ client, object, version, trans }} />
    }
  ];
  return [
    {
      id: 'overview',
      label: trans.__('Overview'),
      view: () => (
        <>
          <kind.picture {...picture} />
          <About item={item} trans={trans} />
        </>
      )
    },
    ...own,
    ...(gone ? [] : alive),
    {
      id: 'yaml',
      label: trans.__('YAML'),
      view: () =>
        kind.editable && !gone ? (
          <EditableYaml {...{ item, object, platform }} />
        ) : (
          <YamlView object={item.object} trans={trans} />
        )
    }
  ];
}
