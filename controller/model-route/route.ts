import { HTTP_ROUTE, apiVersionOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import {
  GRPC_NAMESPACE_HEADER,
  GRPC_NAME_HEADER,
  GRPC_PATH,
  canariesOf,
  canaryServiceName,
  componentName,
  isKnative,
  modelPath,
  modelRouteName,
  predictorName,
  revisionHeaders,
  servingRevision
} from '@kubeflow-lab/resources';
import type { Component, InferenceService, KubeObject } from '@kubeflow-lab/resources';

import { controllerReference } from '../runtime/index.js';

export const INFERENCE_SERVICE: Kind<InferenceService> = {
  group: 'serving.kserve.io',
  version: 'v1beta1',
  kind: 'InferenceService',
  plural: 'inferenceservices',
  namespaced: true
};

/** On our routes: the served model that they lead to. */
export const MODEL_LABEL = 'lab.kubeflow.org/model';

export function routeName({ metadata }: InferenceService): string {
  return modelRouteName(metadata?.namespace ?? '', metadata?.name ?? '');
}

/** Names by which proxies call a person. No model may take one from a client for the truth. */
const IDENTITY_HEADERS = ['kubeflow-userid', 'kubeflow-groups'];

/** A Service that answers, and its share of the requests where there are two. */
interface Backend {
  name: string;
  port: number;
  weight?: number;
}

/** Who answers, and what the request must say to get there. */
interface Way {
  backendRefs: Backend[];
  headers: Record<string, string>;
}

/** The port of a Service, by its name, at which it speaks gRPC; null for none. */
export type GrpcPort = (service: string) => number | null;

/** The part of a service that requests come to first. */
function entrance({ spec }: InferenceService): 'predictor' | 'transformer' {
  // A transformer asks the version that is served.
  return spec?.transformer == null ? 'predictor' : 'transformer';
}

/** Whether there is anything to lead to: on Knative, a revision that answers. */
export function canBeReached(service: InferenceService): boolean {
  return !isKnative(service) || servingRevision(service, entrance(service)) !== null;
}

/**
 * The way to a part of a service on Knative: the Service of its revision, behind which are its pods or, while there are
 * none or too few, Knative's activator, which needs to be told whom it is for.
 */
function wayToRevision(service: InferenceService, part: 'predictor' | Component): Way {
  const revision = servingRevision(service, part) ?? '';
  return {
    backendRefs: [{ name: revision, port: 80 }],
    headers: revisionHeaders(service.metadata?.namespace ?? '', revision)
  };
}

/**
 * The Services that answer, with their shares of the requests. A canary gets its own when KServe has seen it answer; until
 * then, the version that is served has all.
 */
function way(service: InferenceService): Way {
  const name = service.metadata?.name ?? '';
  if (isKnative(service)) {
    return wayToRevision(service, entrance(service));
  }
  if (entrance(service) === 'transformer') {
    return { backendRefs: [{ name: componentName(name, 'transformer'), port: 80 }], headers: {} };
  }
  const canaries = canariesOf(service).filter(({ ready, percent }) => ready && percent > 0);
  if (canaries.length === 0) {
    return { backendRefs: [{ name: predictorName(name), port: 80 }], headers: {} };
  }
  const rest = canaries.reduce((left, { percent }) => left - percent, 100);
  const backendRefs = [
    { name: predictorName(name), port: 80, weight: Math.max(0, rest) },
    ...canaries.map(canary => ({
      name: canaryServiceName(name, canary.name),
      port: 80,
      weight: canary.percent
    }))
  ];
  return { backendRefs, headers: {} };
}

/** The way to a model's explainer, where it has one that answers: a longer path than that to the model. */
function explanations(service: InferenceService) {
  const { namespace = '', name = '' } = service.metadata ?? {};
  const path = `/v1/models/${name}:explain`;
  const from = modelPath(namespace, name) + path;
  if (service.spec?.explainer == null) {
    return [];
  }
  if (isKnative(service)) {
    return servingRevision(service, 'explainer') === null
      ? []
      : [rule(from, path, wayToRevision(service, 'explainer'))];
  }
  const backendRefs = [{ name: componentName(name, 'explainer'), port: 80 }];
  return [rule(from, path, { backendRefs, headers: {} })];
}

/**
 * The way by gRPC, past which no path is rewritten: to those of the Services that have a port for it, which on Knative,
 * whose pods have one port, none has.
 */
function byGrpc(service: InferenceService, grpcPort: GrpcPort) {
  const { namespace = '', name = '' } = service.metadata ?? {};
  const backendRefs = way(service).backendRefs.flatMap(backend => {
    const port = grpcPort(backend.name);
    return port === null ? [] : [{ ...backend, port }];
  });
  if (isKnative(service) || backendRefs.length === 0) {
    return [];
  }
  const headers = [
    { type: 'Exact', name: GRPC_NAMESPACE_HEADER, value: namespace },
    { type: 'Exact', name: GRPC_NAME_HEADER, value: name }
  ];
  const matches = [{ path: { type: 'PathPrefix', value: GRPC_PATH }, headers }];
  return [{ matches, filters: harmless({}), backendRefs }];
}

/** What comes to a path goes on with another one in its place, to whoever answers. */
function rule(path: string, replacement: string, { backendRefs, headers }: Way) {
  const rewrite = {
    type: 'URLRewrite',
    urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: replacement } }
  };
  return {
    matches: [{ path: { type: 'PathPrefix', value: path } }],
    filters: [rewrite, ...harmless(headers)],
    backendRefs
  };
}

/** No model takes a name from a client, and what it answers is nothing to a browser but data. `headers` it is told. */
function harmless(headers: Record<string, string>) {
  const set = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return [
    {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { remove: IDENTITY_HEADERS, ...(set.length > 0 ? { set } : {}) }
    },
    {
      type: 'ResponseHeaderModifier',
      responseHeaderModifier: {
        remove: ['Set-Cookie', 'Clear-Site-Data', 'Service-Worker-Allowed'],
        set: [
          { name: 'Content-Security-Policy', value: "sandbox; default-src 'none'" },
          { name: 'X-Content-Type-Options', value: 'nosniff' }
        ]
      }
    }
  ];
}

/**
 * The way to a served model through the gateway. What the model answers must be nothing to a browser but data: its
 * address is the platform's, and so would be its cookies and its pages.
 */
export function modelRoute(
  service: InferenceService,
  gateway: { namespace: string; name: string },
  grpcPort: GrpcPort
): KubeObject {
  const { namespace = '', name = '' } = service.metadata ?? {};
  const route: KubeObject & { spec: unknown } = {
    apiVersion: apiVersionOf(HTTP_ROUTE),
    kind: HTTP_ROUTE.kind,
    metadata: {
      name: routeName(service),
      namespace,
      labels: { [MODEL_LABEL]: name },
      ownerReferences: [controllerReference(INFERENCE_SERVICE, service)]
    },
    spec: {
      parentRefs: [{ namespace: gateway.namespace, name: gateway.name }],
      rules: [
        ...explanations(service),
        rule(modelPath(namespace, name), '/', way(service)),
        ...byGrpc(service, grpcPort)
      ]
    }
  };
  return route;
}
