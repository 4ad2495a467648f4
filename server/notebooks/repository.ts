/**
 * Has a notebook server fetch a git repository, which a person was asked about on the platform's page. The request goes to
 * the address of its pod, which only the cluster itself can give out, with a token that is good for nothing else.
 */
import { NOTEBOOK_PORT, checkRepository, listOf, notebookPodName } from '@kubeflow-lab/resources';
import type { Notebook, Pod } from '@kubeflow-lab/resources';
import type { RepositoryForm, RepositoryState } from '@kubeflow-lab/schema';

import { basePath } from '../gateway/address.js';
import { IDENTITY_HEADER } from '../gateway/allow.js';
import { openDeed } from '../gateway/connect.js';
import { ProblemError, invalid } from '../http/problem.js';
import { isServiceAccount } from '../identity/identity.js';
import type { ObjectCall } from '../kinds/definition.js';

/** Longer than the pod lets whoever asks wait before it says how far it is. */
const TIMEOUT_MS = 20_000;
const ANSWER_MAX = 64 * 1024;
const TEXT_MAX = 500;

export async function openRepository(
  call: ObjectCall<Notebook>,
  form: RepositoryForm
): Promise<RepositoryState> {
  const { services, caller, key } = call;
  if (isServiceAccount(caller.identity.user)) {
    throw new ProblemError(403, 'Only a person opens a notebook server, not a service account.');
  }
  const problems = checkRepository(form, services.config.gitHosts);
  if (problems.length > 0) {
    throw invalid(problems);
  }
  const sentence = `You may not open the notebook server "${key.name}"; ask its owner for access.`;
  await services.access.demand(caller.identity, openDeed(key), sentence);
  const notebook = await call.read();
  const pod = services.cache.pods.store.get({ ...key, name: notebookPodName(key.name) });
  const token = await services.notebookIdentity.signRepository(caller.identity.user, key);
  const url = new URL(
    `${basePath(key)}kubeflow-lab/repository`,
    addressOf(notebook, pod, key.name)
  );
  return stateOf(await ask(url, token, form, key.name), key.name);
}

function addressOf({ spec }: Notebook, pod: Pod | undefined, name: string): string {
  const { podIP: ip, conditions } = pod?.status ?? {};
  const ready = listOf(conditions).some(
    ({ type, status }) => type === 'Ready' && status === 'True'
  );
  if (!ip || !ready) {
    throw new ProblemError(409, `The notebook server "${name}" is not ready yet; try again then.`);
  }
  const container = listOf(spec?.template?.spec?.containers)[0];
  const port = listOf(container?.ports)[0]?.containerPort ?? NOTEBOOK_PORT;
  return `http://${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
}

interface Answer {
  status: number;
  text: string;
}

async function ask(url: URL, token: string, form: RepositoryForm, name: string): Promise<Answer> {
  // Jupyter takes a request for its own page's where the two agree, which no other site's page can make them.
  const xsrf = '0'.repeat(32);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        [IDENTITY_HEADER]: token,
        'X-XSRFToken': xsrf,
        Cookie: `_xsrf=${xsrf}`
      },
      body: JSON.stringify(form),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS)
    });
    return { status: response.status, text: await limitedText(response) };
  } catch (error) {
    throw new ProblemError(502, `The notebook server "${name}" did not answer; try again.`, {
      cause: error
    });
  }
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > ANSWER_MAX) {
      throw new RangeError('The answer is too long.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What the pod says, which may be anything: only texts of the fields that are known are passed on. */
function stateOf({ status, text }: Answer, name: string): RepositoryState {
  const fields = fieldsOf(text);
  const textOf = (field: string): string => {
    const value = fields[field];
    return typeof value === 'string' ? value.slice(0, TEXT_MAX) : '';
  };
  if (status === 200 && typeof fields.done === 'boolean') {
    return { done: fields.done, message: textOf('message'), path: textOf('path') };
  }
  if (status === 422 && textOf('detail') !== '') {
    throw new ProblemError(422, textOf('detail'));
  }
  throw new ProblemError(
    409,
    `The image of the notebook server "${name}" cannot fetch repositories; take one of the platform's, or use git in a terminal.`
  );
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
