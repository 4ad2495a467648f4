import type { TranslationBundle } from '@jupyterlab/translation';
import type { StepNeeds } from '@kubeflow-lab/compiler';
import { parseQuantity } from '@kubeflow-lab/resources';

/** What a person has typed of a step's settings, as it stands on the screen. */
export interface NeedsFields {
  image: string;
  cpu: string;
  memory: string;
  gpu: string;
  retries: string;
  backoff: string;
  timeout: string;
  cache: '' | 'on' | 'off';
  volumes: { claim: string; path: string }[];
  env: { name: string; value: string }[];
}

export type TextField = Exclude<keyof NeedsFields, 'volumes' | 'env'>;

/** Sentences by the field that they are about; of a row by `volumes.0`. */
export type Wrong = Record<string, string>;

const GPU = 'nvidia.com/gpu';
const LIMITS = { cpu: 'cpu', memory: 'memory', gpu: GPU } as const;

export function fieldsOf({ limits, settings }: StepNeeds): NeedsFields {
  const { image, retry, timeoutSeconds, cache, volumes = [], env = {} } = settings;
  return {
    image: image ?? '',
    cpu: limits.cpu ?? '',
    memory: limits.memory ?? '',
    gpu: limits[GPU] ?? '',
    retries: textOf(retry?.limit),
    backoff: textOf(retry?.backoffSeconds),
    timeout: textOf(timeoutSeconds === undefined ? undefined : timeoutSeconds / 60),
    cache: cache === undefined ? '' : cache ? 'on' : 'off',
    volumes: volumes.map(({ claim, path }) => ({ claim, path })),
    env: Object.entries(env).map(([name, value]) => ({ name, value }))
  };
}

/** The needs that the fields say; what the form does not show stays as it was. `wrong` says what has to be changed first. */
export function readNeeds(
  fields: NeedsFields,
  before: StepNeeds,
  trans: TranslationBundle
): { needs: StepNeeds } | { wrong: Wrong } {
  const wrong = wrongOf(fields, trans);
  if (Object.keys(wrong).length > 0) {
    return { wrong };
  }
  const limits = { ...before.limits };
  for (const [field, key] of Object.entries(LIMITS) as [keyof typeof LIMITS, string][]) {
    const amount = fields[field].trim();
    delete limits[key];
    if (amount !== '') {
      limits[key] = amount;
    }
  }
  const retry = retryOf(fields, before);
  const timeout = fields.timeout.trim();
  const volumes = filledVolumes(fields);
  const env = Object.fromEntries(filledEnv(fields).map(({ name, value }) => [name.trim(), value]));
  return {
    needs: {
      limits,
      settings: given({
        ...before.settings,
        image: fields.image.trim() || undefined,
        retry,
        timeoutSeconds: timeout === '' ? undefined : Math.round(Number(timeout) * 60),
        cache: fields.cache === '' ? undefined : fields.cache === 'on',
        volumes: volumes.length > 0 ? volumes : undefined,
        env: Object.keys(env).length > 0 ? env : undefined
      })
    }
  };
}

function wrongOf(fields: NeedsFields, trans: TranslationBundle): Wrong {
  const wrong: Wrong = {};
  const say = (field: string, isWrong: boolean, sentence: string) => {
    if (isWrong && !Object.hasOwn(wrong, field)) {
      wrong[field] = sentence;
    }
  };
  const amount = (field: 'cpu' | 'memory', sentence: string) =>
    say(field, !isEmptyOr(fields[field], text => (parseQuantity(text) ?? 0) > 0), sentence);
  amount('cpu', trans.__('Give processors as 2, 0.5 or 500m.'));
  amount('memory', trans.__('Give memory as 4Gi or 512Mi.'));
  say('gpu', !isEmptyOr(fields.gpu, isWhole), trans.__('Give a whole number of GPUs.'));
  say('retries', !isEmptyOr(fields.retries, isWhole), trans.__('Give a whole number, as 2.'));
  say('backoff', !isEmptyOr(fields.backoff, isPositive), trans.__('Give seconds, as 10.'));
  const minutes = (text: string) => Math.round(Number(text) * 60) >= 1;
  say('timeout', !isEmptyOr(fields.timeout, minutes), trans.__('Give minutes, as 30.'));
  say('image', /\s/.test(fields.image.trim()), trans.__('The name of an image has no blanks.'));
  fields.volumes.forEach(({ claim, path }, index) => {
    if (claim.trim() !== '' || path.trim() !== '') {
      say(`volumes.${index}`, claim.trim() === '', trans.__('Choose a volume.'));
      say(
        `volumes.${index}`,
        !path.trim().startsWith('/'),
        trans.__('Give the folder in the step, as /data.')
      );
    }
  });
  const names = fields.env.map(({ name }) => name.trim());
  fields.env.forEach(({ value }, index) => {
    const name = names[index];
    if (name !== '' || value !== '') {
      say(
        `env.${index}`,
        !/^[A-Za-z_]\w*$/.test(name),
        trans.__('A variable has letters, digits and _, as OMP_NUM_THREADS.')
      );
      say(`env.${index}`, names.indexOf(name) < index, trans.__('%1 stands here twice.', name));
    }
  });
  return wrong;
}

function retryOf({ retries, backoff }: NeedsFields, { settings }: StepNeeds) {
  if (retries.trim() === '') {
    return undefined;
  }
  return given({
    ...settings.retry,
    limit: Number(retries),
    backoffSeconds: backoff.trim() === '' ? undefined : Number(backoff)
  });
}

function filledVolumes({ volumes }: NeedsFields) {
  return volumes
    .map(({ claim, path }) => ({ claim: claim.trim(), path: path.trim() }))
    .filter(({ claim }) => claim !== '');
}

function filledEnv({ env }: NeedsFields) {
  return env.filter(({ name }) => name.trim() !== '');
}

/** Without fields that have no value. */
function given<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

function isEmptyOr(text: string, check: (text: string) => boolean): boolean {
  return text.trim() === '' || check(text.trim());
}

const isWhole = (text: string): boolean => /^\d{1,6}$/.test(text);
const isPositive = (text: string): boolean => Number.isFinite(Number(text)) && Number(text) > 0;
