import { NOTEBOOK, VIRTUAL_SERVICE } from '@kubeflow-lab/kube';
import { notebookPath } from '@kubeflow-lab/resources';
import type { KubeObject, Notebook } from '@kubeflow-lab/resources';

import { controllerReference } from '../../runtime/index.js';
import { SERVICE_PORT, namesOf } from '../children.js';
import { routeName } from './routing.js';
import type { Routing } from './routing.js';

/** The names of upstream's environment variables say the same: ISTIO_GATEWAY, ISTIO_HOST, CLUSTER_DOMAIN. */
export interface IstioSettings {
  /** `<namespace>/<name>` of an Istio Gateway. */
  gateway: string;
  /** Host names that it serves, `*` for all. */
  host: string;
  clusterDomain: string;
}

/** A server that is not at the root of its own address (an RStudio, say) asks by these for another path and headers. */
const REWRITE_ANNOTATION = 'notebooks.kubeflow.org/http-rewrite-uri';
const HEADERS_ANNOTATION = 'notebooks.kubeflow.org/http-headers-request-set';

/** One VirtualService for each notebook, field by field as Kubeflow's own controller writes it. */
export function istioRouting({ gateway, host, clusterDomain }: IstioSettings): Routing {
  return {
    kind: VIRTUAL_SERVICE,
    // As upstream; who may use a route is Istio's AuthorizationPolicies' business.
    projectsOnly: false,
    routeFor(notebook) {
      const { name, namespace } = namesOf(notebook);
      // The last slash keeps /notebook/a/b from matching /notebook/a/bc.
      const prefix = `${notebookPath(namespace, name)}/`;
      const service: KubeObject & { spec: unknown } = {
        apiVersion: 'networking.istio.io/v1alpha3',
        kind: 'VirtualService',
        metadata: {
          name: routeName(notebook),
          namespace,
          ownerReferences: [controllerReference(NOTEBOOK, notebook)]
        },
        spec: {
          hosts: [host],
          gateways: [gateway],
          http: [
            {
              headers: { request: { set: requestHeaders(notebook) } },
              match: [{ uri: { prefix } }],
              rewrite: { uri: rewriteUri(notebook) || prefix },
              route: [
                {
                  destination: {
                    host: `${name}.${namespace}.svc.${clusterDomain}`,
                    port: { number: SERVICE_PORT }
                  }
                }
              ]
            }
          ]
        }
      };
      return service;
    }
  };
}

/** What HTTP allows as the name of a header. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** A gateway refuses all its routes, those of others too, where one of them holds such a character. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

function rewriteUri(notebook: Notebook): string {
  const uri = notebook.metadata?.annotations?.[REWRITE_ANNOTATION] ?? '';
  return CONTROL.test(uri) ? '' : uri;
}

/**
 * The headers that the annotation sets; none where it is not a JSON object of texts, as upstream has it, or where one of
 * them cannot be sent. A percent sign is one: Envoy would take what follows for a command, and refuse all its routes
 * where it knows no such command.
 */
function requestHeaders(notebook: Notebook): Record<string, string> {
  const text = notebook.metadata?.annotations?.[HEADERS_ANNOTATION];
  try {
    const headers: unknown = JSON.parse(text ?? '{}');
    const isMap = typeof headers === 'object' && headers !== null && !Array.isArray(headers);
    const entries = isMap ? Object.entries(headers) : [];
    return entries.every(isHeader)
      ? Object.fromEntries(entries.map(([name, value]) => [name, value.replaceAll('%', '%%')]))
      : {};
  } catch {
    return {};
  }
}

function isHeader(entry: [string, unknown]): entry is [string, string] {
  const [name, value] = entry;
  return HEADER_NAME.test(name) && typeof value === 'string' && !CONTROL.test(value);
}
