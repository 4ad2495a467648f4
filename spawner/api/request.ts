import { ApiError, problemFrom, unreachable } from './problem.js';

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
  /** Goes on when the page is left. */
  keepalive?: boolean;
}

async function bodyOf(response: Response): Promise<unknown> {
  // A file; nobody looks into it.
  if (response.headers.get('content-type')?.startsWith('application/octet-stream')) {
    return response.blob();
  }
  const text = await response.text();
  if (!text || !/[/+]json\b/.test(response.headers.get('content-type') ?? '')) {
    return null;
  }
  return JSON.parse(text);
}

/** The headers of an unsafe request: another site's form cannot send this one. */
const UNSAFE = { 'X-Kubeflow-Lab': '1' };

/**
 * One request to the platform's API; resolves to the decoded JSON body, a file as a Blob, null where there is none.
 * @throws ApiError with the server's problem, or with status 0 when there was no answer.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = 'GET', body, signal, keepalive } = options;
  let response: Response;
  let decoded: unknown;
  try {
    response = await fetch(path, {
      method,
      signal,
      keepalive,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(method === 'GET' ? {} : UNSAFE),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' })
      },
      body: body === undefined ? undefined : JSON.stringify(body)
    });
    decoded = await bodyOf(response);
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    throw new ApiError(unreachable());
  }
  if (!response.ok) {
    throw new ApiError(problemFrom(response.status, decoded));
  }
  return decoded as T;
}
