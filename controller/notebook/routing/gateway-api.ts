import { HTTP_ROUTE, NOTEBOOK } from '@kubeflow-lab/kube';
import { notebookPath } from '@kubeflow-lab/resources';
import type { KubeObject } from '@kubeflow-lab/resources';

import { controllerReference } from '../../runtime/index.js';
import { SERVICE_PORT, namesOf } from '../children.js';
import { routeName } from './routing.js';
import type { Routing } from './routing.js';

export interface GatewayReference {
  namespace: string;
  name: string;
}

/** One HTTPRoute for each notebook, attached to that Gateway. */
export function gatewayApiRouting(gateway: GatewayReference): Routing {
  return {
    kind: HTTP_ROUTE,
    // The Gateway takes routes from nowhere else.
    projectsOnly: true,
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
