import { scheduleProblem, timezoneProblem } from '@kubeflow-lab/resources';

import type { PipelineSettings, StepSettings, Toleration } from '../types.js';
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
const scalar: Check = value =>
  ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
const either =
  (...checks: Check[]): Check =>
  value =>
    checks.some(check => check(value));
const yes: Check = value => typeof value === 'boolean';
const whole: Check = value => Number.isInteger(value) && (value as number) >= 0;

const counted: Check = value => positive(value) && whole(value);

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
  timeoutSeconds: { check: counted, example: '600' },
  cache: { check: yes, example: 'true' },
  when: { check: text, example: '"trees > 10"' },
  loop: {
    check: either(
      shape({ parameter: text, items: listOf(scalar) }),
      shape({ parameter: text, from: text })
    ),
    example: '{"parameter": "trees", "items": [10, 100]}'
  },
  onExit: { check: yes, example: 'true' }
};

/** What concerns one step cannot be said for all. */
const NO_DEFAULTS = ['when', 'loop', 'onExit'];

/** Each setting of the pipeline as a whole. Other keys of a notebook's metadata are left alone. */
const PIPELINE: Record<keyof PipelineSettings, { check: Check; example: string }> = {
  schedule: {
    check: shape(
      { cron: value => listOf(text)(value) && (value as string[]).length > 0 },
      {
        timezone: text,
        overlap: oneOf('Allow', 'Forbid', 'Replace'),
        paused: yes
      }
    ),
    example: '{"cron": ["0 6 * * 1-5"], "timezone": "Europe/Berlin"}'
  },
  timeoutSeconds: { check: counted, example: '3600' },
  parallelism: { check: counted, example: '4' }
};

export interface Additions {
  limits: Record<string, string>;
  settings: StepSettings;
  problems: string[];
}

/** The `defaults` in `metadata.kubeflow_lab` of a notebook: settings of every step that does not say otherwise. */
export function readDefaults(defaults: unknown): Additions {
  const found = readAdditions(defaults);
  for (const key of NO_DEFAULTS.filter(name => Object.hasOwn(found.settings, name))) {
    found.problems.push(`The setting \`${key}\` concerns one step; say it at that step.`);
    Reflect.deleteProperty(found.settings, key);
  }
  return found;
}

/** What `metadata.kubeflow_lab` of a notebook says of the pipeline as a whole. */
export function readPipeline(metadata: unknown): {
  settings: PipelineSettings;
  problems: string[];
} {
  const settings: PipelineSettings = {};
  const problems: string[] = [];
  for (const [key, { check, example }] of Object.entries(PIPELINE)) {
    const value = isRecord(metadata) ? metadata[key] : undefined;
    if (value === undefined || value === null) {
      continue;
    }
    if (check(value)) {
      Object.assign(settings, { [key]: value });
    } else {
      problems.push(`The setting \`${key}\` cannot be used as it is; it looks like ${example}.`);
    }
  }
  const { cron = [], timezone } = settings.schedule ?? {};
  for (const problem of [...cron.map(scheduleProblem), timezoneProblem(timezone)]) {
    if (problem !== null) {
      problems.push(problem);
    }
  }
  return { settings, problems };
}

/** The settings in `metadata.kubeflow_lab` of a cell. */
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
