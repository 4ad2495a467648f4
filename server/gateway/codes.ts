/**
 * Codes that carry a session from the platform's origin to a notebook's, once. They live in memory: a deployment has one
 * server, and a code that a restart forgets costs one more click.
 */
import { randomBytes } from 'node:crypto';

import type { Language } from '@kubeflow-lab/resources';

import type { Session } from '../identity/sessions.js';
import type { Notebook } from './address.js';

const LIFE_MS = 30_000;

interface Grant {
  session: Session;
  /** What was chosen at the platform's origin, whose cookies the notebook's does not get. */
  language: Language | null;
}

interface Issued extends Grant {
  notebook: Notebook;
  expires: number;
}

export class Codes {
  private readonly grants = new Map<string, Issued>();

  constructor(private readonly now: () => number = Date.now) {}

  issue(grant: Grant, notebook: Notebook): string {
    this.forgetExpired();
    const code = randomBytes(32).toString('base64url');
    this.grants.set(code, { ...grant, notebook, expires: this.now() + LIFE_MS });
    return code;
  }

  /** What a code was issued for; null where it is unknown, used, late, or for another notebook. */
  consume(code: string, { app, namespace, name }: Notebook): Grant | null {
    const grant = this.grants.get(code);
    this.grants.delete(code);
    const fits =
      grant !== undefined &&
      grant.expires > this.now() &&
      grant.notebook.app === app &&
      grant.notebook.namespace === namespace &&
      grant.notebook.name === name;
    return fits ? grant : null;
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
