import type { KubeObject } from './object.js';

/** The words for the state of anything that runs. Notebook servers use Running for "ready to be opened". */
export const PHASES = [
  'Queued',
  'Pending',
  'Starting',
  'Running',
  'Stopping',
  'Stopped',
  'Succeeded',
  'Failed',
  'Deleting',
  'Unknown'
] as const;

export type Phase = (typeof PHASES)[number];

/** What a person wants to know of any object. */
export interface Summary {
  phase: Phase;
  /** One sentence. */
  message: string;
  /** CamelCase word for programs, '' when all is well: see {@link ProblemReason}. */
  reason: string;
  /** When this state began, RFC 3339; null where nobody knows. */
  since: string | null;
}

/** An object and its summary, as the REST API and the event stream carry them. */
export interface Item<O extends KubeObject = KubeObject, S extends Summary = Summary> {
  object: O;
  summary: S;
}

/** Why something does not run. */
export type ProblemReason =
  | 'ImagePull'
  | 'Unschedulable'
  | 'Quota'
  | 'Volume'
  | 'Crash'
  | 'OutOfMemory'
  | 'Probe'
  | 'Rejected'
  | 'Configuration'
  | 'Sandbox'
  | 'Evicted';

/** A reason and its sentence. */
export interface Trouble {
  reason: ProblemReason;
  message: string;
  /** RFC 3339; null where nobody knows. */
  since: string | null;
}

/** A field of a form that cannot be taken as it is. `path` is dotted, as `workspace.size`. */
export interface FieldProblem {
  path: string;
  /** One sentence: what is wrong and what would be right. */
  message: string;
}
