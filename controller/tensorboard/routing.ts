/** The way to a TensorBoard through the platform's gateway, or through Istio's. */
import { HTTP_ROUTE, VIRTUAL_SERVICE, apiVersionOf } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import { tensorboardPath } from '@kubeflow-lab/resources';
import type { KubeObject, Tensorboard } from '@kubeflow-lab/resources';

import type { RoutingSettings } from '../notebook/index.js';
import { SERVICE_PORT, childOf, routeName } from './children.js';

export interface BoardRouting {
  kind: Kind;
  routeFor(board: Tensorboard): KubeObject & { spec: object };
}

/** By the strategy in `ROUTING`; null for `none`. */
export function boardRouting(settings: RoutingSettings): BoardRouting | null {
  switch (settings.strategy) {
    case 'gateway-api':
      return gatewayApiRouting(settings.gateway);
    case 'istio':
      return istioRouting(settings.istio);
    default:
      return null;
  }
}

export function gatewayApiRouting(gateway: RoutingSettings['gateway']): BoardRouting {
  return {
    kind: HTTP_ROUTE,
    routeFor(board) {
      const { metadata, name, path } = routeOf(board);
      return {
        apiVersion: apiVersionOf(HTTP_ROUTE),
        kind: HTTP_ROUTE.kind,
        metadata,
        spec: {
          parentRefs: [{ namespace: gateway.namespace, name: gateway.name }],
          rules: [
            {
              matches: [{ path: { type: 'PathPrefix', value: path } }],
              backendRefs: [{ name, port: SERVICE_PORT }]
            }
          ]
        }
      };
    }
  };
}

/** A VirtualService as upstream's controller writes it, but for the path: TensorBoard here knows its own. */
export function istioRouting({
  gateway,
  host,
  clusterDomain
}: RoutingSettings['istio']): BoardRouting {
  return {
    kind: VIRTUAL_SERVICE,
    routeFor(board) {
      const { metadata, name, path } = routeOf(board);
      const destination = {
        host: `${name}.${metadata.namespace}.svc.${clusterDomain}`,
        port: { number: SERVICE_PORT }
      };
      return {
        apiVersion: 'networking.istio.io/v1alpha3',
        kind: VIRTUAL_SERVICE.kind,
        metadata,
        spec: {
          hosts: [host],
          gateways: [gateway],
          // The last slash keeps /tensorboard/a/b from matching /tensorboard/a/bc.
          http: [
            { match: [{ uri: { prefix: `${path}/` } }], route: [{ destination }], timeout: '300s' }
          ]
        }
      };
    }
  };
}

function routeOf(board: Tensorboard) {
  const { namespace = '', name = '' } = board.metadata ?? {};
  return {
    metadata: childOf(board, routeName(namespace, name)),
    name,
    path: tensorboardPath(namespace, name)
  };
}
