import { isManagement, isPrediction } from './prediction-path.js';

it.each([
  ['POST', 'v1/models/digits:predict'],
  ['POST', 'v1/models/digits:explain'],
  ['POST', 'v2/models/digits/infer'],
  ['POST', 'v2/models/digits/versions/3/infer'],
  ['POST', 'openai/v1/chat/completions'],
  ['POST', 'inference.GRPCInferenceService/ModelInfer'],
  ['POST', 'inference.GRPCInferenceService/ServerReady'],
  ['GET', 'v1/models/digits'],
  ['GET', 'v2/models/digits/ready']
])('%s %s asks a model', (method, path) => {
  expect(isPrediction(method, path)).toBe(true);
});

it.each([
  ['GET', ''],
  ['GET', 'metrics'],
  ['GET', 'drain'],
  ['GET', 'docs'],
  ['GET', 'v1/models'],
  ['GET', 'v1/models/digits:predict/more'],
  ['POST', 'v1/models/digits'],
  ['POST', 'v1/models/digits/more:predict'],
  ['POST', 'v2/repository/models/digits/unload'],
  ['POST', 'x/v1/models/digits:predict'],
  ['PUT', 'v1/models/digits:predict'],
  ['DELETE', 'v2/models/digits'],
  ['GET', 'inference.GRPCInferenceService/ModelInfer'],
  ['POST', 'inference.GRPCInferenceService/ModelInfer/more'],
  ['POST', 'inference.GRPCInferenceService/RepositoryModelUnload'],
  ['POST', 'inference-GRPCInferenceService/ModelInfer'],
  ['OPTIONS', 'v2/models/digits/infer']
])('%s %s does not', (method, path) => {
  expect(isPrediction(method, path)).toBe(false);
});

it.each([
  'drain',
  'drain/',
  '/drain',
  'v2/repository/index',
  'v2/repository/models/digits/load',
  'v2/repository/models/digits/unload',
  'v2//repository/models/digits/unload',
  'v2/systemsharedmemory/region/x/register',
  'v2/cudasharedmemory/unregister',
  'v2/models/digits/trace/setting',
  'v2/trace/setting',
  'v2/logging',
  'inference.GRPCInferenceService/RepositoryModelUnload',
  'inference.GRPCInferenceService/ModelInferences',
  'inference.GRPCInferenceService/'
])('%s steers the server', path => {
  expect(isManagement(path)).toBe(true);
});

it.each([
  '',
  'classify',
  'drain/water',
  'v1/drain',
  'v1/models/drain:predict',
  'v2/models/repository/infer',
  'v2/models/logging/ready',
  'openai/v1/models',
  'inference.GRPCInferenceService/ModelInfer'
])('"%s" does not', path => {
  expect(isManagement(path)).toBe(false);
});
