import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { TrainingJobItem } from '@kubeflow-lab/schema';
import * as React from 'react';
import {
  Age,
  countReady,
  formatMetric,
  OfflineNote,
  ProblemView,
  sortMetrics,
  StatePill,
  useNow
} from '../components';
import { trainingIcon } from '../icons';
import type { IJobActions } from '../tokens';
import type { TrainingModel } from './model';
import { EmptyState, EngineState, NotConnected } from './states';

interface PanelProps {
  model: TrainingModel;
  actions: IJobActions;
  trans: TranslationBundle;
  /** Puts the starter cell into the notebook in front. */
  onInsert: () => void;
}

/** The Training panel of the side bar: the project's jobs. */
export class TrainingPanel extends ReactWidget {
  constructor(private readonly _props: PanelProps) {
    super();
    const { trans } = _props;
    this.id = 'kubeflow-lab-training';
    this.addClass('kfl-TrainingPanel');
    this.title.icon = trainingIcon;
    this.title.caption = trans.__('Training jobs');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Training jobs'));
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this._props.model.stateChanged}>
        {() => <TrainingBody {...this._props} />}
      </UseSignal>
    );
  }
}

function TrainingBody(props: PanelProps): React.JSX.Element {
  const { model, trans } = props;
  const { connection } = model;
  return (
    <>
      <div className="kfl-Panel-header">
        <h2>{trans.__('Training jobs')}</h2>
        {connection.state === 'connected' && (
          <span className="kfl-Panel-namespace" title={trans.__('Project')}>
            {connection.namespace}
          </span>
        )}
      </div>
      <Content {...props} />
    </>
  );
}

function Content(props: PanelProps): React.JSX.Element {
  const { model, trans, onInsert } = props;
  const { connection, feed, engine, jobs } = model;
  const retry = () => void model.connect();
  if (connection.state === 'disconnected') {
    return <NotConnected message={connection.message} onRetry={retry} trans={trans} />;
  }
  if (connection.state === 'failed') {
    return <ProblemView problem={connection.problem} onRetry={retry} trans={trans} />;
  }
  if (engine.state !== 'ready' && jobs.length === 0) {
    return <EngineState engine={engine} onRetry={retry} trans={trans} />;
  }
  const unknown = connection.state === 'connecting' || feed.state === 'connecting';
  if (feed.problem && (feed.state === 'failed' || unknown)) {
    return <ProblemView problem={feed.problem} onRetry={retry} trans={trans} />;
  }
  if (unknown) {
    return (
      <p className="kfl-Note" role="status">
        {trans.__('Loading…')}
      </p>
    );
  }
  return (
    <>
      {feed.offline && <OfflineNote problem={feed.problem} trans={trans} />}
      {engine.state !== 'ready' && <EngineState engine={engine} onRetry={retry} trans={trans} />}
      {jobs.length === 0 ? (
        <EmptyState onInsert={onInsert} trans={trans} />
      ) : (
        <JobList {...props} />
      )}
    </>
  );
}

function JobList({ model, actions, trans }: PanelProps): React.JSX.Element {
  const now = useNow(10_000);
  const { jobs, shown } = model;
  return (
    <>
      <input
        type="search"
        className="kfl-Panel-filter"
        aria-label={trans.__('Filter training jobs')}
        placeholder={trans.__('Filter by name or state')}
        value={model.filter}
        onChange={event => (model.filter = event.target.value)}
      />
      <p className="kfl-Panel-count" role="status">
        {shown.length === jobs.length
          ? trans._n('%1 job', '%1 jobs', jobs.length, jobs.length)
          : trans.__('%1 of %2 jobs', shown.length, jobs.length)}
      </p>
      {shown.length === 0 && <p className="kfl-Note">{trans.__('No job matches the filter.')}</p>}
      <ul className="kfl-JobList" aria-label={trans.__('Training jobs')}>
        {shown.map(job => (
          <JobRow
            key={job.object.metadata.uid ?? job.object.metadata.name}
            job={job}
            now={now}
            actions={actions}
            trans={trans}
          />
        ))}
      </ul>
    </>
  );
}

interface JobRowProps {
  job: TrainingJobItem;
  now: number;
  actions: IJobActions;
  trans: TranslationBundle;
}

const JobRow = React.memo(function JobRow(props: JobRowProps): React.JSX.Element {
  const { job, now, actions, trans } = props;
  const { summary, object } = job;
  const { name, namespace = '' } = object.metadata;
  const [metric] = sortMetrics(summary.metrics);
  const ready = countReady(summary.replicas);
  return (
    <li className="kfl-JobRow" data-name={name}>
      <button
        type="button"
        className="kfl-JobRow-open"
        onClick={() => actions.open({ namespace, name })}
      >
        <span className="kfl-JobRow-line">
          <strong className="kfl-JobRow-name" title={name}>
            {name}
          </strong>
          <StatePill phase={summary.phase} trans={trans} />
        </span>
        <span className="kfl-JobRow-message" title={summary.message}>
          {summary.message}
        </span>
        <span className="kfl-JobRow-facts">
          <span>{object.kind}</span>
          <span>{trans.__('%1/%2 replicas', ready, summary.replicas.length)}</span>
          <Age createdAt={summary.createdAt} now={now} trans={trans} />
          {metric && (
            <span className="kfl-JobRow-metric" title={metric[0]}>
              {`${metric[0]} `}
              <b>{formatMetric(metric[1])}</b>
            </span>
          )}
        </span>
      </button>
      <button
        type="button"
        className="kfl-IconButton"
        title={trans.__('Delete %1', name)}
        aria-label={trans.__('Delete %1', name)}
        onClick={() => void actions.delete({ namespace, name })}
      >
        <DeleteIcon />
      </button>
    </li>
  );
});

function DeleteIcon(): React.JSX.Element {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4" />
    </svg>
  );
}
