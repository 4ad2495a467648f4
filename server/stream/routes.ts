import { randomBytes } from 'node:crypto';

import type { Subscription, SubscriptionRequest } from '@kubeflow-lab/schema';
import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

import { ProblemError } from '../http/problem.js';
import type { RouteContext, RouteHandler, RouteTable } from '../http/route.js';
import type { Caller } from '../identity/authenticator.js';
import type { Services } from '../services.js';
import { EventStream } from './event-stream.js';
import { subscribe } from './subscriptions.js';

export const streamRoutes = {
  open: {
    method: 'get',
    path: '/api/stream',
    operationId: 'openStream',
    summary: 'The event stream; its first event, hello, names the stream to subscribe on.',
    responses: { 200: { description: 'The events.', contentType: 'text/event-stream' } }
  },
  subscribe: {
    method: 'post',
    path: '/api/stream/{stream}/subscriptions',
    operationId: 'subscribe',
    summary: 'Subscribe to something on an open stream.',
    body: 'SubscriptionRequest',
    responses: { 201: { description: 'Subscribed.', schema: 'Subscription' } }
  },
  unsubscribe: {
    method: 'delete',
    path: '/api/stream/{stream}/subscriptions/{subscription}',
    operationId: 'unsubscribe',
    summary: 'End a subscription.',
    responses: { 204: { description: 'Ended, or it was not there.' } }
  }
} as const satisfies RouteTable;

const SUBSCRIPTIONS_MAX = 100;
/** Of one person: all tabs of a browser share one. */
const STREAMS_MAX = 64;
const RECHECK_MS = 5_000;
/** A new right or its loss shows after this time, in which several changes are taken as one. */
const RIGHTS_DELAY_MS = 200;

/** The open streams. */
export class Streams {
  private readonly streams = new Map<string, EventStream>();
  /** How many each person has open. */
  private readonly counts = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;
  private soon: NodeJS.Timeout | null = null;

  constructor(services: Services, registry: Registry) {
    const open: Gauge = new Gauge({
      name: 'kubeflow_lab_streams_open',
      help: 'Event streams that are open.',
      registers: [registry],
      collect: () => open.set(this.streams.size)
    });
    this.timer = setInterval(() => void this.recheck(), RECHECK_MS);
    this.timer.unref();
    services.cache.onRightsChange(() => {
      this.soon ??= setTimeout(() => {
        this.soon = null;
        void this.recheck();
      }, RIGHTS_DELAY_MS);
    });
    services.sessions.onEnd(id => {
      this.closeWhere(stream => stream.caller.session?.id === id);
    });
  }

  add(stream: EventStream): void {
    const { user } = stream.caller.identity;
    this.streams.set(stream.id, stream);
    this.counts.set(user, (this.counts.get(user) ?? 0) + 1);
  }

  /** Throws a problem 429 where somebody has as many streams as one may have. */
  demandRoom({ identity }: Caller): void {
    if ((this.counts.get(identity.user) ?? 0) >= STREAMS_MAX) {
      throw new ProblemError(429, 'You have too many event streams open; close some pages first.', {
        retryAfter: 60
      });
    }
  }

  remove(stream: EventStream): void {
    stream.close();
    // One that the server ends comes here again when its connection is closed.
    if (!this.streams.delete(stream.id)) {
      return;
    }
    const { user } = stream.caller.identity;
    const left = this.counts.get(user)! - 1;
    if (left > 0) {
      this.counts.set(user, left);
    } else {
      this.counts.delete(user);
    }
  }

  /** The stream of that id, if it is the caller's own. */
  get(id: string, caller: Caller): EventStream {
    const stream = this.streams.get(id);
    if (stream?.caller.identity.user !== caller.identity.user) {
      throw new ProblemError(404, 'This event stream has ended; open another one.', {
        type: 'urn:kubeflow-lab:stream-ended'
      });
    }
    return stream;
  }

  stop(): void {
    clearInterval(this.timer);
    clearTimeout(this.soon ?? undefined);
    this.closeWhere(() => true);
  }

  private closeWhere(condition: (stream: EventStream) => boolean): void {
    [...this.streams.values()].filter(condition).forEach(stream => this.remove(stream));
  }

  /** Ends what somebody may no longer have. */
  private async recheck(): Promise<void> {
    for (const stream of [...this.streams.values()]) {
      // An API server that is away says nothing about a token; then the stream stays.
      const live = await stream.caller.isLive().catch(() => true);
      if (!live) {
        this.remove(stream);
        continue;
      }
      await Promise.all([...stream.subscriptions.values()].map(open => open.recheck()));
    }
  }
}

export function streamHandlers(
  services: Services,
  streams: Streams
): Record<keyof typeof streamRoutes, RouteHandler> {
  return {
    open({ caller, response }) {
      streams.demandRoom(caller);
      const stream = new EventStream(caller, response);
      streams.add(stream);
      response.on('close', () => streams.remove(stream));
    },

    async subscribe({ body, caller, params, response }: RouteContext<SubscriptionRequest>) {
      const stream = streams.get(params.stream, caller);
      if (stream.subscriptions.size >= SUBSCRIPTIONS_MAX) {
        throw new ProblemError(429, 'This stream has too many subscriptions; end some first.');
      }
      const subscription = randomBytes(8).toString('hex');
      await subscribe(services, stream, subscription, body);
      response.status(201).json({ subscription } satisfies Subscription);
    },

    unsubscribe({ caller, params, response }) {
      streams.get(params.stream, caller).unsubscribe(params.subscription);
      response.status(204).end();
    }
  };
}
