/** Refuses requests that another site made a person's browser send. */
import type { Request } from 'express';

import { bearerToken } from '../identity/token-review.js';
import { ProblemError } from './problem.js';

export const CSRF_HEADER = 'x-kubeflow-lab';

/**
 * Throws 403 unless an unsafe request comes from the platform's own pages. A bearer token needs no more proof: a browser
 * never adds one by itself.
 */
export function checkCrossSite(request: Request, origin: URL): void {
  if (bearerToken(request) !== null) {
    return;
  }
  const site = request.get('sec-fetch-site');
  const from = request.get('origin');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    throw refused();
  }
  if (from !== undefined && from !== origin.origin) {
    throw refused();
  }
  if (request.get(CSRF_HEADER) === undefined) {
    throw new ProblemError(
      403,
      'Requests that change something need the header "X-Kubeflow-Lab: 1".',
      {
        type: 'urn:kubeflow-lab:cross-site'
      }
    );
  }
}

function refused(): ProblemError {
  return new ProblemError(403, 'This request came from another site and was refused.', {
    type: 'urn:kubeflow-lab:cross-site'
  });
}
