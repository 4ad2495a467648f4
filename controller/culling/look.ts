import type { Notebook, Pod } from '@kubeflow-lab/resources';

import type { Finding } from './decide.js';
import type { CullingMetrics } from './metrics.js';
import { ProbeProblem } from './probe/index.js';
import type { Prober } from './probe/index.js';

/** Asks a server once; what goes wrong with it is a finding, too. `failures` is how many went before. */
export type Look = (
  notebook: Notebook,
  pod: Pod,
  failures: number,
  stopping: AbortSignal
) => Promise<Finding>;

export function createLook(prober: Prober, metrics: CullingMetrics): Look {
  return async (notebook, pod, failures, stopping) => {
    const end = metrics.probeSeconds.startTimer();
    metrics.probing.inc();
    try {
      const lastActivity = await prober(notebook, pod, stopping);
      metrics.probes.inc({ result: 'known' });
      return { known: true, lastActivity };
    } catch (error) {
      if (!(error instanceof ProbeProblem)) {
        throw error;
      }
      metrics.probes.inc({ result: error.reason });
      return { known: false, problem: error.message, failures: failures + 1 };
    } finally {
      metrics.probing.dec();
      end();
    }
  };
}
