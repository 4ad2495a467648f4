import type {
  Credentials,
  Session,
  SignInOptions,
  SignedIn,
  SignedOut
} from '@kubeflow-lab/schema';

import type { AttemptLimiter } from '../http/attempts.js';
import { ProblemError } from '../http/problem.js';
import type { RouteContext, RouteHandler } from '../http/route.js';
import type { Services } from '../services.js';
import { LOGOUT } from './oidc-routes.js';
import { projectsOf } from './projects.js';

export const sessionRoutes = {
  signIn: {
    method: 'post',
    path: '/api/session',
    operationId: 'signIn',
    summary: 'Sign in with a local account; the answer sets a session cookie.',
    open: true,
    body: 'Credentials',
    responses: { 200: { description: 'Signed in.', schema: 'SignedIn' } }
  },
  signInOptions: {
    method: 'get',
    path: '/api/session/options',
    operationId: 'getSignInOptions',
    summary: 'How people may sign in.',
    open: true,
    responses: { 200: { description: 'The ways to sign in.', schema: 'SignInOptions' } }
  },
  signOut: {
    method: 'delete',
    path: '/api/session',
    operationId: 'signOut',
    summary: 'Sign out: the session is worth nothing any more.',
    responses: {
      200: { description: 'Signed out here, but not at the provider.', schema: 'SignedOut' },
      204: { description: 'Signed out.' }
    }
  },
  session: {
    method: 'get',
    path: '/api/session',
    operationId: 'getSession',
    summary: 'Who is signed in, and the projects that they may see.',
    responses: { 200: { description: 'The session.', schema: 'Session' } }
  }
} as const;

export interface SignInLimits {
  /** By name and address. */
  each: AttemptLimiter;
  /** By name alone, from wherever. */
  name: AttemptLimiter;
}

export function sessionHandlers(
  { accounts, sessions, access, cache, config }: Services,
  limits: SignInLimits
): Record<keyof typeof sessionRoutes, RouteHandler> {
  return {
    async signIn({ body, request, response }: RouteContext<Credentials>) {
      const { username, password } = body;
      const key = `${request.ip ?? ''} ${username}`;
      const wait = Math.max(limits.each.take(key), limits.name.take(username));
      if (wait > 0) {
        throw new ProblemError(429, `Too many attempts to sign in; wait ${wait} seconds.`, {
          retryAfter: wait
        });
      }
      if (!(await accounts.check(username, password))) {
        throw new ProblemError(401, 'The user name or the password is wrong.');
      }
      limits.each.forgive(key);
      response.append('Set-Cookie', await sessions.begin(username));
      response.json({ user: username } satisfies SignedIn);
    },

    signInOptions({ response }) {
      const { oidc } = config;
      response.json({ oidc: oidc ? { name: oidc.name } : null } satisfies SignInOptions);
    },

    signOut({ caller, response }) {
      if (caller.session !== null) {
        response.append('Set-Cookie', sessions.end(caller.session));
      }
      if (caller.session?.provider && config.oidc) {
        response.json({ next: LOGOUT } satisfies SignedOut);
      } else {
        response.status(204).end();
      }
    },

    async session({ caller, response }) {
      const projects = await projectsOf(caller.identity, cache.projects.store, access);
      response.json({ user: caller.identity.user, projects } satisfies Session);
    }
  };
}
