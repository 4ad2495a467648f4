import type { KubeClient } from '@kubeflow-lab/kube';
import type { Logger } from 'pino';

import type { ClusterCache } from './cache/cluster-cache.js';
import type { Compiler } from './compile/compiler.js';
import type { ServerConfig } from './config.js';
import type { Codes } from './gateway/codes.js';
import type { GatewayCounters } from './gateway/counters.js';
import type { ModelClients } from './gateway/model-clients.js';
import type { NotebookCookies } from './gateway/notebook-cookie.js';
import type { NotebookIdentity } from './gateway/notebook-identity.js';
import type { Buckets } from './http/buckets.js';
import type { Access } from './identity/access.js';
import type { Accounts } from './identity/accounts.js';
import type { Sessions } from './identity/sessions.js';
import type { ServedKinds } from './kinds/served.js';
import type { LogFollowers } from './logs/followers.js';

/** What the features of the server share; made once, in `createServer`. */
export interface Services {
  config: ServerConfig;
  /** The API server, asked as ourselves. */
  client: KubeClient;
  logger: Logger;
  compiler: Compiler;
  cache: ClusterCache;
  kinds: ServedKinds;
  access: Access;
  accounts: Accounts;
  sessions: Sessions;
  codes: Codes;
  gatewayCounters: GatewayCounters;
  /** Of each client and person, by model. */
  modelRequests: Buckets;
  modelClients: ModelClients;
  notebookCookies: NotebookCookies;
  notebookIdentity: NotebookIdentity;
  followers: LogFollowers;
}
