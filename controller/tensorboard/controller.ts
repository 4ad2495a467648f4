import {
  DEPLOYMENT,
  EVENT,
  NAMESPACE,
  PROFILE,
  SERVICE,
  TENSORBOARD,
  isAlreadyExists,
  isConflict,
  keyOf
} from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import {
  PROFILE_NAMESPACE_LABEL,
  PROFILE_NAMESPACE_VALUE,
  TENSORBOARD_LABEL,
  readLogsPath
} from '@kubeflow-lab/resources';
import type { KubeObject, LogsPath, Tensorboard } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import {
  applyIfChanged,
  controllerUid,
  covers,
  createRunnable,
  reflect,
  reflectorsOf,
  timestamp,
  versionOf
} from '../runtime/index.js';
import type { Metrics, Reconcile, Runnable } from '../runtime/index.js';
import type { CullingSettings } from '../culling/index.js';
import { affinityOf } from './affinity.js';
import { boardDeployment, boardService, routeName } from './children.js';
import type { BoardDeployment, BoardSettings } from './children.js';
import { stopWhenIdle } from './idle.js';
import type { BoardRouting } from './routing.js';
import { boardStatus, nameTakenEvent } from './status.js';

export interface TensorboardControllerOptions {
  client: KubeClient;
  log: Logger;
  metrics: Metrics;
  routing: BoardRouting;
  settings: BoardSettings;
  /** Left out: TensorBoards run until somebody stops them. */
  culling?: CullingSettings;
}

const BOARD_DEPLOYMENT: Kind<BoardDeployment> = { ...DEPLOYMENT };

/** Gives each Tensorboard of a project its pod, its Service and its way through the gateway. */
export function createTensorboardController(options: TensorboardControllerOptions): Runnable {
  const { client, culling, log, metrics } = options;
  const cache = createCache(options);
  const reconcile: Reconcile = async key => {
    const [namespace, name] = key.split('/');
    const board = cache.boards.store.get({ namespace, name });
    // What belongs to a board that is gone is collected with it.
    if (board === undefined || board.metadata?.deletionTimestamp) {
      return;
    }
    const labels = cache.namespaces.store.get({ name: namespace })?.metadata?.labels;
    const place = readLogsPath(board.spec?.logspath);
    const isProject = labels?.[PROFILE_NAMESPACE_LABEL] === PROFILE_NAMESPACE_VALUE;
    if (isProject && typeof place !== 'string') {
      await applyChildren(options, cache, board, place);
    }
    const deployment = cache.deployments.store.get({ namespace, name });
    await writeStatus(client, board, deployment);
    if (culling === undefined) {
      return undefined;
    }
    const around = {
      profile: cache.profiles.store.get({ name: namespace }),
      service: cache.services.store.get({ namespace, name }),
      ready: deployment?.status?.readyReplicas ?? 0
    };
    return stopWhenIdle(board, around, { client, log, settings: culling });
  };
  return createRunnable(
    { name: 'tensorboard', reconcile, log, metrics, workers: 2 },
    reflectorsOf(cache),
    enqueue => {
      cache.boards.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
      for (const { store } of [cache.deployments, cache.services, cache.routes]) {
        store.onChange(({ object }: { object: KubeObject }) => enqueue(boardKey(object)));
      }
      cache.namespaces.store.onChange(({ object }) =>
        cache.boards.store
          .list(object.metadata?.name ?? '')
          .forEach(board => enqueue(keyOf(board.metadata)))
      );
    }
  );
}

/** The Deployment, the Service and the route. */
async function applyChildren(
  { client, routing, settings }: TensorboardControllerOptions,
  cache: Cache,
  board: Tensorboard,
  place: LogsPath
): Promise<void> {
  const { namespace = '', name = '' } = board.metadata ?? {};
  const known = cache.deployments.store.get({ namespace, name });
  const affinity = await affinityOf(client, board, place, known);
  await applyChild(client, board, {
    kind: BOARD_DEPLOYMENT,
    known,
    desired: boardDeployment(board, place, settings, affinity)
  });
  await applyChild(client, board, {
    kind: SERVICE,
    known: cache.services.store.get({ namespace, name }),
    desired: boardService(board)
  });
  await applyChild<KubeObject>(client, board, {
    kind: routing.kind,
    known: cache.routes.store.get({ namespace, name: routeName(namespace, name) }),
    desired: routing.routeFor(board)
  });
}

type Cache = ReturnType<typeof createCache>;

function createCache({ client, log, routing }: TensorboardControllerOptions) {
  const ours = { labelSelector: TENSORBOARD_LABEL };
  return {
    boards: reflect(client, TENSORBOARD, log),
    deployments: reflect(client, BOARD_DEPLOYMENT, log, ours),
    services: reflect(client, SERVICE, log, ours),
    routes: reflect(client, routing.kind, log, ours),
    namespaces: reflect(client, NAMESPACE, log),
    profiles: reflect(client, PROFILE, log)
  };
}

function boardKey({ metadata }: KubeObject): string {
  return keyOf({
    namespace: metadata?.namespace,
    name: metadata?.labels?.[TENSORBOARD_LABEL] ?? ''
  });
}

/** A child as it is wanted, with the store of its kind. */
interface Child<O extends KubeObject> {
  kind: Kind<O>;
  known: O | undefined;
  desired: O;
}

/** Makes a child as it is wanted; one whose name is somebody else's is told of and left alone. */
async function applyChild<O extends KubeObject>(
  client: KubeClient,
  board: Tensorboard,
  { kind, known, desired }: Child<O>
): Promise<void> {
  const isMine = (object: O) => controllerUid(object) === board.metadata?.uid;
  const { namespace, name = '' } = desired.metadata ?? {};
  try {
    if (known === undefined || isMine(known)) {
      await applyIfChanged(client, kind, desired, known);
      return;
    }
  } catch (error) {
    // It is there, without our label, or it has changed meanwhile.
    if (!isConflict(error) || isMine(await client.get(kind, { namespace, name }))) {
      throw error;
    }
  }
  await tellNameTaken(client, board, kind.kind);
}

async function tellNameTaken(client: KubeClient, board: Tensorboard, kind: string): Promise<void> {
  try {
    await client.create(EVENT, nameTakenEvent(board, kind, timestamp()));
  } catch (error) {
    if (!isAlreadyExists(error)) {
      throw error;
    }
  }
}

async function writeStatus(
  client: KubeClient,
  board: Tensorboard,
  deployment: BoardDeployment | undefined
): Promise<void> {
  const status = boardStatus(deployment?.status);
  if (board.status !== undefined && covers(board.status, status)) {
    return;
  }
  const { namespace, name = '' } = board.metadata ?? {};
  const patch = { metadata: versionOf(board), status };
  await client.mergePatch(TENSORBOARD, { namespace, name }, patch, { subresource: 'status' });
}
