import type { Relation } from './sites.js';

/** What one cell tells about names, without the cells around it. */

/**
 * Of a name at a point of a cell: certainly bound or deleted since the cell began; `maybe` bound, or `gone` on some
 * paths, and as it was on the others; or anything of that. A name that is absent is as it was when the cell began.
 */
export type Status = 'bound' | 'maybe' | 'deleted' | 'gone' | 'unsure';
export type Statuses = ReadonlyMap<string, Status>;

export type Event =
  | {
      type: 'read';
      name: string;
      line: number;
      /** The state of all names at this point. */
      at: Statuses;
      /** Nothing is wrong when there is no such name. */
      optional: boolean;
    }
  | {
      type: 'bind';
      name: string;
      line: number;
      deletes: boolean;
      /** `x += …` may leave the name with the object that it had. */
      augments: boolean;
      /** What the value certainly is, where no file can hold that. */
      unstorable: string | null;
    }
  | { type: 'mutate'; mutation: Mutation }
  | { type: 'pass'; passing: Passing }
  | { type: 'share'; name: string; other: string; relation: Relation };

export interface Mutation {
  name: string;
  line: number;
  /** False where only the called method could say. */
  certain: boolean;
  by: 'call' | 'assignment';
  /** Whether a part of the value changes, not (only) which parts it has. */
  deep: boolean;
  /** What does it, for a person: `model.fit()`. */
  text: string;
}

/** A name handed to a function that may be one of the notebook's own. */
export interface Passing {
  callee: string;
  /** The argument's position, or its keyword. */
  position: number | string;
  name: string;
  line: number;
}

/** What follows a value wherever it goes: the names that functions inside it look up when they are called. */
export interface Holding {
  reads: Set<string>;
  writes: Set<string>;
  mutates: Map<string, Mutation>;
  /** Names whose values may be inside it; `f()` stands for what `f` returns. */
  refs: Set<string>;
}

/** What a function does to its arguments. */
export interface CallableFacts {
  parameters: string[];
  mutates: Map<string, Mutation>;
  /** `name` of these is one of its parameters. */
  passes: Passing[];
}

export interface ImportFact {
  names: string[];
  /** The statement as written. */
  text: string;
  line: number;
}

export interface Note {
  severity: 'error' | 'warning' | 'info';
  code: 'star-import' | 'dynamic-names' | 'unknown-magic' | 'syntax-error';
  message: string;
  line: number;
}

export type Kind = 'function' | 'class' | 'import' | 'value';

export interface CellFacts {
  /** In the order in which the cell runs. */
  events: readonly Event[];
  end: Statuses;
  /** All names that it, or functions in it, may read from before it. */
  reads: ReadonlySet<string>;
  holdings: ReadonlyMap<string, Holding>;
  callables: ReadonlyMap<string, CallableFacts>;
  /** How the cell binds a name, in all ways. */
  kinds: ReadonlyMap<string, ReadonlySet<Kind>>;
  /** Import statements that always run and are the only thing that binds their names in this cell. */
  imports: readonly ImportFact[];
  notes: readonly Note[];
  /** The cell may define names that cannot be seen. */
  open: boolean;
  /** It is not Python; nothing is known of it. */
  failed: boolean;
}

export function newHolding(): Holding {
  return { reads: new Set(), writes: new Set(), mutates: new Map(), refs: new Set() };
}

/** The status of a name where two paths meet. */
export function met(one: Status | undefined, other: Status | undefined): Status | undefined {
  const both = [one, other];
  if (one === other) {
    return one;
  }
  if (both.every(status => !status || status === 'bound' || status === 'maybe')) {
    return 'maybe';
  }
  return both.every(status => !status || status === 'deleted' || status === 'gone')
    ? 'gone'
    : 'unsure';
}

/** The status of a name that had `before` when something began which, taken alone, left it with `status`. */
export function followed(
  before: Status | undefined,
  status: Status | undefined
): Status | undefined {
  switch (status) {
    case undefined:
      return before;
    case 'maybe':
      return met(before, 'bound');
    case 'gone':
      return met(before, 'deleted');
    default:
      return status;
  }
}
