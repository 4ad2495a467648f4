import { KubeError, isNotFound, keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { CurvePoint, Trial } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import { leadingPods, logOf } from './collect.js';
import { TrialReader } from './trial-reader.js';

/** How often a running trial is looked at again because it has reported values. */
const TELL_MS = 2_000;

interface Followed {
  uid: string;
  reader: TrialReader;
  end: AbortController;
  ended: Promise<void>;
  over: boolean;
}

/** What running trials have reported so far. Nothing depends on it being complete: a log is read again as a whole at the end. */
export class LiveTrials {
  private readonly followed = new Map<string, Followed>();

  /** `onChange` gets the key of a trial with new values, at most every two seconds, and at once where it is to be stopped. */
  constructor(
    private readonly client: KubeClient,
    private readonly log: Logger,
    private readonly onChange: (key: string) => void
  ) {}

  /** Follows a trial from now on; whether its log is being read. */
  follow(trial: Trial): boolean {
    const key = keyOf(trial.metadata);
    const known = this.followed.get(key);
    if (known !== undefined && known.uid === trial.metadata?.uid && !known.over) {
      return true;
    }
    known?.end.abort();
    const end = new AbortController();
    const next: Followed = {
      uid: trial.metadata?.uid ?? '',
      reader: new TrialReader(trial),
      end,
      ended: Promise.resolve(),
      over: false
    };
    this.followed.set(key, next);
    next.ended = this.read(key, trial, next);
    return false;
  }

  /** How a trial's objective has gone so far, and whether it is to be stopped early; null where that is not known. */
  get(trial: Trial): { curve: CurvePoint[]; stops: boolean } | null {
    const known = this.followed.get(keyOf(trial.metadata));
    return known === undefined || known.uid !== trial.metadata?.uid ? null : known.reader;
  }

  forget(trial: Trial): void {
    const key = keyOf(trial.metadata);
    this.followed.get(key)?.end.abort();
    this.followed.delete(key);
  }

  async stop(): Promise<void> {
    const all = [...this.followed.values()];
    all.forEach(({ end }) => end.abort());
    await Promise.all(all.map(({ ended }) => ended));
  }

  private async read(key: string, trial: Trial, followed: Followed): Promise<void> {
    const { reader, end } = followed;
    try {
      const pods = await leadingPods(this.client, trial, end.signal);
      const pod = pods.find(({ status }) => status?.phase === 'Running');
      if (pod !== undefined) {
        const lines = logOf(this.client, pod, trial, { follow: true, signal: end.signal });
        await this.take(key, reader, lines);
      }
    } catch (error) {
      // A pod that is not ready yet, or is gone: the next look at the trial follows it anew.
      const waits = isNotFound(error) || (error instanceof KubeError && error.status === 400);
      if (!waits && !end.signal.aborted) {
        this.log.warn({ error, trial: key }, 'The log of a running trial cannot be followed');
      }
    } finally {
      followed.over = true;
    }
  }

  private async take(key: string, reader: TrialReader, lines: AsyncIterable<string>) {
    let toldAt = 0;
    let timer: NodeJS.Timeout | null = null;
    const tell = () => {
      timer = null;
      toldAt = Date.now();
      this.onChange(key);
    };
    try {
      for await (const line of lines) {
        const before = reader.values;
        reader.add(line);
        if (reader.stops) {
          tell();
          return;
        }
        if (reader.values > before && timer === null) {
          timer = setTimeout(tell, Math.max(0, toldAt + TELL_MS - Date.now()));
        }
      }
    } finally {
      clearTimeout(timer ?? undefined);
    }
  }
}
