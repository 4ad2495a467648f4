import type { Subscription, SubscriptionRequest } from '@kubeflow-lab/schema';

import { ApiError, problemFrom, unreachable } from '../api/problem.js';
import { request } from '../api/request.js';
import { SseDecoder, type StreamEvent } from './sse.js';

/** How the event stream is reached; tests put their own in its place. */
export interface Transport {
  /** Resolves when the stream ends. @throws ApiError when it cannot be opened or falls silent. */
  open(onEvent: (event: StreamEvent) => void, signal: AbortSignal): Promise<void>;
  /** @throws ApiError */
  subscribe(stream: string, topic: SubscriptionRequest): Promise<Subscription>;
  /** @throws ApiError */
  unsubscribe(stream: string, subscription: string): Promise<void>;
}

/** The server sends a comment every 15 s; after three missing ones the connection counts as dead. */
const SILENCE = 45_000;

const subscriptions = (stream: string): string =>
  `/api/stream/${encodeURIComponent(stream)}/subscriptions`;

async function answerOf(signal: AbortSignal): Promise<Response> {
  const response = await fetch('/api/stream', {
    headers: { Accept: 'text/event-stream' },
    cache: 'no-store',
    credentials: 'same-origin',
    signal
  });
  if (!response.ok) {
    const json = response.headers.get('content-type')?.includes('json');
    throw new ApiError(problemFrom(response.status, json ? await response.json() : null));
  }
  return response;
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: StreamEvent) => void,
  alive: () => void
): Promise<void> {
  const reader = body.getReader();
  const text = new TextDecoder();
  const decoder = new SseDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    alive();
    decoder.push(text.decode(value, { stream: true })).forEach(onEvent);
  }
}

async function open(onEvent: (event: StreamEvent) => void, signal: AbortSignal): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), SILENCE);
  };
  const abort = (): void => silence.abort();
  signal.addEventListener('abort', abort);
  try {
    const response = await answerOf(silence.signal);
    alive();
    if (response.body) {
      await readAll(response.body, onEvent, alive);
    }
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(unreachable());
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

export const httpTransport: Transport = {
  open,
  subscribe: (stream, topic) => request(subscriptions(stream), { method: 'POST', body: topic }),
  unsubscribe: (stream, subscription) =>
    request(`${subscriptions(stream)}/${encodeURIComponent(subscription)}`, { method: 'DELETE' })
};
