import type { Diagnostics } from '../notebook/diagnostics.js';
import type { LinkedStep } from './link.js';
import type { Order } from './order.js';

/**
 * Notes names that stand for one object in the step where they come from, and for two in the steps that take them:
 * what one of those changes by one name, the other name does not see.
 */
export function reportShared(
  steps: readonly LinkedStep[],
  order: Order,
  diagnostics: Diagnostics
): void {
  for (const from of steps) {
    for (const name of from.effects.shared.keys()) {
      const changing = steps.filter(
        step => takes(step, name, from, steps) && step.effects.mutations.get(name)?.certain
      );
      for (const step of changing) {
        reportChange(from, step, name, steps, order, diagnostics);
      }
    }
  }
}

function reportChange(
  from: LinkedStep,
  changing: LinkedStep,
  name: string,
  steps: readonly LinkedStep[],
  order: Order,
  diagnostics: Diagnostics
): void {
  const { cell, line, text } = changing.effects.mutations.get(name)!;
  for (const other of changedWith(name, from)) {
    const reader = steps.find(
      step => takes(step, other, from, steps) && !order.isBefore(step.name, changing.name)
    );
    if (reader) {
      const message =
        `\`${name}\` and \`${other}\` share an object in the step \`${from.name}\`; in other steps each has its own. ` +
        `What \`${text}\` changes here, \`${reader.name}\` does not see in \`${other}\`.`;
      diagnostics.warning('shared-object', message, cell, line);
    }
  }
}

/**
 * Whether `step` works on the object that `name` stands for at the end of `from`, or on what steps between them have
 * made of it without binding the name to another one.
 */
function takes(
  step: LinkedStep,
  name: string,
  from: LinkedStep,
  steps: readonly LinkedStep[]
): boolean {
  if (step === from || !(step.effects.uses.has(name) || step.sources.has(name))) {
    return false;
  }
  const origin = from.effects.definitions.has(name) ? from.name : from.sources.get(name);
  let source = step.sources.get(name);
  while (source !== origin) {
    const between = steps.find(other => other.name === source);
    if (!between || !keepsObject(between, name)) {
      return false;
    }
    source = between.sources.get(name);
  }
  return true;
}

function keepsObject({ effects }: LinkedStep, name: string): boolean {
  return effects.mutations.has(name) || effects.definitions.get(name)?.status !== 'bound';
}

/** Names whose values change in `step` with what `name` stands for: the same objects, and those that have it inside. */
function changedWith(name: string, step: LinkedStep): Set<string> {
  const found = new Set([name]);
  for (const next of found) {
    step.effects.shared.get(next)?.forEach((relation, other) => {
      if (relation !== 'contains') {
        found.add(other);
      }
    });
  }
  found.delete(name);
  return found;
}
