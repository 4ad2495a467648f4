import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { TrainingJobItem } from '@kubeflow-lab/schema';
import * as React from 'react';
import {
  CopyButton,
  JobLog,
  JobSummary,
  OfflineNote,
  ProblemView,
  Replicas,
  useFeed
} from '../components';
import { trainingIcon } from '../icons';
import type { Feed } from '@kubeflow-lab/live';
import type { IJobActions, IPlatform, JobName } from '../tokens';
import { JobEvents } from './events';
import { toYaml } from './yaml';

interface JobProps {
  platform: IPlatform;
  actions: IJobActions;
  job: JobName;
}

/** The tab of one job. */
export class JobTab extends MainAreaWidget<ReactWidget> {
  constructor(props: JobProps) {
    super({ content: ReactWidget.create(<JobView {...props} />) });
    this.job = props.job;
    this.id = JobTab.idOf(props.job);
    this.title.label = props.job.name;
    this.title.caption = `${props.job.namespace}/${props.job.name}`;
    this.title.icon = trainingIcon;
    this.title.closable = true;
    this.content.addClass('kfl-JobTab');
    this.toolbar.hide();
  }

  readonly job: JobName;

  /** The widget id of a job's tab. */
  static idOf({ namespace, name }: JobName): string {
    return `kubeflow-lab-job-${namespace}-${name}`;
  }
}

/** The job of that name as it is now or, once it is gone, as it was. */
function useJob(feed: Feed, name: string): { item: TrainingJobItem | null; gone: boolean } {
  const last = React.useRef<TrainingJobItem | null>(null);
  const items = Object.values(feed.items) as TrainingJobItem[];
  const item = items.find(({ object }) => object.metadata.name === name) ?? null;
  last.current = item ?? last.current;
  return { item: last.current, gone: item === null && feed.state === 'live' };
}

function JobView({ platform, actions, job }: JobProps): React.JSX.Element {
  const { live, trans } = platform;
  const feed = useFeed(live, { resource: 'tfjobs', namespace: job.namespace });
  const { item, gone } = useJob(feed, job.name);
  if (item) {
    const uid = item.object.metadata.uid;
    return <KnownJob key={uid} {...{ platform, actions, job, item, gone, feed }} />;
  }
  if (feed.problem) {
    const retry = () => void platform.reconnect();
    return <ProblemView problem={feed.problem} onRetry={retry} trans={trans} />;
  }
  return (
    <p className="kfl-Note" role="status">
      {gone
        ? trans.__(
            'There is no training job %1 in %2. It may have been deleted.',
            job.name,
            job.namespace
          )
        : trans.__('Loading…')}
    </p>
  );
}

interface KnownJobProps extends JobProps {
  item: TrainingJobItem;
  gone: boolean;
  feed: Feed;
}

function KnownJob(props: KnownJobProps): React.JSX.Element {
  const { platform, actions, job, item, gone, feed } = props;
  const { live, client, trans } = platform;
  const { summary, object } = item;
  const [only, setOnly] = React.useState<string | null>(null);
  return (
    <>
      <JobSummary kind={object.kind} {...job} summary={summary} trans={trans}>
        {summary.notebook && <NotebookButton path={summary.notebook} {...{ actions, trans }} />}
        <CopyButton label={trans.__('Copy YAML')} text={() => toYaml(object)} trans={trans} />
        {!gone && (
          <button
            type="button"
            className="kfl-Button kfl-mod-warn"
            onClick={() => void actions.delete(job)}
          >
            {trans.__('Delete')}
          </button>
        )}
      </JobSummary>
      {gone && (
        <p className="kfl-Note" role="status">
          {trans.__('This job was deleted. What is shown is its last state.')}
        </p>
      )}
      {feed.offline && <OfflineNote problem={feed.problem} trans={trans} />}
      <Replicas
        job={job.name}
        replicas={summary.replicas}
        selected={only}
        onSelect={setOnly}
        trans={trans}
      />
      {!gone && (
        <>
          <JobEvents
            client={client}
            job={job}
            version={object.metadata.resourceVersion}
            trans={trans}
          />
          <section className="kfl-JobTab-log" aria-label={trans.__('Log')}>
            <JobLog {...{ live, ...job, replicas: summary.replicas, only, trans }} />
          </section>
        </>
      )}
    </>
  );
}

function NotebookButton(props: {
  path: string;
  actions: IJobActions;
  trans: TranslationBundle;
}): React.JSX.Element {
  return (
    <button
      type="button"
      className="kfl-Button"
      title={props.path}
      onClick={() => void props.actions.openNotebook(props.path)}
    >
      {props.trans.__('Open notebook')}
    </button>
  );
}
