/** The webhook, which the API server calls over TLS at a port of its own. */
import type { KubeClient } from '@kubeflow-lab/kube';
import express from 'express';
import type { ErrorRequestHandler, Express } from 'express';
import type { Logger } from 'pino';

import { reviewPod } from './review.js';
import type { AdmissionRequest } from './review.js';

/** Where Kubeflow's own webhook answers, too. */
const PATH = '/apply-poddefault';
/** An object of the API server may have 1.5 MiB; a review has its old form beside it. */
const BODY_MAX = '8mb';

/** Answers AdmissionReviews of pods; what cannot be judged is an error, which the API server takes as a refusal. */
export function admissionApp(client: KubeClient, logger: Logger): Express {
  const app = express().disable('x-powered-by').disable('etag');
  app.post(PATH, express.json({ limit: BODY_MAX }), async (request, response) => {
    const review = requestOf(request.body);
    if (review === null) {
      response.status(400).type('text').send('This is no AdmissionReview of a pod.');
      return;
    }
    const answer = await reviewPod(client, review);
    if (!answer.allowed) {
      const { namespace } = review;
      logger.info({ namespace, reason: answer.status?.message }, 'a pod was refused');
    }
    response.json({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: answer
    });
  });
  app.use(failed(logger));
  return app;
}

function requestOf(body: unknown): AdmissionRequest | null {
  const { request } = (body ?? {}) as { request?: Partial<AdmissionRequest> };
  const { uid, namespace, object } = request ?? {};
  return typeof uid === 'string' &&
    typeof namespace === 'string' &&
    typeof object === 'object' &&
    object !== null
    ? { uid, namespace, object }
    : null;
}

function failed(logger: Logger): ErrorRequestHandler {
  return (error: Error & { status?: number }, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    logger.error({ err: error }, 'a pod could not be judged');
    response
      .status(error.status ?? 500)
      .type('text')
      .send(error instanceof RangeError ? error.message : 'The pod could not be judged.');
  };
}
