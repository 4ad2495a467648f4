/** What a client's token opens of a model's address: KServe's protocols, and nothing that a model server offers beside. */

const VERSION = '(?:/versions/[^/]+)?';
const ASKS = [
  String.raw`v1/models/[^/]+:(?:predict|explain)`,
  `v2/models/[^/]+${VERSION}/(?:infer|explain|generate|generate_stream)`,
  'openai/v1/(?:completions|chat/completions|embeddings|rerank)'
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
