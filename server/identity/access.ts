/** Who may do what, asked of the API server by SubjectAccessReviews. */
import type { AccessQuestion, Identity, KubeClient } from '@kubeflow-lab/kube';

import { ProblemError } from '../http/problem.js';
import { Answers } from './answers.js';
import { groupsOf } from './identity.js';

export type Deed = Omit<AccessQuestion, 'user' | 'groups'>;

/** While the API server is away nobody can change a right, so its last answer holds, for this long. */
const STALE_MS = 600_000;
const CACHED_MAX = 20_000;

export class Access {
  private readonly answers: Answers<boolean>;

  constructor(
    private readonly client: KubeClient,
    now: () => number = Date.now
  ) {
    this.answers = new Answers(STALE_MS, CACHED_MAX, now);
  }

  /** Whether somebody may do something; at most 5 s old, and asked once where many ask at the same time. */
  async allowed(who: Identity, deed: Deed): Promise<boolean> {
    const key = prefixOf(deed.namespace) + JSON.stringify([who.user, who.groups ?? [], deed]);
    return this.answers.of(key, () => this.ask(who, deed));
  }

  /** Throws a problem 403 with that sentence unless somebody may do something. */
  async demand(who: Identity, deed: Deed, sentence: string): Promise<void> {
    if (!(await this.allowed(who, deed))) {
      throw new ProblemError(403, sentence);
    }
  }

  /**
   * To be called when somebody's rights may have changed in a namespace, or everywhere. Answers about other namespaces
   * stay: they are all there is when the API server goes away.
   */
  forget(namespace?: string): void {
    const prefix = namespace === undefined ? '' : prefixOf(namespace);
    this.answers.forget(key => key.startsWith(prefix));
  }

  private async ask(who: Identity, deed: Deed): Promise<boolean> {
    const question = { ...deed, user: who.user, groups: groupsOf(who) };
    return (await this.client.accessReview(question, { timeoutMs: 5_000 })).allowed;
  }
}

/** Of the keys of answers about a namespace, or, without one, about the whole cluster. */
const prefixOf = (namespace: string | undefined) => `${namespace ?? ''} `;
