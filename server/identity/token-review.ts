/** Service account tokens, judged by the API server. */
import { createHash } from 'node:crypto';

import { TOKEN_REVIEW, isUnreachable } from '@kubeflow-lab/kube';
import type { Identity, KubeClient } from '@kubeflow-lab/kube';
import type { Request } from 'express';

import { isPersonName, isServiceAccount } from './identity.js';

export const TOKEN_AUDIENCE = 'kubeflow-lab';
/** So long a token may be good that was taken back, or has expired, meanwhile. */
const FRESH_MS = 5_000;
/** While the API server is away, what it said last holds for this long. */
const STALE_MS = 300_000;
const CACHED_MAX = 10_000;

/** The bearer token of a request, or null. */
export function bearerToken(request: Request): string | null {
  const match = /^Bearer +([\w.~+/=-]+)$/i.exec(request.get('authorization') ?? '');
  return match?.[1] ?? null;
}

export class TokenReviews {
  private readonly cache = new Map<string, { identity: Promise<Identity | null>; at: number }>();

  constructor(
    private readonly client: KubeClient,
    private readonly now: () => number = Date.now
  ) {}

  /** Whose token it is; null where the API server does not accept it for us. It is asked once where many ask at a time. */
  async identify(token: string): Promise<Identity | null> {
    const key = createHash('sha256').update(token).digest('base64');
    const known = this.cache.get(key);
    if (known !== undefined && this.now() - known.at < FRESH_MS) {
      return known.identity;
    }
    const asked = this.review(token).catch(async (error: unknown) => {
      if (isUnreachable(error) && known !== undefined && this.now() - known.at < STALE_MS) {
        this.cache.set(key, known);
        return known.identity;
      }
      this.cache.delete(key);
      throw error;
    });
    this.remember(key, asked);
    return asked;
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

  private remember(key: string, identity: Promise<Identity | null>): void {
    if (this.cache.size >= CACHED_MAX) {
      this.cache.clear();
    }
    this.cache.set(key, { identity, at: this.now() });
  }
}
