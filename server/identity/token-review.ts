/** Service account tokens, judged by the API server. */
import { createHash } from 'node:crypto';

import { TOKEN_REVIEW } from '@kubeflow-lab/kube';
import type { Identity, KubeClient } from '@kubeflow-lab/kube';
import type { Request } from 'express';

import { Answers } from './answers.js';
import { isPersonName, isServiceAccount } from './identity.js';

export const TOKEN_AUDIENCE = 'kubeflow-lab';
/** While the API server is away, what it said last holds for this long. */
const STALE_MS = 300_000;
const CACHED_MAX = 10_000;

/** The bearer token of a request, or null. */
export function bearerToken(request: Request): string | null {
  const match = /^Bearer +([\w.~+/=-]+)$/i.exec(request.get('authorization') ?? '');
  return match?.[1] ?? null;
}

export class TokenReviews {
  private readonly answers: Answers<Identity | null>;

  constructor(
    private readonly client: KubeClient,
    now: () => number = Date.now
  ) {
    this.answers = new Answers(STALE_MS, CACHED_MAX, now);
  }

  /** Whose token it is; null where the API server does not accept it for us. What was taken back is good for 5 s more. */
  async identify(token: string): Promise<Identity | null> {
    const key = createHash('sha256').update(token).digest('base64');
    return this.answers.of(key, () => this.review(token));
  }

  private async review(token: string): Promise<Identity | null> {
    const { status } = await this.client.create(
      TOKEN_REVIEW,
      {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        metadata: {},
        spec: { token, audiences: [TOKEN_AUDIENCE] }
      },
      { timeoutMs: 5_000 }
    );
    const user = status?.user?.username ?? '';
    const accepted =
      status?.authenticated === true &&
      status.audiences?.includes(TOKEN_AUDIENCE) === true &&
      (isServiceAccount(user) || isPersonName(user));
    return accepted ? { user, groups: status.user?.groups ?? [] } : null;
  }
}
