import { HTTP_ROUTE, NAMESPACE, SERVICE, keyOf } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  INFERENCE_SERVICE_LABEL,
  PROFILE_NAMESPACE_LABEL,
  PROFILE_NAMESPACE_VALUE
} from '@kubeflow-lab/resources';
import type { InferenceService, KubeObject, Service } from '@kubeflow-lab/resources';
import type { Logger } from 'pino';

import {
  applyIfChanged,
  controllerUid,
  createRunnable,
  reflect,
  reflectorsOf
} from '../runtime/index.js';
import type { Metrics, Reconcile, Runnable } from '../runtime/index.js';
import { INFERENCE_SERVICE, MODEL_LABEL, canBeReached, modelRoute, routeName } from './route.js';

/** HTTP/2 without TLS, as gRPC is spoken inside the cluster. */
const H2C = 'kubernetes.io/h2c';

export interface ModelRouteControllerOptions {
  client: KubeClient;
  log: Logger;
  metrics: Metrics;
  gateway: { namespace: string; name: string };
}

/** Gives each served model of a project its address through the gateway. */
export function createModelRouteController(options: ModelRouteControllerOptions): Runnable {
  const { client, log, metrics } = options;
  const cache = {
    // KServe may come later, or never.
    services: reflect(client, INFERENCE_SERVICE, log, { mayBeMissing: true }),
    // Those that KServe makes, which say at what port gRPC is spoken.
    backends: reflect(client, SERVICE, log, { labelSelector: INFERENCE_SERVICE_LABEL }),
    routes: reflect(client, HTTP_ROUTE, log, { labelSelector: MODEL_LABEL }),
    namespaces: reflect(client, NAMESPACE, log)
  };
  const reconcile: Reconcile = async key => {
    const [namespace, name] = key.split('/');
    const service = cache.services.store.get({ namespace, name });
    // What belongs to a service that is gone is collected with it.
    if (service === undefined || service.metadata?.deletionTimestamp) {
      return;
    }
    const route = cache.routes.store.get({ namespace, name: routeName(service) });
    const labels = cache.namespaces.store.get({ name: namespace })?.metadata?.labels;
    const isProject = labels?.[PROFILE_NAMESPACE_LABEL] === PROFILE_NAMESPACE_VALUE;
    if (isProject && canBeReached(service)) {
      const grpcPort = (backend: string) =>
        grpcPortOf(cache.backends.store.get({ namespace, name: backend }));
      const wanted = modelRoute(service, options.gateway, grpcPort);
      await applyIfChanged(client, HTTP_ROUTE, wanted, route);
    } else if (route !== undefined && controllerUid(route) === service.metadata?.uid) {
      await client.delete(HTTP_ROUTE, { namespace, name: routeName(service) });
    }
  };
  return createRunnable(
    { name: 'model-route', reconcile, log, metrics, workers: 2 },
    reflectorsOf(cache),
    enqueue => {
      cache.services.store.onChange(({ object }) => enqueue(keyOf(object.metadata)));
      cache.backends.store.onChange(({ object }) =>
        enqueue(modelKey(object, INFERENCE_SERVICE_LABEL))
      );
      cache.routes.store.onChange(({ object }) => enqueue(modelKey(object, MODEL_LABEL)));
      cache.namespaces.store.onChange(({ object }) =>
        cache.services.store
          .list(object.metadata?.name ?? '')
          .forEach((service: InferenceService) => enqueue(keyOf(service.metadata)))
      );
    }
  );
}

/** The model that an object is labelled with. */
function modelKey({ metadata }: KubeObject, label: string): string {
  return keyOf({ namespace: metadata?.namespace, name: metadata?.labels?.[label] ?? '' });
}

/** The port of a Service that KServe takes for one of gRPC; the gateway needs to be told, too, by its `appProtocol`. */
function grpcPortOf(service: Service | undefined): number | null {
  const found = service?.spec?.ports?.find(({ appProtocol }) => appProtocol === H2C);
  return found?.port ?? null;
}
