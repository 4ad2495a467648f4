/** Whether a token of a model's client is good, by what the cluster keeps of it. */
import { SECRET, isForbidden, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient, Secret } from '@kubeflow-lab/kube';
import { clientSecretName } from '@kubeflow-lab/resources';
import type { InferenceService } from '@kubeflow-lab/resources';

import { ProblemError } from '../http/problem.js';
import { Answers } from '../identity/answers.js';
import { clientOf, isTokenOf } from '../identity/client-token.js';
import type { ModelName } from '../identity/client-token.js';
import { clientIn } from '../inference-services/client-secrets.js';

/** While the API server is away a client that it knew last holds for this long. */
const STALE_MS = 300_000;
const CACHED_MAX = 10_000;

export class ModelClients {
  private readonly secrets: Answers<Secret | null>;

  constructor(
    private readonly client: KubeClient,
    private readonly now: () => number = Date.now
  ) {
    this.secrets = new Answers(STALE_MS, CACHED_MAX, now);
  }

  /** The client whose token it is; null where it is none of that service's, or has expired. */
  async identify(token: string, service: InferenceService): Promise<string | null> {
    const { namespace = '', name = '' } = service.metadata ?? {};
    const client = clientOf(token);
    if (client === null) {
      return null;
    }
    const model = { namespace, name };
    const secret = await this.secrets.of(keyOf(model, client), () => this.read(model, client));
    const kept = secret === null ? null : clientIn(secret, service);
    return kept !== null &&
      isTokenOf(token, model, kept.hash) &&
      Date.parse(kept.expires) > this.now()
      ? client
      : null;
  }

  /** To be called when a client has come or gone. */
  forget(model: ModelName, client: string): void {
    const forgotten = keyOf(model, client);
    this.secrets.forget(key => key === forgotten);
  }

  /**
   * As the project's own account, which its notebooks have, too: so that the server itself needs no right to read the
   * Secrets of projects.
   */
  private async read({ namespace, name }: ModelName, client: string): Promise<Secret | null> {
    const project = this.client.as({ user: `system:serviceaccount:${namespace}:default-editor` });
    try {
      return await project.get(
        SECRET,
        { namespace, name: clientSecretName(name, client) },
        { timeoutMs: 5_000 }
      );
    } catch (error) {
      if (isNotFound(error)) {
        return null;
      }
      if (isForbidden(error)) {
        throw new ProblemError(
          503,
          `Tokens of clients cannot be checked: the account "default-editor" of project "${namespace}" may not read its Secrets.`,
          { cause: error }
        );
      }
      throw error;
    }
  }
}

const keyOf = ({ namespace, name }: ModelName, client: string) => `${namespace}/${name}/${client}`;
