import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { formatMetric, sortMetrics } from './format';

/** The metrics of a job, the one that says most in front and large. Nothing without metrics. */
export function Metrics(props: {
  metrics: Record<string, number>;
  trans: TranslationBundle;
}): React.JSX.Element | null {
  const metrics = sortMetrics(props.metrics);
  if (metrics.length === 0) {
    return null;
  }
  return (
    <dl className="kfl-Metrics" aria-label={props.trans.__('Metrics')}>
      {metrics.map(([name, value]) => (
        <div key={name} className="kfl-Metric">
          <dt title={name}>{name}</dt>
          <dd title={String(value)}>{formatMetric(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
