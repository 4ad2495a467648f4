import type { PageWord } from '@kubeflow-lab/resources/german';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

import { isForPerson } from './navigation.js';
import { sendPage } from './pages.js';
import { ProblemError, toProblem } from './problem.js';
import type { Nouns } from './problem.js';

/** Answers a problem as application/problem+json. */
export function sendProblem(response: Response, { problem, retryAfter }: ProblemError): void {
  if (retryAfter !== null) {
    response.set('Retry-After', String(retryAfter));
  }
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Of the pages that say it, by status. */
const TITLES: Record<number, PageWord> = { 403: 'Not allowed', 404: 'Not found' };

/** To scripts a problem; to a person, whom a link led here, a page that says the same. */
function answer(request: Request, response: Response, problem: ProblemError): void {
  const { detail, status } = problem.problem;
  if (request.path.startsWith('/api/') || !isForPerson(request)) {
    sendProblem(response, problem);
    return;
  }
  const title = TITLES[status] ?? 'Not possible now';
  sendPage(response, status, { title, sentences: [detail], home: '/' });
}

export const notFound: RequestHandler = (request, response) =>
  answer(request, response, new ProblemError(404, 'There is nothing at this address.'));

/** The end of every request that failed. `nouns` are what people call the kinds that are served, by plural and by kind. */
export function errorHandler(logger: Logger, nouns: Nouns): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem =
      fromBodyParser(error) ??
      toProblem(error, { namespace: response.locals.namespace as string | undefined, nouns });
    problem.problem.instance = request.path;
    if (problem.problem.status >= 500) {
      logger.error({ err: problem.cause ?? error, path: request.path }, problem.message);
    }
    answer(request, response, problem);
  };
}

/** What Express' own body parsers and router throw carries a status and a type. */
function fromBodyParser(error: unknown): ProblemError | null {
  if (
    !(error instanceof Error) ||
    error instanceof ProblemError ||
    !('status' in error) ||
    error.name === 'KubeError'
  ) {
    return null;
  }
  if ('type' in error && error.type === 'entity.too.large') {
    return new ProblemError(
      413,
      'The request is too large: the code of a job may have 1 MB at most.'
    );
  }
  if ('type' in error && error.type === 'entity.parse.failed') {
    return new ProblemError(400, 'The request is not valid JSON.');
  }
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500
    ? new ProblemError(error.status, 'The request cannot be understood.')
    : null;
}
