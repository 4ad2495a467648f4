import { readFile } from 'node:fs/promises';

import { keyOf } from '@kubeflow-lab/kube';
import { mainContainer } from '@kubeflow-lab/resources';
import type { Notebook } from '@kubeflow-lab/resources';

import { getJson } from './get-json.js';
import { ProbeProblem } from './problem.js';

const HEADER = 'X-Kubeflow-Lab-Identity';
/** Got anew that long before its end, for clocks that differ and questions that take long. */
const MARGIN_MS = 60_000;
const CACHED_MAX = 10_000;

export interface ProbeIdentityOptions {
  /** Where the platform's server is; never what a Notebook says, because our own token goes there. */
  serverUrl: string;
  /** File of our service account's token with audience `kubeflow-lab`. */
  tokenFile: string;
  now?: () => number;
}

/**
 * The headers by which a server that answers nobody without an identity answers us. The platform's server signs a token
 * for each single notebook, good for asking whether it is used and nothing else: so what one server learns from us is
 * worth nothing at another. Images that ask for no identity get no token.
 */
export class ProbeIdentity {
  private readonly tokens = new Map<string, { token: string; until: number }>();
  private readonly now: () => number;

  constructor(private readonly options: ProbeIdentityOptions) {
    this.now = options.now ?? Date.now;
  }

  /** Throws ProbeProblem where the platform's server gives no token. */
  async headers(notebook: Notebook, signal: AbortSignal): Promise<Record<string, string>> {
    if (!asksForIdentity(notebook)) {
      return {};
    }
    const key = keyOf(notebook.metadata);
    const known = this.tokens.get(key);
    if (known !== undefined && this.now() < known.until) {
      return { [HEADER]: known.token };
    }
    const fetched = await this.fetch(notebook, signal);
    if (this.tokens.size >= CACHED_MAX) {
      this.tokens.clear();
    }
    this.tokens.set(key, fetched);
    return { [HEADER]: fetched.token };
  }

  private async fetch({ metadata }: Notebook, signal: AbortSignal) {
    const url = new URL(
      `/auth/activity/${metadata?.namespace}/${metadata?.name}`,
      this.options.serverUrl
    );
    const answer = await this.ask(url, signal);
    const { token, expiresIn } = (answer ?? {}) as { token?: unknown; expiresIn?: unknown };
    if (typeof token !== 'string' || typeof expiresIn !== 'number') {
      throw new ProbeProblem('refused', 'the platform gives no identity to ask the server with');
    }
    return { token, until: this.now() + expiresIn * 1000 - MARGIN_MS };
  }

  private async ask(url: URL, signal: AbortSignal): Promise<unknown> {
    try {
      // Kubernetes renews the file.
      const own = (await readFile(this.options.tokenFile, 'utf8')).trim();
      return await getJson(url, { headers: { Authorization: `Bearer ${own}` }, signal });
    } catch (error) {
      const detail = error instanceof ProbeProblem ? error.message : String(error);
      throw new ProbeProblem(
        'refused',
        `the platform gives no identity to ask the server with: ${detail}`,
        { cause: error }
      );
    }
  }
}

/** What our server puts into the Notebooks that it makes. */
function asksForIdentity(notebook: Notebook): boolean {
  const env = mainContainer(notebook)?.env;
  return (
    Array.isArray(env) &&
    env.some(({ name, value }) => name === 'KUBEFLOW_LAB_IDENTITY' && value === 'required')
  );
}
