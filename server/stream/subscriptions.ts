/** What can be subscribed to on a stream. */
import type { LogLine, Plural, SubscriptionRequest } from '@kubeflow-lab/schema';

import { ProblemError, toProblem } from '../http/problem.js';
import type { Deed } from '../identity/access.js';
import { listRefusal } from '../kinds/handlers.js';
import { keptReader } from '../logs/kept.js';
import { listDeed } from '../read.js';
import type { Services } from '../services.js';
import { settingsOf } from '../settings/settings.js';
import type { EventStream } from './event-stream.js';
import { ItemEvents } from './item-events.js';
import { Everywhere } from './everywhere.js';

type ItemsRequest = Extract<SubscriptionRequest, { resource: Plural; namespace: string }>;
type LogsRequest = Extract<SubscriptionRequest, { resource: 'logs' }>;
type SettingsRequest = Extract<SubscriptionRequest, { resource: 'settings' }>;
/** What needs one right at most, which the caller has or has not. */
type OneRightRequest = ItemsRequest | LogsRequest | SettingsRequest;

/** Begins a subscription; throws a problem where the caller may not have it. */
export async function subscribe(
  services: Services,
  stream: EventStream,
  id: string,
  request: SubscriptionRequest
): Promise<void> {
  if (!needsOneRight(request)) {
    const everywhere = new Everywhere(services, stream, id, services.kinds.of(request.resource));
    await everywhere.begin();
    stream.add(id, everywhere);
    return;
  }
  const { deed, refusal } = demandOf(services, request);
  if (deed !== null) {
    await services.access.demand(stream.caller.identity, deed, refusal);
  }
  const end = begin(services, stream, id, request);
  stream.add(id, { end, recheck: () => recheck(services, stream, id, deed, refusal) });
}

function needsOneRight(request: SubscriptionRequest): request is OneRightRequest {
  return 'namespace' in request || request.resource === 'settings';
}

function begin(
  services: Services,
  stream: EventStream,
  id: string,
  request: OneRightRequest
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

/** The right that a subscription needs, null where everybody has it, and the sentence for whoever does not. */
function demandOf(
  { kinds }: Services,
  request: OneRightRequest
): { deed: Deed | null; refusal: string } {
  switch (request.resource) {
    case 'settings':
      return { deed: null, refusal: '' };
    case 'logs': {
      const { namespace } = request;
      return {
        deed: { verb: 'get', resource: 'pods', subresource: 'log', namespace },
        refusal: `You may not see the logs of project "${namespace}"; ask its owner for access.`
      };
    }
    default: {
      const kind = kinds.of(request.resource);
      return {
        deed: listDeed(kind.definition.resource, request.namespace),
        refusal: listRefusal(kind, request.namespace)
      };
    }
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
  { kinds }: Services,
  stream: EventStream,
  id: string,
  { resource, namespace, name }: ItemsRequest
): () => void {
  const kind = kinds.of(resource);
  kind.demandInstalled();
  const events = new ItemEvents(stream, id);
  events.begin(
    kind.feed,
    () => [kind.feed.json(namespace, name)],
    event => event.namespace === namespace && (name === undefined || event.name === name)
  );
  return () => events.end();
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
  { followers, kinds, config }: Services,
  stream: EventStream,
  id: string,
  { kind, namespace, name, part, after }: LogsRequest
): () => void {
  const held = followers.acquire(
    { kind: kinds.of(kind), key: { namespace, name }, part },
    keptReader(stream.caller, config.bucketEndpoints)
  );
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
    const following = after === undefined ? null : follower.buffer.after(after);
    stream.send('snapshot', {
      subscription: id,
      ...(following === null
        ? { lines: follower.buffer.all() }
        : { lines: following, resumed: true })
    });
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
