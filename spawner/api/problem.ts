import type { Problem } from '@kubeflow-lab/schema';

/** A request that did not succeed; `problem.status` is 0 when no answer came at all. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
  }
}

/** What to tell, in English as every problem, when nothing answered: the server is down, or this device is offline. */
export function unreachable(): Problem {
  return {
    type: 'about:blank',
    title: 'No connection',
    status: 0,
    detail: 'The server does not answer. Check the connection, then try again.'
  };
}

function generic(status: number): Problem {
  return {
    type: 'about:blank',
    title: 'The request failed',
    status,
    detail:
      status >= 500
        ? `The server does not answer at the moment (error ${status}); it may be starting again. Try again in a few seconds.`
        : `The server refused the request with code ${status}.`
  };
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Problem).detail === 'string' &&
    typeof (value as Problem).status === 'number'
  );
}

/** The problem in an error answer, or one made from its status when a gateway answered in its place. */
export function problemFrom(status: number, body: unknown): Problem {
  return isProblem(body) ? body : generic(status);
}

/** The problem behind anything thrown; what is no failed request is passed on, because it is a defect. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) {
    return error.problem;
  }
  throw error;
}
