/** A real Envoy as the gateway of a mesh: it asks the server before it forwards, as Istio has it ask. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import { reachable } from './raw-http.js';

const REQUIREMENTS = join('server', 'testing', 'envoy.requirements.txt');
const TYPES = 'type.googleapis.com/envoy';

/** What the mesh's configuration says of a server that is asked (Istio's `EnvoyExternalAuthorizationHttpProvider`). */
export interface ExtAuthzProvider {
  service: string;
  port: number;
  pathPrefix: string;
  timeout: string;
  statusOnError: string;
  includeRequestHeadersInCheck: string[];
  includeAdditionalHeadersInCheck?: Record<string, string>;
  headersToUpstreamOnAllow: string[];
  headersToDownstreamOnDeny: string[];
}

export interface GatewayOptions {
  provider: ExtAuthzProvider;
  /** Port of this machine at which the server answers. */
  serverPort: number;
  /** Port of this machine to which everything leads that lies below one of `podPaths`. */
  podPort: number;
  podPaths: readonly string[];
}

export interface Gateway {
  /** The socket at which it takes requests: so it needs no port of the machine. */
  socket: string;
  stop(): Promise<void>;
}

/** The program of the environment that `npm test` makes (testing/prepare.mjs). */
function envoyProgram(): string {
  const cache = process.env.KUBEFLOW_LAB_CACHE ?? join(homedir(), '.cache', 'kubeflow-lab');
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 16);
  return join(cache, 'test-envoy', hash, 'bin', 'envoy');
}

/** Starts Envoy; rejects with what it said when it ends before it takes a request. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeflow-lab-envoy-'));
  const socket = join(folder, 'gateway.sock');
  const file = join(folder, 'envoy.json');
  writeFileSync(file, JSON.stringify(configuration(socket, options)));
  const flags = ['--config-path', file, '--concurrency', '1', '--disable-hot-restart'];
  const child = spawn(envoyProgram(), [...flags, '--log-level', 'warning'], {
    stdio: ['ignore', 'ignore', 'pipe']
  });
  let said = '';
  child.stderr.on('data', chunk => (said += String(chunk)));
  let ended = false;
  const end = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      ended = true;
      resolve();
    });
  });
  await Promise.race([reachable(socket, () => ended), end]);
  if (ended) {
    throw new Error(`Envoy ended by itself:\n${said}`);
  }
  return {
    socket,
    async stop() {
      child.kill();
      await end;
      rmSync(folder, { recursive: true });
    }
  };
}

function configuration(path: string, options: GatewayOptions): object {
  const { podPaths, podPort, provider, serverPort } = options;
  const routes = [
    ...podPaths.map(prefix => ({ match: { prefix }, route: { cluster: 'pod', timeout: '0s' } })),
    { match: { prefix: '/' }, route: { cluster: clusterOf(provider), timeout: '0s' } }
  ];
  const manager = {
    '@type': `${TYPES}.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager`,
    stat_prefix: 'gateway',
    // As Istio's gateways do.
    use_remote_address: true,
    normalize_path: true,
    upgrade_configs: [{ upgrade_type: 'websocket' }],
    route_config: { virtual_hosts: [{ name: 'all', domains: ['*'], routes }] },
    http_filters: [
      { name: 'envoy.filters.http.ext_authz', typed_config: extAuthz(provider) },
      {
        name: 'envoy.filters.http.router',
        typed_config: { '@type': `${TYPES}.extensions.filters.http.router.v3.Router` }
      }
    ]
  };
  const filter = {
    name: 'envoy.filters.network.http_connection_manager',
    typed_config: manager
  };
  return {
    static_resources: {
      listeners: [
        { name: 'gateway', address: { pipe: { path } }, filter_chains: [{ filters: [filter] }] }
      ],
      clusters: [cluster(clusterOf(provider), serverPort), cluster('pod', podPort)]
    }
  };
}

const clusterOf = ({ port, service }: ExtAuthzProvider) => `outbound|${port}||${service}`;

function cluster(name: string, port: number): object {
  const address = { socket_address: { address: '127.0.0.1', port_value: port } };
  return {
    name,
    type: 'STATIC',
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }]
    }
  };
}

/** The filter that istiod makes of a provider (pilot/pkg/security/authz/builder/extauthz.go of Istio 1.29). */
function extAuthz(provider: ExtAuthzProvider): object {
  const { pathPrefix, service, statusOnError, timeout } = provider;
  return {
    '@type': `${TYPES}.extensions.filters.http.ext_authz.v3.ExtAuthz`,
    transport_api_version: 'V3',
    failure_mode_allow: false,
    status_on_error: { code: Number(statusOnError) },
    http_service: {
      path_prefix: pathPrefix,
      server_uri: { uri: `http://${service}`, cluster: clusterOf(provider), timeout },
      authorization_request: {
        allowed_headers: exactly(provider.includeRequestHeadersInCheck),
        headers_to_add: Object.entries(provider.includeAdditionalHeadersInCheck ?? {}).map(
          ([key, value]) => ({ key, value })
        )
      },
      authorization_response: {
        allowed_upstream_headers: exactly(provider.headersToUpstreamOnAllow),
        allowed_client_headers: exactly(provider.headersToDownstreamOnDeny)
      }
    }
  };
}

const exactly = (names: readonly string[]) => ({
  patterns: names.map(exact => ({ exact, ignore_case: true }))
});
