import { HTTP_ROUTE, NOTEBOOK } from '@kubeflow-lab/kube';
import type { Kind } from '@kubeflow-lab/kube';
import { notebookPath } from '@kubeflow-lab/resources';
import type { KubeObject, Notebook } from '@kubeflow-lab/resources';

import { controllerReference } from '../runtime/index.js';
import { SERVICE_PORT, namesOf } from './children.js';

/** How a notebook becomes reachable from outside: the one object that its gateway reads. */
export interface Routing {
  kind: Kind;
  /** The route of a notebook. */
  routeFor(notebook: Notebook): KubeObject;
}

export interface GatewayReference {
  namespace: string;
  name: string;
}

/** The strategy by its name in the setting `ROUTING`; null for `none`. */
export function createRouting(strategy: string, gateway: GatewayReference): Routing | null {
  switch (strategy) {
    case 'gateway-api':
      return gatewayApiRouting(gateway);
    case 'none':
      return null;
    default:
      throw new Error(`ROUTING is "${strategy}"; it may be gateway-api or none.`);
  }
}

/** The name of a notebook's route. Two notebooks of one namespace never share it; the namespace keeps it readable. */
export function routeName(notebook: Notebook): string {
  const { name, namespace } = namesOf(notebook);
  return `notebook-${namespace}-${name}`;
}

function gatewayApiRouting(gateway: GatewayReference): Routing {
  return {
    kind: HTTP_ROUTE,
    routeFor(notebook) {
      const { name, namespace } = namesOf(notebook);
      const route: KubeObject & { spec: unknown } = {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: {
          name: routeName(notebook),
          namespace,
          ownerReferences: [controllerReference(NOTEBOOK, notebook)]
        },
        spec: {
          parentRefs: [{ namespace: gateway.namespace, name: gateway.name }],
          rules: [
            {
              // PathPrefix compares whole segments, so that /notebook/a/b does not match /notebook/a/bc.
              matches: [{ path: { type: 'PathPrefix', value: notebookPath(namespace, name) } }],
              backendRefs: [{ name, port: SERVICE_PORT }]
            }
          ]
        }
      };
      return route;
    }
  };
}
