export type ProblemReason = 'timeout' | 'unreachable' | 'refused' | 'invalid' | 'unsupported';

/** Why it cannot be found out whether a server is used. `message` is one sentence for a person, without its full stop. */
export class ProbeProblem extends Error {
  constructor(
    readonly reason: ProblemReason,
    message: string,
    options?: ErrorOptions
  ) {
    super(message, options);
  }
}
