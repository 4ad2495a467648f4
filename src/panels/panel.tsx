import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { Feed } from '@kubeflow-lab/live';
import * as React from 'react';
import { OfflineNote, ProblemView } from '../components';
import type { IObjectActions, IPlatform } from '../tokens';
import type { PanelDescription } from './kind';
import { ItemList } from './list';
import type { PanelModel } from './model';
import { EngineNotes, EngineState, NotConnected } from './states';

export interface PanelProps {
  model: PanelModel;
  platform: IPlatform;
  actions: IObjectActions;
  /** Opens the dialog in which an object is made from YAML. */
  onNew: () => void;
}

/** The id of a panel's widget. */
export function panelId({ id }: PanelDescription): string {
  return `kubeflow-lab-${id}`;
}

/** A panel of the side bar: the objects of the project. */
export class Panel extends ReactWidget {
  constructor(private readonly _props: PanelProps) {
    super();
    const { panel } = _props.model;
    this.id = panelId(panel);
    this.addClass('kfl-Panel');
    this.title.icon = panel.icon;
    this.title.caption = panel.title;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', panel.title);
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this._props.model.stateChanged}>
        {() => <PanelBody {...this._props} />}
      </UseSignal>
    );
  }
}

function PanelBody(props: PanelProps): React.JSX.Element {
  const { model, platform, onNew } = props;
  const { connection, panel } = model;
  const { trans } = platform;
  const connected = connection.state === 'connected';
  return (
    <>
      <div className="kfl-Panel-header">
        <h2>{panel.title}</h2>
        {connected && (
          <span className="kfl-Panel-namespace" title={trans.__('Project')}>
            {connection.namespace}
          </span>
        )}
      </div>
      {connected && (
        <div className="kfl-Panel-toolbar">
          {panel.toolbar?.map(({ id, label, title, run }) => (
            <button key={id} type="button" className="kfl-Button" title={title} onClick={run}>
              {label}
            </button>
          ))}
          <button
            type="button"
            className="kfl-Button"
            title={trans.__('Make one of %1 from a file or a text', panel.noun.many)}
            onClick={onNew}
          >
            {trans.__('New from YAML…')}
          </button>
        </div>
      )}
      {connected && panel.top?.()}
      <Content {...props} />
    </>
  );
}

function Content(props: PanelProps): React.JSX.Element {
  const { model, platform } = props;
  const { connection, panel, entries } = model;
  const { trans } = platform;
  const retry = () => void model.retry();
  if (connection.state === 'disconnected') {
    return <NotConnected message={connection.message} onRetry={retry} trans={trans} />;
  }
  if (connection.state === 'failed') {
    return <ProblemView problem={connection.problem} onRetry={retry} trans={trans} />;
  }
  const missing = panel.kinds.filter(
    kind =>
      model.engine(kind).state !== 'ready' ||
      (kind.incidental && model.feed(kind).state === 'failed')
  );
  const told = missing.filter(({ incidental }) => !incidental);
  if (missing.length === panel.kinds.length && entries.length === 0) {
    return <EngineState model={model} kinds={told} onRetry={retry} trans={trans} />;
  }
  const feeds = panel.kinds.filter(kind => !missing.includes(kind)).map(kind => model.feed(kind));
  const refused = feeds.find(
    ({ state, loaded, problem }) => problem && (state === 'failed' || !loaded)
  );
  if (refused?.problem && entries.length === 0 && !feeds.some(({ loaded }) => loaded)) {
    return <ProblemView problem={refused.problem} onRetry={retry} trans={trans} />;
  }
  if (connection.state === 'connecting' || (entries.length === 0 && feeds.some(isOnItsWay))) {
    return (
      <p className="kfl-Note" role="status">
        {trans.__('Loading…')}
      </p>
    );
  }
  const offline = feeds.find(feed => feed.offline);
  return (
    <>
      {offline && <OfflineNote problem={offline.problem} trans={trans} />}
      {refused?.problem && <ProblemView problem={refused.problem} onRetry={retry} trans={trans} />}
      {entries.length === 0 ? panel.empty() : <ItemList {...props} />}
      <EngineNotes model={model} kinds={told} trans={trans} />
    </>
  );
}

function isOnItsWay({ loaded, state }: Feed): boolean {
  return !loaded && state !== 'failed';
}
