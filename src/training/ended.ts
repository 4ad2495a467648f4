import type { TrainingJobItem } from '@kubeflow-lab/schema';
import { isFinal } from '../components/phase';

/** Which jobs ended since the last look. One that was first seen at its end is not news. */
export class EndedJobs {
  /** Takes all jobs that there are and returns those that were going on at the last look. */
  take(jobs: readonly TrainingJobItem[]): TrainingJobItem[] {
    const ended = jobs.filter(
      ({ object, summary }) => isFinal(summary.phase) && this._going.has(object.metadata.uid ?? '')
    );
    this._going = new Set(
      jobs
        .filter(({ summary }) => !isFinal(summary.phase))
        .map(({ object }) => object.metadata.uid ?? '')
    );
    return ended;
  }

  private _going = new Set<string>();
}
