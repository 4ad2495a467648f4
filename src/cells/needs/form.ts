import type { TranslationBundle } from '@jupyterlab/translation';
import type { Parameter, StepNeeds, StepSettings, Toleration } from '@kubeflow-lab/compiler';

import { filled, wrongOf, type PipelineNames, type Wrong } from './check';
import { GPU, fieldsOf, type NeedsFields, type TolerationRow } from './fields';
import { readItems, type LoopFields } from './loop';

const LIMITS = { cpu: 'cpu', memory: 'memory', gpu: GPU } as const;

/** The needs that the fields say; what the form does not show stays as it was. `wrong` says what has to be changed first. */
export function readNeeds(
  fields: NeedsFields,
  before: StepNeeds,
  pipeline: PipelineNames,
  trans: TranslationBundle
): { needs: StepNeeds } | { wrong: Wrong } {
  const wrong = wrongOf(fields, pipeline, trans);
  return Object.keys(wrong).length > 0
    ? { wrong }
    : {
        needs: {
          limits: readLimits(fields, before),
          settings: given({
            ...before.settings,
            ...readTexts(fields, before),
            ...readTurn(fields, before, pipeline),
            ...readLists(fields, before)
          })
        }
      };
}

function readLimits(fields: NeedsFields, before: StepNeeds): StepNeeds['limits'] {
  const limits = { ...before.limits };
  for (const [field, key] of Object.entries(LIMITS) as [keyof typeof LIMITS, string][]) {
    const amount = fields[field].trim();
    delete limits[key];
    if (amount !== '') {
      limits[key] = amount;
    }
  }
  return limits;
}

function readTexts(fields: NeedsFields, { settings }: StepNeeds): StepSettings {
  const { retries, backoff, factor, cache } = fields;
  const minutes = numberOf(fields.timeout);
  const limit = numberOf(retries);
  return {
    image: fields.image.trim() || undefined,
    retry:
      limit === undefined
        ? undefined
        : given({
            ...settings.retry,
            limit,
            backoffSeconds: numberOf(backoff),
            factor: numberOf(factor)
          }),
    timeoutSeconds: minutes === undefined ? undefined : Math.round(minutes * 60),
    cache: cache === '' ? undefined : cache === 'on'
  };
}

function readTurn(
  fields: NeedsFields,
  before: StepNeeds,
  { parameters }: PipelineNames
): StepSettings {
  const { turn } = fields;
  const was = fieldsOf(before);
  const isSame = (['turn', 'over', 'items', 'from'] as const).every(
    field => fields[field] === was[field]
  );
  return {
    when: fields.when.trim() || undefined,
    onExit: turn === 'exit' ? true : was.turn === 'exit' ? undefined : before.settings.onExit,
    loop: isSame ? before.settings.loop : readLoop(fields, parameters)
  };
}

function readLoop(
  { turn, over, items, from }: LoopFields,
  parameters: readonly Parameter[]
): StepSettings['loop'] {
  const parameter = parameters.find(({ name }) => name === over);
  if (turn === 'from') {
    return { parameter: over, from };
  }
  return turn === 'items' && parameter
    ? { parameter: over, items: readItems(items, parameter) ?? [] }
    : undefined;
}

function readLists(fields: NeedsFields, { settings }: StepNeeds): StepSettings {
  const volumes = filled(fields, 'volumes').map(({ claim, path }) => ({
    claim: claim.trim(),
    path: path.trim()
  }));
  const secrets = filled(fields, 'secrets').map(({ name, key, env }) => ({
    name: name.trim(),
    key: key.trim(),
    env: env.trim()
  }));
  const nodes = filled(fields, 'nodeSelector').map(({ name, value }) => ({
    name,
    value: value.trim()
  }));
  const was = fieldsOf({ limits: {}, settings }).tolerations;
  const tolerations = filled(fields, 'tolerations');
  const isSame = JSON.stringify(tolerations) === JSON.stringify(was);
  return {
    volumes: listed(volumes),
    env: mapOf(filled(fields, 'env')),
    secrets: listed(secrets),
    nodeSelector: mapOf(nodes),
    tolerations: isSame ? settings.tolerations : listed(tolerations.map(tolerationOf))
  };
}

function tolerationOf({ key, operator, value, effect, seconds }: TolerationRow): Toleration {
  return given({
    key: key.trim() || undefined,
    operator,
    value: operator === 'Equal' ? value.trim() : undefined,
    effect: effect || undefined,
    tolerationSeconds: numberOf(seconds)
  });
}

function mapOf(
  rows: readonly { name: string; value: string }[]
): Record<string, string> | undefined {
  return rows.length > 0
    ? Object.fromEntries(rows.map(({ name, value }) => [name.trim(), value]))
    : undefined;
}

function listed<T>(items: T[]): T[] | undefined {
  return items.length > 0 ? items : undefined;
}

/** Without fields that have no value. */
function given<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function numberOf(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text);
}
