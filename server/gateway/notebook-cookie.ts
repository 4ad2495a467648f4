/** The cookies at a notebook's address; one keeps it open, and is bound to one notebook, one person and their session. */
import { LANGUAGE_COOKIE } from '@kubeflow-lab/resources';
import type { Language } from '@kubeflow-lab/resources';
import { serialize } from 'cookie';
import type { SerializeOptions } from 'cookie';
import { SignJWT, jwtVerify } from 'jose';

import { personGroups } from '../identity/identity.js';
import { SESSION_COOKIE, groupsClaim } from '../identity/sessions.js';
import type { Session } from '../identity/sessions.js';
import { basePath } from './address.js';
import type { Notebook } from './address.js';

export const NOTEBOOK_COOKIE = 'kubeflow-lab-notebook';
const ISSUER = 'kubeflow-lab';
const audience = ({ app, namespace, name }: Notebook) =>
  `${app ?? 'notebook'}:${namespace}/${name}`;

export class NotebookCookies {
  constructor(
    private readonly key: Uint8Array,
    private readonly secure: boolean
  ) {}

  /** The Set-Cookie header; the cookie ends with the session. */
  async issue(session: Session, notebook: Notebook): Promise<string> {
    const token = await new SignJWT({ sid: session.id, ...groupsClaim(session) })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(audience(notebook))
      .setSubject(session.user)
      .setExpirationTime(session.expires)
      .sign(this.key);
    return serialize(NOTEBOOK_COOKIE, token, {
      ...this.attributes(notebook),
      maxAge: Math.max(0, session.expires - Math.floor(Date.now() / 1000))
    });
  }

  /** The Set-Cookie header for the language of our pages at the notebook's address. */
  language(language: Language, notebook: Notebook): string {
    return serialize(LANGUAGE_COOKIE, language, this.attributes(notebook));
  }

  private attributes(notebook: Notebook): SerializeOptions {
    return { httpOnly: true, sameSite: 'lax', secure: this.secure, path: basePath(notebook) };
  }

  /** The session behind a cookie, or null where the cookie is not valid for this notebook. */
  async read(cookie: string, notebook: Notebook): Promise<Session | null> {
    try {
      const { payload } = await jwtVerify(cookie, this.key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: audience(notebook),
        requiredClaims: ['sub', 'sid', 'exp']
      });
      return {
        id: String(payload.sid),
        user: payload.sub!,
        groups: personGroups(payload.groups),
        expires: payload.exp!
      };
    } catch {
      // Expired, forged or another notebook's: each leads to a new Connect.
      return null;
    }
  }
}

const OURS = new Set([SESSION_COOKIE, NOTEBOOK_COOKIE, LANGUAGE_COOKIE]);

/** A Cookie header without our own cookies; '' where nothing is left. The rest stays as it was sent. */
export function withoutOurs(header: string): string {
  return header
    .split(';')
    .map(pair => pair.trim())
    .filter(pair => pair !== '' && !OURS.has(pair.split('=', 1)[0].trim()))
    .join('; ');
}
