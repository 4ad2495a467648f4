import { parseQuantity } from '@kubeflow-lab/resources';

/** The fields whose values are quantities, which the API server writes in its own way: 1000m becomes 1. */
const QUANTITIES = new Set(['requests', 'limits', 'sizeLimit']);

/**
 * Whether `actual`, as the API server stores it, holds all that `desired` says. What others or defaults added does not
 * count. Elements of lists are found by their `name` where each has one of its own, else by their place.
 */
export function covers(actual: unknown, desired: unknown): boolean {
  return matches(actual, desired, false);
}

function matches(actual: unknown, desired: unknown, quantities: boolean): boolean {
  if (isUnset(actual) || isUnset(desired)) {
    // What is unset and what is empty are stored alike.
    return isEmpty(actual) && isEmpty(desired);
  }
  if (Array.isArray(desired)) {
    return Array.isArray(actual) && matchesList(actual, desired, quantities);
  }
  if (typeof desired === 'object') {
    return (
      typeof actual === 'object' && matchesObject(actual as object, desired as object, quantities)
    );
  }
  return actual === desired || (quantities && sameQuantity(actual, desired));
}

function matchesObject(actual: object, desired: object, quantities: boolean): boolean {
  const fields = actual as Record<string, unknown>;
  return Object.entries(desired).every(([name, value]) =>
    isUnset(value) ? true : matches(fields[name], value, quantities || QUANTITIES.has(name))
  );
}

function matchesList(actual: unknown[], desired: unknown[], quantities: boolean): boolean {
  if (isNamedOnce(desired) && isNamedOnce(actual)) {
    const byName = new Map(actual.map(element => [element.name, element]));
    return desired.every(element => matches(byName.get(element.name), element, quantities));
  }
  return (
    actual.length === desired.length &&
    desired.every((element, index) => matches(actual[index], element, quantities))
  );
}

function isNamed(element: unknown): element is { name: string } {
  return typeof (element as { name?: unknown } | null)?.name === 'string';
}

/** A name that comes twice, as two variables of one name may, says nothing about which element is meant. */
function isNamedOnce(list: unknown[]): list is { name: string }[] {
  return list.every(isNamed) && new Set(list.map(({ name }) => name)).size === list.length;
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null;
}

/** What the API server may leave out of an object when it stores it. */
function isEmpty(value: unknown): boolean {
  return (
    isUnset(value) ||
    value === '' ||
    value === false ||
    value === 0 ||
    (typeof value === 'object' && Object.values(value as object).every(isEmpty))
  );
}

function sameQuantity(actual: unknown, desired: unknown): boolean {
  const wanted = parseQuantity(desired);
  return wanted !== null && parseQuantity(actual) === wanted;
}
