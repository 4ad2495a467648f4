import { ProbeProblem } from './problem.js';

/** The lists of kernels of thousands of notebooks fit; more than this says nothing about activity. */
const BODY_MAX = 256 * 1024;

export interface GetOptions {
  headers?: Record<string, string>;
  signal: AbortSignal;
}

/**
 * The JSON that a GET answers; null where there is nothing at that address (404). Follows no redirect: what a notebook's
 * server says must not lead us anywhere else. Throws ProbeProblem for everything else.
 */
export async function getJson(url: URL, { headers, signal }: GetOptions): Promise<unknown> {
  const response = await answerOf(url, { headers, signal, redirect: 'manual' });
  if (response.status !== 200) {
    await response.body?.cancel();
    if (response.status === 404) {
      return null;
    }
    throw new ProbeProblem('refused', `${url.pathname} answers ${response.status}`);
  }
  try {
    return JSON.parse(await textOf(response, signal)) as unknown;
  } catch (error) {
    throw error instanceof ProbeProblem
      ? error
      : new ProbeProblem('invalid', `${url.pathname} answers no JSON`, { cause: error });
  }
}

async function answerOf(url: URL, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw broken(error, init.signal);
  }
}

async function textOf(response: Response, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Node streams can be iterated; the types of browsers, which tests know too, do not say so.
    for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > BODY_MAX) {
        throw new ProbeProblem('invalid', 'the answer is too large');
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof ProbeProblem ? error : broken(error, signal);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function broken(error: unknown, signal: AbortSignal): ProbeProblem {
  if (signal.aborted) {
    return new ProbeProblem('timeout', 'the server does not answer in time', { cause: error });
  }
  // What went wrong on the way stands in the cause of fetch's own error.
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as Partial<NodeJS.ErrnoException>).code ?? String(cause);
  return new ProbeProblem('unreachable', `the server cannot be reached (${code})`, {
    cause: error
  });
}
