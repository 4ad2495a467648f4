import type { StepNeeds, Toleration } from '@kubeflow-lab/compiler';

import { NO_LOOP, loopFields, type LoopFields } from './loop';

/** What a person has typed of a step's settings, as it stands on the screen. */
export interface NeedsFields extends LoopFields {
  image: string;
  cpu: string;
  memory: string;
  gpu: string;
  retries: string;
  backoff: string;
  factor: string;
  timeout: string;
  cache: '' | 'on' | 'off';
  when: string;
  volumes: { claim: string; path: string }[];
  env: { name: string; value: string }[];
  secrets: { name: string; key: string; env: string }[];
  nodeSelector: { name: string; value: string }[];
  tolerations: TolerationRow[];
}

export interface TolerationRow {
  key: string;
  operator: 'Equal' | 'Exists';
  value: string;
  /** '' for every effect. */
  effect: '' | NonNullable<Toleration['effect']>;
  /** Not on the screen; kept. */
  seconds: string;
}

export const LISTS = ['volumes', 'env', 'secrets', 'nodeSelector', 'tolerations'] as const;
export type ListField = (typeof LISTS)[number];
export type TextField = Exclude<keyof NeedsFields, ListField>;

export const GPU = 'nvidia.com/gpu';

/** A new row of each list. */
export const BLANK: { [List in ListField]: NeedsFields[List][number] } = {
  volumes: { claim: '', path: '' },
  env: { name: '', value: '' },
  secrets: { name: '', key: '', env: '' },
  nodeSelector: { name: '', value: '' },
  tolerations: { key: '', operator: 'Equal', value: '', effect: '', seconds: '' }
};

export function fieldsOf({ limits, settings }: StepNeeds): NeedsFields {
  const { image, retry, timeoutSeconds, cache, when, onExit, loop } = settings;
  const { volumes = [], env = {}, secrets = [], nodeSelector = {}, tolerations = [] } = settings;
  return {
    image: image ?? '',
    cpu: limits.cpu ?? '',
    memory: limits.memory ?? '',
    gpu: limits[GPU] ?? '',
    retries: textOf(retry?.limit),
    backoff: textOf(retry?.backoffSeconds),
    factor: textOf(retry?.factor),
    timeout: textOf(timeoutSeconds === undefined ? undefined : timeoutSeconds / 60),
    cache: cache === undefined ? '' : cache ? 'on' : 'off',
    when: when ?? '',
    ...(onExit ? { ...NO_LOOP, turn: 'exit' } : loopFields(loop)),
    volumes: volumes.map(({ claim, path }) => ({ claim, path })),
    env: rowsOf(env),
    secrets: secrets.map(({ name, key, env: variable }) => ({ name, key, env: variable })),
    nodeSelector: rowsOf(nodeSelector),
    tolerations: tolerations.map(tolerationRow)
  };
}

function tolerationRow({ key, operator, value, effect, tolerationSeconds }: Toleration) {
  return {
    key: key ?? '',
    operator: operator ?? 'Equal',
    value: value ?? '',
    effect: effect ?? '',
    seconds: textOf(tolerationSeconds)
  } as const;
}

function rowsOf(map: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(map).map(([name, value]) => ({ name, value }));
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
