import { listed } from '../notebook/diagnostics.js';
import type { Diagnostics } from '../notebook/diagnostics.js';
import type { Definition, Effects, Use } from './effects.js';
import type { Order } from './order.js';

export interface TracedStep {
  name: string;
  effects: Effects;
}

/** The step from which a name is to be taken. */
export interface Producer {
  step: TracedStep;
  definition: Definition;
}

/**
 * Of `candidates`, which all leave `name` changed, the one whose value counts: the one after all others.
 * Two of which neither follows the other are an error where both certainly change it.
 * Null where none of them counts.
 */
export function chooseProducer(
  name: string,
  consumer: string,
  use: Use,
  candidates: readonly Producer[],
  order: Order,
  diagnostics: Diagnostics
): Producer | null {
  const steps = candidates.map(candidate => ({ ...candidate, name: candidate.step.name }));
  const latest = order.latest(steps);
  if (latest.length <= 1) {
    return latest[0] ?? null;
  }
  const certain = latest.filter(({ definition }) => definition.certain);
  if (certain.length > 1) {
    const names = listed(certain.map(({ step }) => step.name));
    const both = certain.length === 2 ? 'both change' : 'all change';
    diagnostics.error(
      'ambiguous-producer',
      `\`${consumer}\` reads \`${name}\`, which the steps ${names} ${both}, none of them after another. ` +
        `Use two names, or say which of them runs first.`,
      use.cell,
      use.line
    );
    return certain.at(-1)!;
  }
  for (const { definition, step } of latest.filter(({ definition }) => !definition.certain)) {
    diagnostics.warning(
      'possible-mutation',
      `It cannot be known whether \`${definition.text}\` changes \`${name}\`. ` +
        `\`${consumer}\` reads it as it was before the step \`${step.name}\`; assign the result to a new name to be sure.`,
      definition.cell,
      definition.line
    );
  }
  if (certain.length === 1) {
    return certain[0]!;
  }
  const rest = candidates.filter(({ step }) => !latest.some(found => found.step === step));
  return chooseProducer(name, consumer, use, rest, order, diagnostics);
}
