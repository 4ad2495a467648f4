/** People that a proxy before us has signed in, as Kubeflow's does: it says who they are in headers. */
import { createHash, timingSafeEqual } from 'node:crypto';

import type { Request } from 'express';

import type { TrustedProxyConfig } from './config.js';
import { isPersonName, personGroups } from './identity.js';
import { SESSION_SECONDS } from './sessions.js';
import type { Session } from './sessions.js';

/** The proof that a request comes from the proxy; whoever may see it may be anybody. */
export const PROXY_HEADER = 'x-kubeflow-lab-proxy';

export class TrustedProxy {
  constructor(
    private readonly config: TrustedProxyConfig,
    private readonly now: () => number = Date.now
  ) {}

  /** Whose request it is; null where the proxy does not prove itself or names nobody that people can be. */
  sessionOf(request: Request): Session | null {
    const { groupsHeader, secret, userHeader } = this.config;
    const user = request.get(userHeader) ?? '';
    if (!isSame(request.get(PROXY_HEADER) ?? '', secret) || !isPersonName(user)) {
      return null;
    }
    const groups = groupsHeader === null ? '' : (request.get(groupsHeader) ?? '');
    return {
      id: `proxy:${user}`,
      user,
      groups: personGroups(groups.split(',').map(name => name.trim())),
      expires: Math.floor(this.now() / 1000) + SESSION_SECONDS
    };
  }
}

/** In constant time, whatever the lengths. */
function isSame(a: string, b: string): boolean {
  const [first, second] = [a, b].map(text => createHash('sha256').update(text).digest());
  return timingSafeEqual(first, second);
}
