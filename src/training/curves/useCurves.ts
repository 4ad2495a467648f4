import { CurveCollector, type Curves } from '@kubeflow-lab/resources';
import type { LogLine, TrainingCurves } from '@kubeflow-lab/schema';
import * as React from 'react';
import { ProblemError } from '../../problem';
import type { IPlatform, ObjectRef } from '../../tokens';

export type JobCurves =
  | { state: 'loading' }
  | { state: 'known'; curves: Curves }
  | { state: 'failed'; problem: ProblemError };

/**
 * The curves of jobs, by `plural/name`, live while they are shown: what their logs held at first as the server has read
 * it, and then each new line of the logs.
 */
export function useCurves(
  platform: IPlatform,
  jobs: readonly ObjectRef[]
): { of: (job: ObjectRef) => JobCurves; again: () => void } {
  const [known, setKnown] = React.useState<Record<string, JobCurves>>({});
  const [attempt, setAttempt] = React.useState(0);
  const names = JSON.stringify(jobs);
  React.useEffect(() => {
    const followers = (JSON.parse(names) as ObjectRef[]).map(job =>
      followCurves(platform, job, curves =>
        setKnown(before => ({ ...before, [keyOf(job)]: curves }))
      )
    );
    return () => followers.forEach(stop => stop());
  }, [platform, names, attempt]);
  return {
    of: job => known[keyOf(job)] ?? { state: 'loading' },
    again: () => setAttempt(count => count + 1)
  };
}

const keyOf = ({ plural, name }: ObjectRef) => `${plural}/${name}`;

/** Tells the curves of a job whenever there is more of them; answers a function that ends that. */
export function followCurves(
  { client, live }: Pick<IPlatform, 'client' | 'live'>,
  job: ObjectRef,
  tell: (curves: JobCurves) => void
): () => void {
  let over = false;
  let subscription: { dispose(): void } | null = null;
  const begin = async () => {
    const read = await client.act<TrainingCurves>(job, 'curves');
    if (over) {
      return;
    }
    const collector = new CurveCollector(read);
    tell({ state: 'known', curves: collector.result });
    const { plural: kind, namespace, name } = job;
    let seen = 0;
    subscription = live.subscribe({ resource: 'logs', kind, namespace, name }, ({ lines }) => {
      const fresh = after(lines, seen);
      seen = lines.at(-1)?.sequence ?? seen;
      if (collector.addNew(fresh)) {
        tell({ state: 'known', curves: collector.result });
      }
    });
  };
  begin().catch((error: unknown) => {
    if (!over) {
      tell({ state: 'failed', problem: ProblemError.from(error) });
    }
  });
  return () => {
    over = true;
    subscription?.dispose();
  };
}

/** The lines after a sequence number; all of them where the log began anew. */
function after(lines: readonly LogLine[], seen: number): readonly LogLine[] {
  const last = lines.at(-1)?.sequence ?? 0;
  return last < seen ? lines : lines.slice(lines.findIndex(({ sequence }) => sequence > seen));
}
