import type { ForeignModelSummary, Phase, Plural } from '@kubeflow-lab/schema';

import type { KubeObject } from '../common/object.js';

/** An object of another tool, whose fields are that tool's and may hold anything. */
export interface ForeignModel extends KubeObject {
  spec?: unknown;
  status?: unknown;
}

/** What an object's own tool says of it. */
export interface Told extends Pick<ForeignModelSummary, 'source' | 'runtime' | 'url' | 'replicas'> {
  /** Null before the tool has said anything. */
  phase: Extract<Phase, 'Starting' | 'Running' | 'Stopped' | 'Failed' | 'Unknown'> | null;
  /** In the word of the tool. */
  state: string;
  /** Why, in the words of the tool; may be empty. */
  why: string;
  /** Since when it answers. */
  since: string | null;
}

/** A kind by which another tool than KServe serves; all that differs between them stands in a row. */
export interface ForeignModelKind {
  group: string;
  version: string;
  kind: string;
  plural: Plural;
  noun: { one: string; many: string };
  tool: string;
  /** Names the object on its pods; null where it has none of its own. */
  podLabel: string | null;
  read(object: ForeignModel): Told;
}
