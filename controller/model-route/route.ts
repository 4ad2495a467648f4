import { HTTP_ROUTE, apiVersionOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import {
  canariesOf,
  canaryServiceName,
  componentName,
  modelPath,
  modelRouteName,
  predictorName
} from '@kubeflow-lab/resources';
import type { InferenceService, KubeObject } from '@kubeflow-lab/resources';

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

/**
 * The Services that answer, with their shares of the requests. A canary gets its own when KServe has seen it answer; until
 * then, the version that is served has all.
 */
function backends(service: InferenceService) {
  const name = service.metadata?.name ?? '';
  if (service.spec?.transformer != null) {
    // It asks the version that is served.
    return [{ name: componentName(name, 'transformer'), port: 80 }];
  }
  const canaries = canariesOf(service).filter(({ ready, percent }) => ready && percent > 0);
  if (canaries.length === 0) {
    return [{ name: predictorName(name), port: 80 }];
  }
  const rest = canaries.reduce((left, { percent }) => left - percent, 100);
  return [
    { name: predictorName(name), port: 80, weight: Math.max(0, rest) },
    ...canaries.map(canary => ({
      name: canaryServiceName(name, canary.name),
      port: 80,
      weight: canary.percent
    }))
  ];
}

/** The way to a model's explainer, where it has one: a longer path than that to the model. */
function explanations({ metadata, spec }: InferenceService) {
  const { namespace = '', name = '' } = metadata ?? {};
  const path = `/v1/models/${name}:explain`;
  return spec?.explainer == null
    ? []
    : [
        rule(modelPath(namespace, name) + path, path, [
          { name: componentName(name, 'explainer'), port: 80 }
        ])
      ];
}

/** What comes to a path goes on with another one in its place, to whoever answers. */
function rule(path: string, replacement: string, backendRefs: object[]) {
  return {
    matches: [{ path: { type: 'PathPrefix', value: path } }],
    filters: [
      {
        type: 'URLRewrite',
        urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: replacement } }
      },
      { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: IDENTITY_HEADERS } },
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
    ],
    backendRefs
  };
}

/**
 * The way to a served model through the gateway. What the model answers must be nothing to a browser but data: its
 * address is the platform's, and so would be its cookies and its pages.
 */
export function modelRoute(
  service: InferenceService,
  gateway: { namespace: string; name: string }
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
      rules: [...explanations(service), rule(modelPath(namespace, name), '/', backends(service))]
    }
  };
  return route;
}
