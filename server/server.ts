/** Puts the parts of the server together. */
import type { KubeClient } from '@kubeflow-lab/kube';
import express from 'express';
import type { Express, Response } from 'express';
import type { Logger } from 'pino';
import { Registry, collectDefaultMetrics } from 'prom-client';

import { ClusterCache } from './cache/cluster-cache.js';
import { capacityHandlers, capacityRoutes } from './capacity/capacity.js';
import { compileHandlers, compileRoutes } from './compile/compile.js';
import type { Compiler } from './compile/compiler.js';
import type { ServerConfig } from './config.js';
import { mountDashboard } from './dashboard.js';
import { fileHandlers } from './files/handlers.js';
import { fileRoutes } from './files/routes.js';
import { mountActivity } from './gateway/activity.js';
import { Codes } from './gateway/codes.js';
import { mountConnect } from './gateway/connect.js';
import { mountConnections } from './gateway/connections.js';
import { GatewayCounters, mountCounters } from './gateway/counters.js';
import { ModelClients } from './gateway/model-clients.js';
import { NotebookCookies } from './gateway/notebook-cookie.js';
import { NotebookIdentity } from './gateway/notebook-identity.js';
import { mountVerify } from './gateway/verify.js';
import { AttemptLimiter } from './http/attempts.js';
import { Buckets } from './http/buckets.js';
import { errorHandler, notFound } from './http/errors.js';
import { bodyWithin } from './http/listen.js';
import { requestLog } from './http/request-log.js';
import { mountRoutes } from './http/route.js';
import type { RouteHandler, RouteTable } from './http/route.js';
import { noStore, securityHeaders } from './http/security.js';
import { Access } from './identity/access.js';
import { Accounts } from './identity/accounts.js';
import { Authenticator } from './identity/authenticator.js';
import type { Keys } from './identity/keys.js';
import { Oidc } from './identity/oidc.js';
import { mountOidc } from './identity/oidc-routes.js';
import { Revocations } from './identity/revocations.js';
import { sessionHandlers, sessionRoutes } from './identity/routes.js';
import { Sessions } from './identity/sessions.js';
import { TokenReviews } from './identity/token-review.js';
import { TrustedProxy } from './identity/trusted-proxy.js';
import { LogFollowers } from './logs/followers.js';
import { servingRuntimeHandlers, servingRuntimeRoutes } from './inference-services/runtimes.js';
import { kindHandlers } from './kinds/handlers.js';
import { kinds } from './kinds/index.js';
import { kindRoutes } from './kinds/routes.js';
import { ServedKinds } from './kinds/served.js';
import { offerHandlers, offerRoutes } from './notebooks/offer.js';
import { useHandlers, useRoutes } from './notebooks/use.js';
import { volumeFileHandlers, volumeFileRoutes } from './volumes/files.js';
import { snapshotHandlers, snapshotRoutes } from './volumes/snapshots.js';
import { volumeHandlers, volumeRoutes } from './volumes/volumes.js';
import { openApiHandlers, openApiRoutes } from './openapi/routes.js';
import type { Services } from './services.js';
import { settingsHandlers, settingsRoutes } from './settings/routes.js';
import { mountSpawner } from './static.js';
import { trainingRuntimeHandlers, trainingRuntimeRoutes } from './train-jobs/runtimes.js';
import { Streams, streamHandlers, streamRoutes } from './stream/routes.js';

export interface ServerOptions {
  config: ServerConfig;
  client: KubeClient;
  keys: Keys;
  compiler: Compiler;
  logger: Logger;
}

export interface Server {
  app: Express;
  /** Begins to follow the cluster; resolves when the server is ready. */
  start(): Promise<void>;
  /** Ends streams and watches; resolves when nothing is left. */
  stop(): Promise<void>;
}

/** By plural and by kind: the API server uses the one or the other. */
const nouns = Object.fromEntries(
  kinds.flatMap(({ noun, resource }) => [
    [resource.plural, noun],
    [resource.kind, noun]
  ])
);

/** Code of a job, base64 and escapes included, and some room. */
const BODY_MAX = '4mb';

export async function createServer({
  config,
  client,
  keys,
  compiler,
  logger
}: ServerOptions): Promise<Server> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const secure = config.origin.protocol === 'https:';
  const cache = new ClusterCache(client, logger, config.namespace, kinds);
  const revocations = new Revocations(client, config.namespace, logger);
  const sessions = new Sessions(keys.session, revocations, secure);
  const services: Services = {
    config,
    client,
    logger,
    compiler,
    cache,
    kinds: new ServedKinds(kinds, cache, client, logger),
    access: new Access(client),
    accounts: new Accounts(client, config.namespace),
    sessions,
    codes: new Codes(),
    gatewayCounters: new GatewayCounters(config.gatewayCountersUrl),
    modelRequests: new Buckets(),
    modelClients: new ModelClients(client),
    notebookCookies: new NotebookCookies(keys.session, secure),
    notebookIdentity: await NotebookIdentity.create(keys.identityPem),
    followers: new LogFollowers(client)
  };
  cache.onRightsChange(namespace => services.access.forget(namespace));
  const streams = new Streams(services, registry);
  const proxy = config.trustedProxy ? new TrustedProxy(config.trustedProxy) : null;
  const authenticator = new Authenticator(client, sessions, new TokenReviews(client), proxy);
  const oidc = config.oidc ? new Oidc(config.oidc, keys.session, config.origin) : null;
  let ready = false;
  const app = createApp(services, streams, authenticator, oidc, registry, () => ready);
  return {
    app,
    async start() {
      await Promise.all([cache.start(), revocations.start()]);
      ready = true;
    },
    async stop() {
      ready = false;
      streams.stop();
      services.followers.stop();
      services.kinds.stop();
      await Promise.all([cache.stop(), revocations.stop(), compiler.stop()]);
    }
  };
}

function createApp(
  services: Services,
  streams: Streams,
  authenticator: Authenticator,
  oidc: Oidc | null,
  registry: Registry,
  ready: () => boolean
): Express {
  const { config, logger } = services;
  const app = express();
  // The gateway stands before the server and says for whom it asks.
  app.set('trust proxy', 1);
  app.disable('x-powered-by');
  // No answer of the API is kept by anybody; files of the web app have tags of their own.
  app.disable('etag');
  app.use(requestLog(logger, registry));
  mountProbes(app, registry, ready);
  mountVerify(app, services, authenticator);
  app.use('/auth', bodyWithin());
  mountConnections(app, services);
  mountActivity(app, services, authenticator);
  mountCounters(app, services.gatewayCounters);
  app.use(securityHeaders(config.origin, config.dashboards));
  mountConnect(app, services, authenticator);
  mountDashboard(app, config);
  if (oidc !== null) {
    const { sessions } = services;
    mountOidc(app, { oidc, sessions, origin: config.origin, logger });
  }
  app.get('/.well-known/jwks.json', (_request, response) => {
    response.set('Cache-Control', 'max-age=300').json(services.notebookIdentity.jwks);
  });
  app.use('/api', noStore);
  // Before bodies are read: an uploaded file passes through as it comes, also when it is JSON.
  mountRoutes(app, authenticator, config.origin, fileRoutes, fileHandlers(services));
  app.use('/api', bodyWithin());
  app.use('/api', express.json({ limit: BODY_MAX, verify: keepRawBody }));
  mountApi(app, services, streams, authenticator);
  mountSpawner(app, config.spawnerDir);
  app.use(notFound);
  app.use(errorHandler(logger, nouns));
  return app;
}

/** Job code is passed on exactly as it was sent. */
function keepRawBody(_request: unknown, response: unknown, body: Buffer, encoding: string): void {
  if (encoding === 'utf-8') {
    (response as Response).locals.rawBody = body.toString('utf8');
  }
}

function mountApi(
  app: Express,
  services: Services,
  streams: Streams,
  authenticator: Authenticator
): void {
  const mount = <T extends RouteTable>(table: T, handlers: Record<keyof T, RouteHandler>) =>
    mountRoutes(app, authenticator, services.config.origin, table, handlers);
  const limits = { each: new AttemptLimiter(10, 10), name: new AttemptLimiter(60, 60) };
  mount(sessionRoutes, sessionHandlers(services, limits));
  mount(settingsRoutes, settingsHandlers(services));
  mount(openApiRoutes, openApiHandlers());
  for (const kind of services.kinds.all()) {
    mount(kindRoutes(kind.definition), kindHandlers(services, kind));
  }
  mount(compileRoutes, compileHandlers(services));
  mount(offerRoutes, offerHandlers(services));
  mount(useRoutes, useHandlers());
  mount(volumeRoutes, volumeHandlers(services));
  mount(volumeFileRoutes, volumeFileHandlers(services));
  mount(snapshotRoutes, snapshotHandlers(services));
  mount(capacityRoutes, capacityHandlers(services));
  mount(trainingRuntimeRoutes, trainingRuntimeHandlers(services));
  mount(servingRuntimeRoutes, servingRuntimeHandlers(services));
  mount(streamRoutes, streamHandlers(services, streams));
}

function mountProbes(app: Express, registry: Registry, ready: () => boolean): void {
  app.get('/healthz', (_request, response) => {
    response.type('text').send('ok');
  });
  app.get('/readyz', (_request, response) => {
    response
      .status(ready() ? 200 : 503)
      .type('text')
      .send(ready() ? 'ok' : 'not ready');
  });
  app.get('/metrics', async (request, response, next) => {
    // For the cluster's own eyes: what comes through the gateway finds nothing here.
    if (request.get('x-forwarded-host') !== undefined) {
      next();
      return;
    }
    response.type(registry.contentType).send(await registry.metrics());
  });
}
