import type { StepSettings } from '../types.js';
import { isRecord } from './cells.js';
import { readAdditions, readDefaults } from './settings.js';
import { LIMIT_OPTIONS, readStepLine, wordsOfStepLine } from './step-line.js';
import { readTags } from './tags.js';
import type { CellTags } from './tags.js';

/** What the first cell of a step says that the step needs, without the notebook's defaults. */
export interface StepNeeds {
  /** Amounts as Kubernetes writes them, by resource name. */
  limits: Record<string, string>;
  settings: StepSettings;
}

/** The parts of a code cell that say what its step needs. */
export interface NeedingCell {
  source: string;
  tags: readonly string[];
  /** Its `kubeflow_lab` metadata, whatever that is. */
  additions: unknown;
}

/** Settings whose tags are left as they are: nothing here writes them. */
const LEFT: ReadonlySet<string> = new Set(['annotations', 'labels', 'report']);

const OPTION_OF = new Map(Object.entries(LIMIT_OPTIONS).map(([option, key]) => [key, option]));

export function needsOf({ source, tags, additions }: NeedingCell): StepNeeds {
  const tagged = readTags(tags);
  const added = readAdditions(additions);
  const line = readStepLine(source);
  return {
    limits: { ...tagged.limits, ...added.limits, ...line?.limits },
    settings: {
      ...tagged.settings,
      ...added.settings,
      ...(line?.image ? { image: line.image } : {})
    }
  };
}

/**
 * The cell with other needs. What its `%%step` line can say stands there, else what Kale's tags can say stands in tags, and
 * the rest in its metadata. Everything that is no setting, and settings that no one could read, stay as they are.
 */
export function withNeeds(cell: NeedingCell, needs: StepNeeds): NeedingCell {
  const before = needsOf(cell);
  const line = readStepLine(cell.source);
  const isTagged = line === null || readTags(cell.tags).steps.length > 0;
  const taggedLimits = Object.entries(needs.limits).filter(
    ([key, amount]) => isTagged && (line === null ? isTaggable(key, amount) : OPTION_OF.has(key))
  );
  const lineLimits =
    line === null ? [] : Object.keys(needs.limits).filter(key => OPTION_OF.has(key));
  const elsewhere = new Set([...taggedLimits.map(([key]) => key), ...lineLimits]);
  const { image, cache, secrets = [], ...others } = needs.settings;
  return {
    source: line === null ? cell.source : withLine(cell.source, before, needs),
    tags: [
      ...cell.tags.filter(tag => !isWritten(tag)),
      ...(image && isTagged ? [`image:${image}`] : []),
      ...taggedLimits.map(([key, amount]) => `limit:${key}:${amount}`),
      ...(cache === undefined ? [] : [`cache:${cache ? 'enabled' : 'disabled'}`]),
      ...secrets.map(({ name, key, env }) => `secret:${name}:${key}:${env}`)
    ],
    additions: withAdditions(cell.additions, before, {
      limits: Object.fromEntries(
        Object.entries(needs.limits).filter(([key]) => !elsewhere.has(key))
      ),
      settings: others
    })
  };
}

/** What `metadata` of a notebook says that every step needs unless it says otherwise: in our own words, without Kale's. */
export function defaultNeedsOf(metadata: unknown): StepNeeds {
  const { limits, settings } = readDefaults(additionsOf(metadata).defaults);
  return { limits, settings };
}

/** What Kale's own metadata of a notebook (`steps_defaults`) says of all its steps; what we say goes before it. */
export function taggedDefaultsOf(metadata: unknown): CellTags {
  const kale = isRecord(metadata) ? metadata.kubeflow_notebook : undefined;
  const tags = isRecord(kale) && Array.isArray(kale.steps_defaults) ? kale.steps_defaults : [];
  return readTags(tags.filter(tag => typeof tag === 'string'));
}

/** The value of `metadata.kubeflow_lab` with other needs of all steps; all else in it stays as it is. */
export function withDefaultNeeds(metadata: unknown, needs: StepNeeds): Record<string, unknown> {
  const { defaults, ...others } = additionsOf(metadata);
  const next = withAdditions(defaults, defaultNeedsOf(metadata), needs);
  return next === undefined ? others : { ...others, defaults: next };
}

function additionsOf(metadata: unknown): Record<string, unknown> {
  const ours = isRecord(metadata) ? metadata.kubeflow_lab : undefined;
  return isRecord(ours) ? ours : {};
}

/** Whether a tag is one of those that are written anew; what nobody can read is not. */
function isWritten(tag: string): boolean {
  return /^(?:limit|image|cache|secret):/.test(tag) && readTags([tag]).problems.length === 0;
}

/** Kale's grammar of limits knows fewer names than Kubernetes. */
function isTaggable(key: string, amount: string): boolean {
  return readTags([`limit:${key}:${amount}`]).problems.length === 0;
}

function withAdditions(additions: unknown, before: StepNeeds, needs: StepNeeds): unknown {
  const written = { ...before.settings, ...needs.settings };
  const ours = new Set(['limits', 'image', 'cache', 'secrets', ...Object.keys(written)]);
  const kept = Object.entries(isRecord(additions) ? additions : {}).filter(
    ([key]) => LEFT.has(key) || !ours.has(key)
  );
  const given = Object.entries(needs.settings).filter(([key]) => !LEFT.has(key));
  const all = Object.fromEntries([
    ...kept,
    ...(Object.keys(needs.limits).length > 0 ? [['limits', needs.limits] as const] : []),
    ...given
  ]);
  return Object.keys(all).length > 0 ? all : undefined;
}

/** The source with what its `%%step` line says of image and limits; the line stays as it is where it says that already. */
function withLine(source: string, before: StepNeeds, needs: StepNeeds): string {
  const wanted = optionsOf(needs);
  if (JSON.stringify(wanted) === JSON.stringify(optionsOf(before))) {
    return source;
  }
  return source.replace(/^(\s*%%step)([^\n]*)/, (_line, head: string, rest: string) => {
    const words = wordsOfStepLine(rest);
    const kept = words.filter((word, index) => !isOurs(word) && !isOurs(words[index - 1]));
    return [head, ...kept, ...wanted].join(' ');
  });
}

function isOurs(word: string | undefined): boolean {
  return word === '--image' || (word !== undefined && Object.hasOwn(LIMIT_OPTIONS, word));
}

function optionsOf({ limits, settings }: StepNeeds): string[] {
  return [
    ...(settings.image ? ['--image', settings.image] : []),
    ...[...OPTION_OF].flatMap(([key, option]) => (limits[key] ? [option, limits[key]] : []))
  ];
}
