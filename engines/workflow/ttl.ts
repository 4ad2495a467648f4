import type { Workflow } from '@kubeflow-lab/resources';

/** When a workflow that has ended is to be deleted (milliseconds since 1970); null where it stays. */
export function expiresAt({ spec, status }: Workflow): number | null {
  const { secondsAfterCompletion, secondsAfterSuccess, secondsAfterFailure } =
    spec?.ttlStrategy ?? {};
  const own = status?.phase === 'Succeeded' ? secondsAfterSuccess : secondsAfterFailure;
  const seconds = own ?? secondsAfterCompletion;
  const ended = Date.parse(status?.finishedAt ?? '');
  return seconds === undefined || Number.isNaN(ended) ? null : ended + seconds * 1000;
}
