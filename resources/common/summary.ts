import type { FieldError, Phase, Summary } from '@kubeflow-lab/schema';

import type { KubeObject } from './object.js';

// What the REST API says of any object is said in the same words here.
export type { Phase, Summary };

/** A field of a form that cannot be taken as it is. */
export type FieldProblem = FieldError;

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
