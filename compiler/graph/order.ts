/** Which steps run before which. */
export class Order {
  private readonly before = new Map<string, Set<string>>();

  /** All steps that must have ended before `step` begins. */
  ancestors(step: string): ReadonlySet<string> {
    return this.before.get(step) ?? new Set();
  }

  isBefore(one: string, other: string): boolean {
    return this.before.get(other)?.has(one) ?? false;
  }

  /** `to` follows `from`. Nothing may follow `to` yet. */
  add(from: string, to: string): void {
    const ancestors = this.before.get(to) ?? new Set();
    ancestors.add(from);
    this.ancestors(from).forEach(step => ancestors.add(step));
    this.before.set(to, ancestors);
  }

  /** Those of `steps` after which none of the others runs. */
  latest<T extends { name: string }>(steps: readonly T[]): T[] {
    return steps.filter(step => !steps.some(other => this.isBefore(step.name, other.name)));
  }
}

/**
 * The steps so that each stands after those that it was said to follow, and else as in the notebook.
 * Steps that wait for each other, and what waits for them, are left over.
 */
export function sequence<T extends { name: string; previous: readonly string[] }>(
  steps: readonly T[]
): { sorted: T[]; left: T[] } {
  const sorted: T[] = [];
  let left = [...steps];
  for (;;) {
    const done = new Set(sorted.map(step => step.name));
    const next = left.find(step => step.previous.every(name => done.has(name)));
    if (!next) {
      return { sorted, left };
    }
    sorted.push(next);
    left = left.filter(step => step !== next);
  }
}

/** Those of the steps left over by `sequence` that wait for each other, in a circle. */
export function circle<T extends { name: string; previous: readonly string[] }>(
  left: readonly T[]
): string[] {
  const byName = new Map(left.map(step => [step.name, step]));
  const path: string[] = [];
  let step: T | undefined = left[0];
  while (step && !path.includes(step.name)) {
    path.push(step.name);
    step = step.previous.map(name => byName.get(name)).find(found => found !== undefined);
  }
  return step ? path.slice(path.indexOf(step.name)) : path;
}
