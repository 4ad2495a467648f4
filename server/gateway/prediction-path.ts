/** What of a model's address is for whom: KServe's protocols for clients, everything but management for people. */
import { GRPC_PATH } from '@kubeflow-lab/resources';

const GRPC = GRPC_PATH.slice(1).replace('.', String.raw`\.`);
/** Of the second protocol by gRPC: what asks the model, and not what the servers of some runtimes add to it. */
const GRPC_ASKS = '(?:ModelInfer|ModelMetadata|ModelReady|ServerLive|ServerMetadata|ServerReady)';

const VERSION = '(?:/versions/[^/]+)?';
const ASKS = [
  String.raw`v1/models/[^/]+:(?:predict|explain)`,
  `v2/models/[^/]+${VERSION}/(?:infer|explain|generate|generate_stream)`,
  'openai/v1/(?:completions|chat/completions|embeddings|rerank)',
  `${GRPC}/${GRPC_ASKS}`
];
const LOOKS = ['v1/models/[^/]+', `v2/models/[^/]+${VERSION}(?:/ready)?`, 'openai/v1/models'];

const pattern = (paths: readonly string[]) => new RegExp(`^(?:${paths.join('|')})$`);
const BY_METHOD = new Map([
  ['POST', pattern(ASKS)],
  ['GET', pattern(LOOKS)]
]);

/** Whether a request asks a model for a prediction, or whether it is there. @param path decoded, below the model's own */
export function isPrediction(method: string, path: string): boolean {
  return BY_METHOD.get(method)?.test(path) ?? false;
}

const MANAGEMENT = new RegExp(
  `^(?:${[
    // Of our own servers: asks the clients of all to go away, as before an end.
    'drain',
    // Of KServe, Triton and MLServer: loads and unloads models.
    'v2/repository(?:/.*)?',
    // Of Triton: memory of its pod, and what it logs and traces.
    'v2/(?:cuda|system)sharedmemory(?:/.*)?',
    `v2/(?:models/[^/]+${VERSION}/)?trace/setting`,
    'v2/logging',
    // Of Triton: all of this, by gRPC.
    `${GRPC}(?!/${GRPC_ASKS}$)(?:/.*)?`
  ].join('|')})$`
);

/**
 * Whether a request would steer the model server instead of asking a model, by any method.
 * @param path decoded, below the model's own; slashes that a server may pass over do not hide it
 */
export function isManagement(path: string): boolean {
  return MANAGEMENT.test(
    path
      .split('/')
      .filter(segment => segment !== '')
      .join('/')
  );
}
