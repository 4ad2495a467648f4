import type * as React from 'react';

/** How many colours the style sheet has for things that stand beside each other, `--kfl-series-0` and on. */
const COLORS = 8;

/** The colour of the replica at a place in its job, as the style property that the style sheet reads. */
export function replicaStyle(index: number): React.CSSProperties {
  const color = `var(--kfl-series-${((index % COLORS) + COLORS) % COLORS})`;
  return { '--kfl-replica-color': color } as React.CSSProperties;
}
