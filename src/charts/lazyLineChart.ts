import * as React from 'react';

/** The line chart, whose library is fetched when the first one is drawn; it needs a Suspense around it. */
export const LineChart = React.lazy(async () => ({
  default: (await import('./lineChart')).LineChart
}));
