import { KubeError } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { MAIN_CONTAINER } from '@kubeflow-lab/resources';
import type { Workflow } from '@kubeflow-lab/resources';

import { variablesIn } from './text/substitute.js';

/** As Argo: more of a standard output is no result. */
const RESULT_MAX = 256 * 1024;

/** The steps whose standard output another one asks for, by `outputs.result`. */
export function stepsAskedFor(workflow: Workflow): Set<string> {
  return new Set(
    variablesIn(workflow.spec).flatMap(name => {
      const match = /^(?:tasks|steps)\.([^.]+)\.outputs\.result$/.exec(name);
      return match === null ? [] : [match[1]];
    })
  );
}

/** The name of a step's call by its node's: without the round of a loop and the try. */
export function calledName(displayName: string): string {
  return displayName.replace(/\(.*$/s, '');
}

/** The standard output of a step that has ended, without its last line end; '' where the log is gone. */
export async function readResult(
  client: KubeClient,
  pod: { namespace: string; name: string }
): Promise<string> {
  const lines: string[] = [];
  try {
    for await (const line of client.logs(pod, {
      container: MAIN_CONTAINER,
      limitBytes: RESULT_MAX
    })) {
      lines.push(line);
    }
  } catch (error) {
    if (!(error instanceof KubeError)) {
      throw error;
    }
  }
  return lines.join('\n');
}
