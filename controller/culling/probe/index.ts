export type { ProbeAddress } from './address.js';
export { ProbeProblem } from './problem.js';
export type { ProblemReason } from './problem.js';
export { createProber } from './prober.js';
export type { Prober, RunInPod } from './prober.js';
export { ProbeIdentity } from './identity.js';
export { runBy } from './run.js';
