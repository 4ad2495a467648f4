import type { Pod } from '../common/object.js';
import { plainText } from '../common/text.js';
import { SOURCE_URI_ANNOTATION } from './types.js';
import type { InferenceService, ModelSpec } from './types.js';

/** Formats that may stand by their own name in a predictor, in place of `model`. */
const LEGACY_FORMATS = [
  'sklearn',
  'xgboost',
  'tensorflow',
  'pytorch',
  'triton',
  'onnx',
  'huggingface',
  'pmml',
  'lightgbm',
  'paddle'
];

/** What a service is to serve, of the current or of the earlier form; null for a container of its own. */
export function modelOf(service: InferenceService): ModelSpec | null {
  const predictor = service.spec?.predictor;
  if (isModel(predictor?.model)) {
    return predictor.model;
  }
  for (const format of LEGACY_FORMATS) {
    const spec = predictor?.[format];
    if (isModel(spec)) {
      return { ...spec, modelFormat: { name: format } };
    }
  }
  return null;
}

function isModel(value: unknown): value is ModelSpec {
  return typeof value === 'object' && value !== null;
}

const VERSIONED = /\/models\/[^/]+\/([^/]+)\/?$/;

/** The version of a model by where it lies (`…/models/<name>/<version>`), or null where the address has none. */
export function versionOf(storageUri: unknown): string | null {
  const version = VERSIONED.exec(String(storageUri ?? ''))?.[1];
  return version === undefined ? null : plainText(version, 60);
}

/** Where the model lies that a pod serves; null where the pod says nothing. */
export function sourceOf(pod: Pod): string | null {
  return pod.metadata?.annotations?.[SOURCE_URI_ANNOTATION] ?? null;
}

/** The annotation is anybody's: what is no JSON is no sample. */
export function sampleOf(annotation: string | undefined): unknown {
  try {
    return JSON.parse(annotation ?? 'null') as unknown;
  } catch {
    return null;
  }
}
