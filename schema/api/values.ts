/** What of the contracts is a value, apart from the schemas: an app that uses it need not load how schemas are made. */

/** The most requests a second that may be allowed, and that may come at once. */
export const RATE_MAX = 100_000;

/** How a node of a graph of models leads its requests on. */
export const graphRouters = ['Sequence', 'Ensemble', 'Splitter', 'Switch'] as const;
export type GraphRouter = (typeof graphRouters)[number];
