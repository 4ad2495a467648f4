import type { ExecInPod } from '@kubeflow-lab/kube';
import { plainText } from '@kubeflow-lab/resources';

import { ProbeProblem } from './problem.js';
import type { RunInPod } from './prober.js';

/** Only the last line of what is printed counts. */
const OUTPUT_MAX = 16 * 1024;

/** Runs probes by `exec`. */
export function runBy(exec: ExecInPod): RunInPod {
  return async (target, command, signal) => {
    const { exitCode, stdout, stderr } = await exec(target, command, {
      signal,
      limitBytes: OUTPUT_MAX
    }).catch((error: unknown) => {
      throw signal.aborted
        ? new ProbeProblem('timeout', 'its program does not end in time', { cause: error })
        : new ProbeProblem('unreachable', plainText((error as Error).message), { cause: error });
    });
    if (exitCode !== 0) {
      const said = plainText(stderr);
      throw new ProbeProblem(
        'refused',
        `its program ends with code ${exitCode}${said === '' ? '' : ` and says: ${said}`}`
      );
    }
    return stdout;
  };
}
