/** What can be subscribed to on a stream. */
import { NOTEBOOK } from '@kubeflow-lab/kube';
import type { LogLine, SubscriptionRequest } from '@kubeflow-lab/schema';

import { ProblemError, kindMissing, toProblem } from '../http/problem.js';
import type { Deed } from '../identity/access.js';
import { trainingJobResource } from '../kinds.js';
import { listDeed } from '../read.js';
import type { Services } from '../services.js';
import { settingsOf } from '../settings/settings.js';
import { trainingJobKinds } from '../tfjobs/kinds.js';
import type { EventStream, OpenSubscription } from './event-stream.js';

type ItemsRequest = Extract<SubscriptionRequest, { resource: 'notebooks' | 'tfjobs' }>;
type LogsRequest = Extract<SubscriptionRequest, { resource: 'logs' }>;

/** Begins a subscription; throws a problem where the caller may not have it. */
export async function subscribe(
  services: Services,
  stream: EventStream,
  id: string,
  request: SubscriptionRequest
): Promise<void> {
  const deed = deedOf(request);
  if (deed !== null) {
    await services.access.demand(stream.caller.identity, deed, refusal(request));
  }
  const end = begin(services, stream, id, request);
  stream.subscriptions.set(id, {
    end,
    recheck: () => recheck(services, stream, id, deed, refusal(request))
  } satisfies OpenSubscription);
}

function begin(
  services: Services,
  stream: EventStream,
  id: string,
  request: SubscriptionRequest
): () => void {
  switch (request.resource) {
    case 'settings':
      return subscribeSettings(services, stream, id);
    case 'logs':
      return subscribeLogs(services, stream, id, request);
    default:
      return subscribeItems(services, stream, id, request);
  }
}

/** The right that a subscription needs; null where everybody has it. */
function deedOf(request: SubscriptionRequest): Deed | null {
  switch (request.resource) {
    case 'settings':
      return null;
    case 'logs':
      return { verb: 'get', resource: 'pods', subresource: 'log', namespace: request.namespace };
    default:
      return listDeed(kindOf(request.resource), request.namespace);
  }
}

function kindOf(plural: string) {
  const row = trainingJobKinds.find(kind => kind.plural === plural);
  return row === undefined ? NOTEBOOK : trainingJobResource(row);
}

function refusal(request: SubscriptionRequest): string {
  const namespace = 'namespace' in request ? request.namespace : '';
  return `You may not see the ${nounOf(request)} of project "${namespace}"; ask its owner for access.`;
}

function nounOf({ resource }: SubscriptionRequest): string {
  switch (resource) {
    case 'settings':
    case 'logs':
      return resource;
    case 'notebooks':
      return 'notebook servers';
    default:
      return 'training jobs';
  }
}

async function recheck(
  { access, logger }: Services,
  stream: EventStream,
  id: string,
  deed: Deed | null,
  sentence: string
): Promise<void> {
  try {
    if (deed === null || (await access.allowed(stream.caller.identity, deed))) {
      return;
    }
  } catch (error) {
    // Not known just now; it is asked again soon.
    logger.debug({ err: error as Error }, 'access could not be looked at again');
    return;
  }
  fail(stream, id, new ProblemError(403, sentence));
}

function fail(stream: EventStream, id: string, error: unknown): void {
  stream.send('error', { subscription: id, problem: toProblem(error).problem });
  stream.unsubscribe(id);
}

function subscribeItems(
  { cache, feeds }: Services,
  stream: EventStream,
  id: string,
  { resource, namespace, name }: ItemsRequest
): () => void {
  const reflector = resource === 'notebooks' ? cache.notebooks : cache.trainingJobs.get(resource);
  if (reflector?.hasSynced !== true) {
    throw kindMissing(reflector?.problem);
  }
  const feed = feeds.of(resource)!;
  const wanted = (object: { namespace: string; name: string }) =>
    object.namespace === namespace && (name === undefined || object.name === name);
  const items = feed
    .list(namespace)
    .filter(({ object }) => name === undefined || object.metadata.name === name);
  stream.send('snapshot', { subscription: id, items });
  return feed.onEvent(event => {
    if (!wanted(event)) {
      return;
    }
    if (event.type === 'changed') {
      stream.send('changed', { subscription: id, item: event.item });
    } else {
      const { uid } = event;
      stream.send('removed', { subscription: id, uid, name: event.name, namespace });
    }
  });
}

function subscribeSettings(
  { cache, config }: Services,
  stream: EventStream,
  id: string
): () => void {
  let last = '';
  const tell = () => {
    const settings = settingsOf(config, cache);
    const text = JSON.stringify(settings);
    if (text !== last) {
      last = text;
      stream.send('snapshot', { subscription: id, settings });
    }
  };
  tell();
  const ends = [cache.addons.store.onChange(tell), cache.nodes.store.onChange(tell)];
  return () => ends.forEach(end => end());
}

function subscribeLogs(
  { followers }: Services,
  stream: EventStream,
  id: string,
  { kind, namespace, name, after }: LogsRequest
): () => void {
  const held = followers.acquire(kind, { namespace, name });
  if (held === null) {
    throw new ProblemError(404, `There is nothing named "${name}" in project "${namespace}".`, {
      object: { kind, namespace, name }
    });
  }
  const { follower, release } = held;
  let ended = false;
  let forget = () => {};
  const finish = () => {
    stream.send('end', { subscription: id });
    stream.unsubscribe(id);
  };
  void follower.ready.then(() => {
    if (ended) {
      return;
    }
    const resumed = after === undefined ? null : follower.buffer.after(after);
    stream.send('snapshot', { subscription: id, lines: resumed ?? follower.buffer.all() });
    if (follower.ended) {
      finish();
      return;
    }
    forget = follower.listen({
      lines: (lines: LogLine[]) => stream.send('lines', { subscription: id, lines }),
      end: finish
    });
  });
  return () => {
    ended = true;
    forget();
    release();
  };
}
