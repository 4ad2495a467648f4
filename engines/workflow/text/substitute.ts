/** The value of a variable, such as `inputs.parameters.lr`; undefined where it has none. */
export type Lookup = (name: string) => string | undefined;

/** A variable that has no value; its message is a sentence. */
export class UnresolvedError extends Error {}

const TAG = /\{\{([^{}]*)\}\}/g;

/**
 * Replaces every `{{name}}` in a text. What a value holds is never looked into again, so that a parameter cannot bring
 * variables of its own. Throws UnresolvedError.
 */
export function substitute(text: string, lookup: Lookup): string {
  return text.replace(TAG, (tag, inner: string) => {
    const value = lookup(inner.trim());
    if (value === undefined) {
      throw new UnresolvedError(`${tag} has no value here.`);
    }
    return value;
  });
}

/** The same for every text within a value. */
export function substituteAll<T>(value: T, lookup: Lookup): T {
  if (typeof value === 'string') {
    return substitute(value, lookup) as T;
  }
  if (Array.isArray(value)) {
    return value.map(item => substituteAll<unknown>(item, lookup)) as T;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, substituteAll(item, lookup)]);
    return Object.fromEntries(entries) as T;
  }
  return value;
}

/** Asks one after the other. */
export function anyOf(...lookups: Lookup[]): Lookup {
  return name => {
    for (const lookup of lookups) {
      const value = lookup(name);
      if (value !== undefined) {
        return value;
      }
    }
    return undefined;
  };
}

/** The names of all variables within a value. */
export function variablesIn(value: unknown): string[] {
  return [...JSON.stringify(value ?? null).matchAll(TAG)].map(match => match[1].trim());
}
