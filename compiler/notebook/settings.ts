import type { StepSettings, Toleration } from '../types.js';
import { isRecord } from './cells.js';

type Check = (value: unknown) => boolean;

const text: Check = value => typeof value === 'string' && value !== '';
const textMap: Check = value =>
  isRecord(value) && Object.values(value).every(entry => typeof entry === 'string');
const listOf =
  (check: Check): Check =>
  value =>
    Array.isArray(value) && value.every(check);
const shape =
  (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  value =>
    isRecord(value) &&
    Object.entries(required).every(([key, check]) => check(value[key])) &&
    Object.keys(value).every(
      key =>
        Object.hasOwn(required, key) || (Object.hasOwn(optional, key) && optional[key]!(value[key]))
    );
const oneOf =
  (...values: string[]): Check =>
  value =>
    values.includes(value as string);
const positive: Check = value => typeof value === 'number' && Number.isFinite(value) && value > 0;
const whole: Check = value => Number.isInteger(value) && (value as number) >= 0;

const toleration = shape({}, {
  key: text,
  operator: oneOf('Exists', 'Equal'),
  value: value => typeof value === 'string',
  effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  tolerationSeconds: whole
} satisfies Record<keyof Toleration, Check>);

/** Each setting of `metadata.kubeflow_lab`, how it is checked, and what it looks like. */
const SETTINGS: Record<string, { check: Check; example: string }> = {
  image: { check: text, example: '"name:version"' },
  limits: { check: textMap, example: '{"memory": "2Gi"}' },
  requests: { check: textMap, example: '{"cpu": "500m"}' },
  annotations: { check: textMap, example: '{"team": "vision"}' },
  labels: { check: textMap, example: '{"team": "vision"}' },
  env: { check: textMap, example: '{"OMP_NUM_THREADS": "1"}' },
  nodeSelector: { check: textMap, example: '{"disk": "ssd"}' },
  tolerations: { check: listOf(toleration), example: '[{"key": "gpu", "operator": "Exists"}]' },
  volumes: {
    check: listOf(shape({ claim: text, path: text })),
    example: '[{"claim": "data", "path": "/data"}]'
  },
  retry: {
    check: shape({ limit: whole }, { backoffSeconds: positive, factor: positive }),
    example: '{"limit": 2, "backoffSeconds": 10}'
  },
  timeoutSeconds: { check: value => positive(value) && whole(value), example: '600' },
  cache: { check: value => typeof value === 'boolean', example: 'true' }
};

export interface Additions {
  limits: Record<string, string>;
  settings: StepSettings;
  problems: string[];
}

/** The settings in `metadata.kubeflow_lab` of a cell, or its `defaults` in that of the notebook. */
export function readAdditions(additions: unknown): Additions {
  const found: Additions = { limits: {}, settings: {}, problems: [] };
  if (additions === undefined || additions === null) {
    return found;
  }
  if (!isRecord(additions)) {
    found.problems.push('The metadata `kubeflow_lab` is not an object of settings.');
    return found;
  }
  for (const [key, value] of Object.entries(additions)) {
    const setting = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined;
    if (!setting) {
      found.problems.push(
        `There is no setting \`${key}\`; there are ${Object.keys(SETTINGS).join(', ')}.`
      );
    } else if (!setting.check(value)) {
      found.problems.push(
        `The setting \`${key}\` cannot be used as it is; it looks like ${setting.example}.`
      );
    } else if (key === 'limits') {
      found.limits = value as Record<string, string>;
    } else {
      Object.assign(found.settings, { [key]: value });
    }
  }
  return found;
}
