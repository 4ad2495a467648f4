import { assignmentsOf, listOf, plainText } from '@kubeflow-lab/resources';
import type { KubeObject, NameValue, TrialTemplate } from '@kubeflow-lab/resources';

import { HopelessTrialError } from './hopeless.js';

export type RunSpec = KubeObject & { spec?: unknown };

const META_REFERENCE = /^\$\{trialSpec\.(.+)\}$/;
const META_ENTRY = /^(Annotations|Labels)\[(.+)\]$/;
const PLACEHOLDER = /\$\{trialParameters\.(.+?)\}/g;

/**
 * The object that runs a trial: the template with the values of `assignments` in place of its placeholders, under the
 * trial's name. Values stand inside texts only, whatever characters they hold; a placeholder of no trial parameter
 * stays as it is, as with Katib. Throws HopelessTrialError.
 */
export function runSpecFor(
  template: TrialTemplate,
  trialSpec: RunSpec,
  trial: { name: string; namespace: string },
  assignments: readonly NameValue[]
): RunSpec {
  const values = placeholderValues(template, trialSpec, trial, assignments);
  const filled = replaceIn(trialSpec, text =>
    text.replace(PLACEHOLDER, (placeholder, name: string) => values.get(name) ?? placeholder)
  ) as RunSpec;
  return { ...filled, metadata: { ...filled.metadata, ...trial } };
}

function placeholderValues(
  template: TrialTemplate,
  trialSpec: RunSpec,
  trial: { name: string; namespace: string },
  assignments: readonly NameValue[]
): Map<string, string> {
  const assigned = new Map(Object.entries(assignmentsOf(assignments)));
  const values = new Map<string, string>();
  const used = new Set<string>();
  for (const parameter of listOf(template.trialParameters)) {
    const reference = parameter?.reference ?? '';
    const meta = META_REFERENCE.exec(reference);
    const value = meta === null ? assigned.get(reference) : metaValue(meta[1], trialSpec, trial);
    if (value === undefined) {
      throw new HopelessTrialError(
        `The trial parameter ${plainText(parameter?.name, 80)} refers to ${plainText(reference, 80)}, which the experiment does not search.`
      );
    }
    if (meta === null) {
      used.add(reference);
    }
    values.set(parameter?.name ?? '', value);
  }
  const unused = [...assigned.keys()].find(name => !used.has(name));
  if (unused !== undefined) {
    throw new HopelessTrialError(
      `The parameter ${plainText(unused, 80)} is searched, but no trial parameter refers to it.`
    );
  }
  return values;
}

/** A reference to the run object itself, such as `${trialSpec.Labels[app]}`. */
function metaValue(
  key: string,
  trialSpec: RunSpec,
  trial: { name: string; namespace: string }
): string {
  const simple: Record<string, string | undefined> = {
    Name: trial.name,
    Namespace: trial.namespace,
    Kind: trialSpec.kind,
    APIVersion: trialSpec.apiVersion
  };
  const entry = META_ENTRY.exec(key);
  const value =
    entry === null
      ? Object.hasOwn(simple, key)
        ? simple[key]
        : undefined
      : trialSpec.metadata?.[entry[1] === 'Labels' ? 'labels' : 'annotations']?.[entry[2]];
  if (value === undefined) {
    throw new HopelessTrialError(
      `The trial template has nothing for \${trialSpec.${plainText(key, 80)}}.`
    );
  }
  return value;
}

/** The value with every text in it replaced, keys of objects included. */
function replaceIn(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') {
    return replace(value);
  }
  if (Array.isArray(value)) {
    return value.map(element => replaceIn(element, replace));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [replace(key), replaceIn(field, replace)])
    );
  }
  return value;
}
