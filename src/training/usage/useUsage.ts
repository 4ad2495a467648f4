import type { TrainingUsage } from '@kubeflow-lab/schema';
import * as React from 'react';
import { ProblemError } from '../../problem';
import type { IPlatform, ObjectRef } from '../../tokens';

/** How often a metrics-server measures; more often there is nothing new. */
const MEASURED_EVERY_MS = 15_000;
/** How long a cluster that tells nothing is left alone. */
const PAUSE_MS = 60_000;

/** What the replicas of a job use, kept up to date while it runs and somebody may be looking; null before it is known. */
export function useUsage(
  { client }: IPlatform,
  { plural, namespace, name }: ObjectRef,
  running: boolean
): TrainingUsage | null {
  const [usage, setUsage] = React.useState<TrainingUsage | null>(null);
  React.useEffect(() => {
    if (!running) {
      setUsage(null);
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const ask = async () => {
      const known = document.hidden
        ? undefined
        : await client
            .act<TrainingUsage>({ plural, namespace, name }, 'usage')
            .catch((error: unknown) => ({
              replicas: [],
              why: ProblemError.from(error).message
            }));
      if (over) {
        return;
      }
      if (known) {
        setUsage(known);
      }
      timer = setTimeout(() => void ask(), known?.why ? PAUSE_MS : MEASURED_EVERY_MS);
    };
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, plural, namespace, name, running]);
  return usage;
}
