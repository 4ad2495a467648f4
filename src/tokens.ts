import type { TranslationBundle } from '@jupyterlab/translation';
import type { TrainingJobItem } from '@kubeflow-lab/schema';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';
import type { Client, Status } from './client';
import type { ILive } from '@kubeflow-lab/live';

/** What names a training job. */
export interface JobName {
  namespace: string;
  name: string;
}

/** What can be done with a training job from wherever it is shown. */
export interface IJobActions {
  /** Opens the job's own tab. */
  open(job: JobName): void;
  /** Deletes the job after asking; resolves to whether it was deleted. Failures are shown to the person. */
  delete(job: JobName): Promise<boolean>;
  /** Opens the notebook that a job was started from. */
  openNotebook(path: string): Promise<void>;
}

/** The connection to the platform, shared by panels and cards. */
export interface IPlatform {
  readonly client: Client;
  readonly live: ILive;
  readonly trans: TranslationBundle;
  /** Set by whoever shows jobs; null where only the renderers of cards run. */
  actions: IJobActions | null;
  /** The connection as the Jupyter server knows it, asked once. Rejects with a `ProblemError`. */
  status(): Promise<Status>;
  /** Asks anew, and tries again at once what waits. Rejects with a `ProblemError`. */
  reconnect(): Promise<Status>;
}

export const IPlatform = new Token<IPlatform>(
  'kubeflow-lab:IPlatform',
  'The connection of Kubeflow Lab to its server: requests, live updates and actions.'
);

/** The training jobs of the person's project. */
export interface ITrainingJobs {
  /** All that is known, the youngest first. */
  readonly jobs: readonly TrainingJobItem[];
  readonly stateChanged: ISignal<unknown, void>;
}

export const ITrainingJobs = new Token<ITrainingJobs>(
  'kubeflow-lab:ITrainingJobs',
  "The training jobs of the person's project, live."
);
