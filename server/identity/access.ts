/** Who may do what, asked of the API server by SubjectAccessReviews. */
import { isUnreachable } from '@kubeflow-lab/kube';
import type { AccessQuestion, Identity, KubeClient } from '@kubeflow-lab/kube';

import { ProblemError } from '../http/problem.js';
import { groupsOf } from './identity.js';

export type Deed = Omit<AccessQuestion, 'user' | 'groups'>;

const FRESH_MS = 5_000;
/** While the API server is away nobody can change a right, so its last answer holds, for this long. */
const STALE_MS = 600_000;
const CACHED_MAX = 20_000;

interface Answer {
  /** In which the deed was asked about; undefined for the whole cluster. */
  namespace: string | undefined;
  allowed: Promise<boolean>;
  at: number;
}

export class Access {
  private answers = new Map<string, Answer>();

  constructor(
    private readonly client: KubeClient,
    private readonly now: () => number = Date.now
  ) {}

  /** Whether somebody may do something; at most 5 s old, and asked once where many ask at the same time. */
  async allowed(who: Identity, deed: Deed): Promise<boolean> {
    const key = JSON.stringify([who.user, who.groups ?? [], deed]);
    const known = this.answers.get(key);
    if (known !== undefined && this.now() - known.at < FRESH_MS) {
      return known.allowed;
    }
    const asked = this.ask(who, deed).catch(async (error: unknown) => {
      if (isUnreachable(error) && known !== undefined && this.now() - known.at < STALE_MS) {
        this.answers.set(key, known);
        return known.allowed;
      }
      this.answers.delete(key);
      throw error;
    });
    this.remember(key, { namespace: deed.namespace, allowed: asked, at: this.now() });
    return asked;
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
    for (const [key, answer] of this.answers) {
      if (namespace === undefined || answer.namespace === namespace) {
        this.answers.delete(key);
      }
    }
  }

  private async ask(who: Identity, deed: Deed): Promise<boolean> {
    const question = { ...deed, user: who.user, groups: groupsOf(who) };
    return (await this.client.accessReview(question, { timeoutMs: 5_000 })).allowed;
  }

  private remember(key: string, answer: Answer): void {
    if (this.answers.size >= CACHED_MAX) {
      this.answers.clear();
    }
    this.answers.set(key, answer);
  }
}
