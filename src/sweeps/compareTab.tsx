import type { ExperimentSummary, Item } from '@kubeflow-lab/schema';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { LineChart } from '../charts/lazyLineChart';
import { formatDuration, formatValue, useFeed } from '../components';
import { type KindDescription, type PictureProps, refOf } from '../panels';
import { OtherJobs, type OtherJob } from '../training/curves/others';
import { bestCourse, type CompareAxis, comparedRows, hasSameAim } from './compare';

/** A sweep beside others of its project: how soon each became how good, and what its best trial was. */
export function CompareTab(
  props: PictureProps<ExperimentSummary> & { kind: KindDescription }
): React.JSX.Element {
  const { item, platform, kind } = props;
  const { trans, live } = platform;
  const [others, setOthers] = React.useState<readonly OtherJob[]>([]);
  const [axis, setAxis] = React.useState<CompareAxis>('trial');
  const own = refOf(kind, item);
  const feed = useFeed(live, { resource: kind.plural, namespace: own.namespace });
  const known = Object.values(feed.items) as Item<ExperimentSummary>[];
  const chosen = others.flatMap(({ ref }) =>
    known.filter(({ object }) => object.metadata.name === ref.name)
  );
  const sweeps = [item, ...chosen];
  return (
    <div className="kfl-Curves">
      <div className="kfl-Curves-tools">
        <select
          className="kfl-Select"
          aria-label={trans.__('Drawn over')}
          value={axis}
          onChange={({ target }) => setAxis(target.value as CompareAxis)}
        >
          <option value="trial">{trans.__('By trial')}</option>
          <option value="time">{trans.__('By time')}</option>
        </select>
        <OtherJobs
          {...{ own, kind, platform }}
          label={trans.__('Compare with another sweep')}
          chosen={others}
          onChange={setOthers}
        />
      </div>
      {chosen.length === 0 && (
        <p className="kfl-Note">
          {trans.__('Choose other sweeps of the project, to see which became good sooner.')}
        </p>
      )}
      <Courses {...{ sweeps, axis, trans }} />
      <BestTrials {...{ sweeps, trans }} />
    </div>
  );
}

interface SweepsProps {
  /** The first is the one whose tab this is. */
  sweeps: readonly Item<ExperimentSummary>[];
  trans: TranslationBundle;
}

/** The best value so far of all sweeps that look for the same, a colour for each. */
function Courses(props: SweepsProps & { axis: CompareAxis }): React.JSX.Element {
  const { sweeps, axis, trans } = props;
  const [{ summary }] = sweeps;
  const { metric, type } = summary.objective;
  const lines = sweeps.flatMap((sweep, index) =>
    hasSameAim(summary, sweep.summary)
      ? [
          {
            label: sweep.object.metadata.name,
            color: `--kfl-series-${index}`,
            points: bestCourse(sweep, axis)
          }
        ]
      : []
  );
  const apart = sweeps.filter(sweep => !hasSameAim(summary, sweep.summary));
  const timeText = React.useCallback(
    (seconds: number) => formatDuration(seconds * 1000, trans),
    [trans]
  );
  const caption =
    type === 'minimize'
      ? trans.__('Best %1 so far (less is better)', metric)
      : trans.__('Best %1 so far (more is better)', metric);
  return (
    <div className="kfl-Curves-charts">
      <figure aria-label={caption}>
        <figcaption>
          <span>{caption}</span>
        </figcaption>
        <React.Suspense fallback={<div className="kfl-LineChart" />}>
          <LineChart
            lines={lines}
            stepped
            height={260}
            xLabel={axis === 'trial' ? trans.__('Trial') : trans.__('Time')}
            xText={axis === 'time' ? timeText : undefined}
          />
        </React.Suspense>
        {apart.map(({ object, summary: { objective } }) => (
          <p key={object.metadata.uid} className="kfl-Note">
            {trans.__(
              '%1 is not drawn: it looks for another value (%2 %3).',
              object.metadata.name,
              objective.type,
              objective.metric
            )}
          </p>
        ))}
      </figure>
    </div>
  );
}

/** The best trial of each sweep, side by side. */
function BestTrials({ sweeps, trans }: SweepsProps): React.JSX.Element {
  return (
    <div className="kfl-Sweep-tableFrame">
      <table className="kfl-Sweep-table kfl-Sweep-compared">
        <caption>{trans.__('The best trial of each')}</caption>
        <thead>
          <tr>
            <td />
            {sweeps.map(({ object }, index) => (
              <th key={object.metadata.uid} scope="col" title={object.metadata.name}>
                <span
                  className="kfl-Sweep-colour"
                  style={{ background: `var(--kfl-series-${index})` }}
                />
                {object.metadata.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{trans.__('Algorithm')}</th>
            {sweeps.map(({ object, summary }) => (
              <td key={object.metadata.uid}>{summary.algorithm}</td>
            ))}
          </tr>
          <tr>
            <th scope="row">{trans.__('Trials')}</th>
            {sweeps.map(({ object, summary }) => (
              <td key={object.metadata.uid}>{summary.trials.length}</td>
            ))}
          </tr>
          {comparedRows(sweeps).map(({ name, values, best }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, place) => (
                <td
                  key={sweeps[place].object.metadata.uid}
                  className={best.includes(place) && sweeps.length > 1 ? 'kfl-mod-best' : undefined}
                  title={value}
                >
                  {value === '' ? '–' : formatValue(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
