import { plainText } from '@kubeflow-lab/resources';
import type { PendingChange, PodTemplateSpec } from '@kubeflow-lab/resources';

const TEXT_MAX = 200;
/** By which fields the elements of a list are found again, the first that all of them have once. */
const KEYS = ['name', 'mountPath', 'containerPort', 'key'];

/** The differences between two pod templates as the API server holds them, for a person to read. */
export function templateChanges(
  current: PodTemplateSpec | undefined,
  next: PodTemplateSpec | undefined
): PendingChange[] {
  return [
    ...differences(current?.metadata, next?.metadata, ''),
    ...differences(current?.spec, next?.spec, '')
  ];
}

function differences(from: unknown, to: unknown, field: string): PendingChange[] {
  if (isUnset(from) && isUnset(to)) {
    return [];
  }
  if (Array.isArray(from) && Array.isArray(to)) {
    return listDifferences(from, to, field);
  }
  if (isMap(from) && isMap(to)) {
    const names = new Set([...Object.keys(from), ...Object.keys(to)]);
    return [...names].flatMap(name => differences(from[name], to[name], below(field, name)));
  }
  return from === to ? [] : [change(field, from, to)];
}

function listDifferences(from: unknown[], to: unknown[], field: string): PendingChange[] {
  const key = KEYS.find(name => isKey(name, from) && isKey(name, to));
  const before = byKey(from, key);
  const after = byKey(to, key);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(id =>
    differences(before.get(id), after.get(id), `${field}[${plainText(id, 80)}]`)
  );
}

function isKey(name: string, list: unknown[]): boolean {
  const values = list.map(element => (isMap(element) ? element[name] : undefined));
  return !values.some(isUnset) && new Set(values).size === list.length;
}

function byKey(list: unknown[], key: string | undefined): Map<string, unknown> {
  return new Map(
    list.map((element, index) => [
      String(key === undefined ? index : (element as Record<string, unknown>)[key]),
      element
    ])
  );
}

/** Names with dots, as those of labels, are set in brackets. */
function below(field: string, name: string): string {
  if (/^\w+$/.test(name)) {
    return field === '' ? name : `${field}.${name}`;
  }
  return `${field}[${plainText(name, 80)}]`;
}

function change(field: string, from: unknown, to: unknown): PendingChange {
  return {
    field,
    ...(isUnset(from) ? {} : { from: textOf(from) }),
    ...(isUnset(to) ? {} : { to: textOf(to) })
  };
}

function textOf(value: unknown): string {
  if (isMap(value) && 'value' in value && Object.keys(value).length === 2 && 'name' in value) {
    // A variable, whose name is in the path already.
    return textOf(value.value);
  }
  return plainText(typeof value === 'object' ? JSON.stringify(value) : value, TEXT_MAX);
}

/** One sentence that names what changes, without its values. */
export function describeChanges(changes: readonly PendingChange[]): string {
  const things = [...new Set(changes.map(({ field }) => thing(field)))];
  const named = things.slice(0, 4);
  const rest = things.length - named.length;
  const all = rest > 0 ? [...named, `${rest} other fields`] : named;
  const list = all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all[0];
  return `The running server was started before its last change; its next start, or a restart, changes ${list}.`;
}

/** Fields in the words of a person, the first pattern that fits. */
const THINGS: [RegExp, (match: RegExpExecArray) => string][] = [
  [/^containers\[[^\]]*\]\.image$/, () => 'the image'],
  [/\.resources\.\w+\.cpu$/, () => 'the CPU'],
  [/\.resources\.\w+\.memory$/, () => 'the memory'],
  [/\.resources\.\w+\[([^\]]+)\]/, match => match[1]],
  [/\.env\[([^\]]+)\]/, match => `variable ${match[1]}`],
  [/^volumes|\.volumeMounts/, () => 'the volumes'],
  [/^labels(?:\.|\[)([^\]]+)/, match => `label ${match[1]}`],
  [/^annotations(?:\.|\[)([^\]]+)/, match => `annotation ${match[1]}`]
];

function thing(field: string): string {
  for (const [pattern, words] of THINGS) {
    const match = pattern.exec(field);
    if (match !== null) {
      return words(match);
    }
  }
  return field;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUnset(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
