import { ProblemError } from './problem.js';

/** Where the API is and what a request to it carries. Plain data: a page gives it to the worker. */
export interface Endpoint {
  /** The absolute address that API paths follow, without a slash at its end. */
  url: string;
  headers: Record<string, string>;
}

export type Method = 'GET' | 'POST' | 'DELETE';

/** Sends one request of the event stream; rejects with a `ProblemError` for any answer but success. */
export type Send = (
  method: Method,
  path: string,
  options?: { body?: object; signal?: AbortSignal }
) => Promise<Response>;

/** The requests of the event stream by `fetch`, which works in pages and in workers. */
export function sendBy(endpoint: () => Endpoint): Send {
  return async (method, path, { body, signal } = {}) => {
    const { url, headers } = endpoint();
    const response = await fetch(url + path, {
      method,
      headers: {
        ...headers,
        Accept: method === 'GET' ? 'text/event-stream' : 'application/json',
        ...(body ? { 'Content-Type': 'application/json' } : {})
      },
      body: body && JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal
    });
    if (!response.ok) {
      throw await ProblemError.fromResponse(response);
    }
    return response;
  };
}
