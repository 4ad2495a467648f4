import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceServiceSummary, Item } from '@kubeflow-lab/schema';
import * as React from 'react';

import { LineChart } from '../charts/lazyLineChart';
import { Used } from '../training/usage/replicas';
import { useUsage } from '../training/usage/useUsage';
import type { IPlatform } from '../tokens';
import { modelRef } from './ref';
import { type Load, loadOf, rates } from './traffic';
import { type KnownTraffic, useTraffic } from './useTraffic';

const CHART_HEIGHT = 140;

interface WatchProps {
  item: Item<InferenceServiceSummary>;
  platform: IPlatform;
  trans: TranslationBundle;
}

/** What comes to each version through the gateway, and what the pods use, as it happens. */
export function WatchView({ item, platform, trans }: WatchProps): React.JSX.Element {
  const ref = modelRef(item);
  const traffic = useTraffic(platform, ref);
  const usage = useUsage(platform, ref, item.summary.replicas.ready > 0);
  return (
    <section className="kfl-Model-section" aria-label={trans.__('Requests')}>
      <h3>{trans.__('Requests')}</h3>
      {traffic === null ? (
        <p className="kfl-Model-note" role="status">
          {trans.__('Loading…')}
        </p>
      ) : (
        <Traffic traffic={traffic} summary={item.summary} trans={trans} />
      )}
      {usage?.why && <p className="kfl-Model-note">{usage.why}</p>}
      {usage !== null && usage.replicas.length > 0 && (
        <ul className="kfl-Model-pods" aria-label={trans.__('CPU and memory')}>
          {usage.replicas.map(one => (
            <li key={one.replica}>
              <code title={one.replica}>{one.replica}</code>
              <Used of={one} trans={trans} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Traffic(props: {
  traffic: KnownTraffic;
  summary: InferenceServiceSummary;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { traffic, summary, trans } = props;
  const { readings, why } = traffic;
  const versions = [
    { canary: false, name: versionName(summary.version, trans) },
    ...(summary.canary === null
      ? []
      : [
          {
            canary: true,
            name: trans.__('%1, the canary', versionName(summary.canary.version, trans))
          }
        ])
  ];
  const seconds =
    readings.length < 2 ? 0 : Math.round((readings.at(-1)!.time - readings[0].time) / 1000);
  return (
    <>
      <p className="kfl-Model-note">
        {why ??
          (seconds === 0
            ? trans.__('Counting what comes through the gateway…')
            : trans.__(
                'Through the gateway, in the last %1. Errors are answers with a status of 400 or more.',
                spanOf(seconds, trans)
              ))}
      </p>
      {seconds > 0 && (
        <>
          <div className="kfl-Model-scroll">
            <table className="kfl-Model-table kfl-Model-loads" aria-label={trans.__('Requests')}>
              <thead>
                <tr>
                  <th />
                  <th>{trans.__('Requests')}</th>
                  <th>{trans.__('A second')}</th>
                  <th>{trans.__('Errors')}</th>
                  <th>{trans.__('Median')}</th>
                  <th>{trans.__('95 %')}</th>
                </tr>
              </thead>
              <tbody>
                {versions.map(({ canary, name }) => (
                  <LoadRow key={name} name={name} load={loadOf(readings, canary)} trans={trans} />
                ))}
              </tbody>
            </table>
          </div>
          {readings.length > 2 && (
            <figure className="kfl-Model-chart">
              <figcaption>{trans.__('Requests a second')}</figcaption>
              <React.Suspense fallback={<div style={{ height: CHART_HEIGHT }} />}>
                <LineChart
                  lines={versions.map(({ canary, name }, index) => ({
                    label: name,
                    color: `--kfl-series-${index}`,
                    points: rates(readings, canary)
                  }))}
                  xLabel={trans.__('Time')}
                  xText={clockOf}
                  height={CHART_HEIGHT}
                  fromZero
                />
              </React.Suspense>
            </figure>
          )}
        </>
      )}
    </>
  );
}

function LoadRow(props: {
  name: string;
  load: Load | null;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { name, load, trans } = props;
  const time = (milliseconds: number | null) =>
    milliseconds === null ? '–' : trans.__('%1 ms', Number(milliseconds.toPrecision(2)));
  const cells =
    load === null
      ? ['–', '–', '–', '–', '–']
      : [
          String(load.requests),
          String(Number(load.perSecond.toFixed(1))),
          load.requests === 0 ? '–' : errorsOf(load, trans),
          time(load.median),
          time(load.p95)
        ];
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map((text, index) => (
        <td key={index}>{text}</td>
      ))}
    </tr>
  );
}

const errorsOf = ({ errors, requests }: Load, trans: TranslationBundle) =>
  errors === 0
    ? '0'
    : trans.__('%1 (%2 %)', errors, Number(((errors / requests) * 100).toPrecision(2)));

const versionName = (version: string | null, trans: TranslationBundle) =>
  version === null ? trans.__('The model') : trans.__('Version %1', version);

const spanOf = (seconds: number, trans: TranslationBundle) =>
  seconds < 90 ? trans.__('%1 seconds', seconds) : trans.__('%1 minutes', Math.round(seconds / 60));

const clockOf = (time: number) => new Date(time).toLocaleTimeString();
