import type { StepSettings } from '../types.js';

/** What the tags of one cell say. Kale's grammar, with papermill's `parameters` and Kale 0.x's `block:`. */
export interface CellTags {
  roles: ('skip' | 'imports' | 'functions' | 'parameters' | 'metrics')[];
  /** Names of steps; an empty one means the step before. */
  steps: string[];
  previous: string[];
  limits: Record<string, string>;
  settings: StepSettings;
  /** Sentences about tags that begin like ours and are not written as they must be. */
  problems: { code: 'invalid-tag' | 'invalid-step-name'; message: string }[];
}

export const STEP_NAME = /^[_a-z][_a-z0-9]*$/;
const KEY_SEGMENT = '[a-zA-Z0-9]+(?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?';
const KUBERNETES_KEY = new RegExp(`^(${KEY_SEGMENT}(?:/${KEY_SEGMENT})?):(.*)$`, 's');

const ROLES: Record<string, CellTags['roles'][number]> = {
  skip: 'skip',
  imports: 'imports',
  functions: 'functions',
  parameters: 'parameters',
  'pipeline-parameters': 'parameters',
  'injected-parameters': 'parameters',
  'pipeline-metrics': 'metrics'
};

/** How the rest of a tag after its prefix is read; null where it is not written as it must be. */
const PREFIXES: Record<string, (rest: string, found: CellTags) => boolean> = {
  step: stepName,
  block: stepName,
  prev: (rest, found) => STEP_NAME.test(rest) && found.previous.push(rest) > 0,
  limit: limit,
  image: (rest, { settings }) => rest.trim() !== '' && !!(settings.image = rest.trim()),
  cache: (rest, { settings }) => switched(rest, on => (settings.cache = on)),
  report: (rest, { settings }) => switched(rest, on => (settings.report = on)),
  annotation: (rest, { settings }) => keyed(rest, (settings.annotations ??= {})),
  label: (rest, { settings }) => keyed(rest, (settings.labels ??= {})),
  secret: secret
};

const EXAMPLES: Record<string, string> = {
  prev: 'prev:load',
  limit: 'limit:nvidia.com/gpu:1',
  image: 'image:name:version',
  cache: 'cache:enabled',
  report: 'report:disabled',
  annotation: 'annotation:key:value',
  label: 'label:key:value',
  secret: 'secret:name:key:VARIABLE'
};

export function readTags(tags: readonly string[]): CellTags {
  const found: CellTags = {
    roles: [],
    steps: [],
    previous: [],
    limits: {},
    settings: {},
    problems: []
  };
  for (const tag of tags) {
    readTag(tag, found);
  }
  return found;
}

function readTag(tag: string, found: CellTags): void {
  const role = Object.hasOwn(ROLES, tag) ? ROLES[tag] : undefined;
  if (role) {
    found.roles.push(role);
    return;
  }
  const colon = tag.indexOf(':');
  const prefix = tag.slice(0, Math.max(colon, 0));
  const read = Object.hasOwn(PREFIXES, prefix) ? PREFIXES[prefix] : undefined;
  if (read && !read(tag.slice(colon + 1), found)) {
    found.problems.push({
      code: 'invalid-tag',
      message: `The tag \`${tag}\` cannot be read; it is written like \`${EXAMPLES[prefix]}\`.`
    });
  }
}

function stepName(name: string, found: CellTags): boolean {
  found.steps.push(name);
  if (name !== '' && !STEP_NAME.test(name)) {
    found.problems.push({ code: 'invalid-step-name', message: stepNameProblem(name) });
  }
  return true;
}

export function stepNameProblem(name: string): string {
  return `A step cannot be called \`${name}\`: its name consists of lower-case letters, digits and \`_\`, and does not begin with a digit.`;
}

function limit(rest: string, { limits }: CellTags): boolean {
  const match = /^([_a-z\-./]+):([_a-zA-Z0-9.]+)$/.exec(rest);
  if (match) {
    limits[match[1]!] = match[2]!;
  }
  return match !== null;
}

function switched(rest: string, set: (on: boolean) => void): boolean {
  if (rest !== 'enabled' && rest !== 'disabled') {
    return false;
  }
  set(rest === 'enabled');
  return true;
}

function keyed(rest: string, values: Record<string, string>): boolean {
  const match = KUBERNETES_KEY.exec(rest);
  if (match) {
    values[match[1]!] = match[2]!;
  }
  return match !== null;
}

function secret(rest: string, { settings }: CellTags): boolean {
  const [name, key, env, ...more] = rest.split(':');
  if (!name || !key || !env || more.length > 0 || !/^[A-Za-z_]\w*$/.test(env)) {
    return false;
  }
  (settings.secrets ??= []).push({ name, key, env });
  return true;
}
