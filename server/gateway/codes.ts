/**
 * Codes that carry a session from the platform's origin to a notebook's, once. They live in memory: a deployment has one
 * server, and a code that a restart forgets costs one more click.
 */
import { randomBytes } from 'node:crypto';

import type { Session } from '../identity/sessions.js';
import type { Notebook } from './address.js';

const LIFE_MS = 30_000;

interface Grant {
  session: Session;
  notebook: Notebook;
  expires: number;
}

export class Codes {
  private readonly grants = new Map<string, Grant>();

  constructor(private readonly now: () => number = Date.now) {}

  issue(session: Session, notebook: Notebook): string {
    this.forgetExpired();
    const code = randomBytes(32).toString('base64url');
    this.grants.set(code, { session, notebook, expires: this.now() + LIFE_MS });
    return code;
  }

  /** The session that a code was issued for; null where it is unknown, used, late, or for another notebook. */
  consume(code: string, { app, namespace, name }: Notebook): Session | null {
    const grant = this.grants.get(code);
    this.grants.delete(code);
    const fits =
      grant !== undefined &&
      grant.expires > this.now() &&
      grant.notebook.app === app &&
      grant.notebook.namespace === namespace &&
      grant.notebook.name === name;
    return fits ? grant.session : null;
  }

  /** Grants are in the order of their ends. */
  private forgetExpired(): void {
    for (const [code, { expires }] of this.grants) {
      if (expires > this.now()) {
        return;
      }
      this.grants.delete(code);
    }
  }
}
