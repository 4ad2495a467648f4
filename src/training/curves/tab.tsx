import type { TranslationBundle } from '@jupyterlab/translation';
import type { TrainingJobSummary } from '@kubeflow-lab/schema';
import * as React from 'react';
import { LineChart } from '../../charts/lazyLineChart';
import { formatDuration, formatMetric, isFinal, ProblemView } from '../../components';
import { download } from '../../components/download';
import { type KindDescription, type PictureProps, refOf } from '../../panels';
import type { IPlatform } from '../../tokens';
import { askFolder, type EventCurves, useEventCurves, usualFolder } from './events';
import { type Axis, csvOf, type DrawnJob, drawnMetrics, printedReplicas } from './lines';
import { OtherJobs, type OtherJob } from './others';
import { ProgressLine } from './progress';
import { useCurves } from './useCurves';

/** The course of every metric that a job printed, with those of other jobs where they are chosen. */
export function CurvesTab(
  props: PictureProps<TrainingJobSummary> & { kind: KindDescription }
): React.JSX.Element {
  const { item, platform, kind } = props;
  const { trans } = platform;
  const [others, setOthers] = React.useState<readonly OtherJob[]>([]);
  const [axis, setAxis] = React.useState<Axis>('step');
  const [replica, setReplica] = React.useState<string | null | undefined>(undefined);
  const own = refOf(kind, item);
  const curves = useCurves(platform, [own, ...others.map(({ ref }) => ref)]);
  const [folder, setFolder] = React.useState(usualFolder(own.name));
  const running = !isFinal(item.summary.phase);
  const events = useEventCurves(platform, own, folder, running);
  const first = curves.of(own);
  if (first.state === 'failed') {
    return <ProblemView problem={first.problem.problem} onRetry={curves.again} trans={trans} />;
  }
  if (first.state === 'loading') {
    return (
      <p className="kfl-Note" role="status">
        {trans.__('Reading the logs…')}
      </p>
    );
  }
  const jobs: DrawnJob[] = [
    { name: own.name, curves: first.curves, startedAt: timeOf(item.summary.startedAt) },
    ...others.flatMap(({ ref, startedAt }) => {
      const found = curves.of(ref);
      return found.state === 'known'
        ? [{ name: ref.name, curves: found.curves, startedAt: timeOf(startedAt) }]
        : [];
    })
  ];
  const replicas = printedReplicas(jobs[0]);
  const chosen = replica === undefined ? (replicas[0] ?? null) : replica;
  const { course } = first.curves;
  const written = eventJobs(events, jobs[0], trans);
  const all = [...jobs, ...written];
  return (
    <div className="kfl-Curves">
      {course && <ProgressLine course={course} running={running} trans={trans} />}
      <Tools
        {...{ axis, setAxis, replicas, chosen, setReplica, trans }}
        onDownload={
          all.some(job => job.curves.curves.length > 0)
            ? () => download(`${own.name}-metrics.csv`, csvOf(all), 'text/csv')
            : null
        }
      >
        <OtherJobs own={own} kind={kind} platform={platform} chosen={others} onChange={setOthers} />
        <button
          type="button"
          className="kfl-Button"
          onClick={() => void askFolder(platform, folder).then(next => next && setFolder(next))}
        >
          {trans.__('Event files…')}
        </button>
      </Tools>
      {(replicas.length > 0 || written.length === 0) && (
        <Charts {...{ jobs, chosen, axis, platform }} over={!running} />
      )}
      {written.length > 0 && (
        <>
          <h3 className="kfl-Curves-head">{trans.__('Event files in %1', folder)}</h3>
          <Charts {...{ jobs: written, axis, platform }} chosen={null} over={!running} />
        </>
      )}
      {/* Nobody has said that there is anything in the usual folder. */}
      {events && written.length === 0 && folder !== usualFolder(own.name) && (
        <p className="kfl-Note">
          {events.problem ?? trans.__('There are no scalars in event files in %1.', folder)}
        </p>
      )}
    </div>
  );
}

/** The curves of event files as those of a job, whose replicas are the runs. */
function eventJobs(
  events: EventCurves | null,
  { name, startedAt }: DrawnJob,
  trans: TranslationBundle
): DrawnJob[] {
  const curves = (events?.curves ?? []).map(curve => ({
    ...curve,
    replica: curve.replica || trans.__('event files')
  }));
  return curves.length === 0
    ? []
    : [{ name, startedAt, curves: { curves, course: null, until: {} } }];
}

const timeOf = (time: string | null) => (time === null ? null : Date.parse(time));

function Tools(props: {
  axis: Axis;
  setAxis: (axis: Axis) => void;
  replicas: readonly string[];
  chosen: string | null;
  setReplica: (replica: string | null) => void;
  onDownload: (() => void) | null;
  trans: TranslationBundle;
  children: React.ReactNode;
}): React.JSX.Element {
  const { axis, setAxis, replicas, chosen, setReplica, onDownload, trans, children } = props;
  return (
    <div className="kfl-Curves-tools">
      <select
        className="kfl-Select"
        aria-label={trans.__('Drawn over')}
        value={axis}
        onChange={({ target }) => setAxis(target.value as Axis)}
      >
        <option value="step">{trans.__('By step')}</option>
        <option value="time">{trans.__('By time')}</option>
      </select>
      {replicas.length > 1 && (
        <select
          className="kfl-Select"
          aria-label={trans.__('Replica')}
          value={chosen ?? ''}
          onChange={({ target }) => setReplica(target.value || null)}
        >
          {replicas.map(name => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
          <option value="">{trans.__('All replicas')}</option>
        </select>
      )}
      {children}
      {onDownload && (
        <button type="button" className="kfl-Button" onClick={onDownload}>
          {trans.__('Download as CSV')}
        </button>
      )}
    </div>
  );
}

function Charts(props: {
  jobs: readonly DrawnJob[];
  chosen: string | null;
  axis: Axis;
  over: boolean;
  platform: IPlatform;
}): React.JSX.Element {
  const { jobs, chosen, axis, over, platform } = props;
  const { trans } = platform;
  const metrics = React.useMemo(() => drawnMetrics(jobs, chosen, axis), [jobs, chosen, axis]);
  const timeText = React.useCallback(
    (seconds: number) => formatDuration(seconds * 1000, trans),
    [trans]
  );
  if (metrics.length === 0) {
    return (
      <p className="kfl-Note">
        {over
          ? trans.__('No metric was printed, or the pods with their logs are gone.')
          : trans.__('No metric was printed yet.')}{' '}
        {trans.__(
          'A metric is a line such as loss=0.25, a line of Keras with its epoch’s values, or a JSON object of numbers.'
        )}
      </p>
    );
  }
  return (
    <div className="kfl-Curves-charts">
      {metrics.map(({ metric, lines, last }) => (
        <figure key={metric} aria-label={trans.__('Course of %1', metric)}>
          <figcaption>
            <span title={metric}>{metric}</span>
            {last !== null && <b>{formatMetric(last)}</b>}
          </figcaption>
          <React.Suspense fallback={<div className="kfl-LineChart" />}>
            <LineChart
              lines={lines}
              xLabel={axis === 'step' ? trans.__('Step') : trans.__('After')}
              xText={axis === 'step' ? undefined : timeText}
            />
          </React.Suspense>
        </figure>
      ))}
    </div>
  );
}
