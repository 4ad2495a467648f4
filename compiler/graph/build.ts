import { AnalysisCache } from '../analysis/cell.js';
import { BUILTINS } from '../analysis/vocabulary.js';
import type { CodeCell } from '../notebook/cells.js';
import { listed } from '../notebook/diagnostics.js';
import type { Diagnostics } from '../notebook/diagnostics.js';
import type { Metric } from '../notebook/metrics.js';
import type { Outline, StepOutline } from '../notebook/outline.js';
import { effectsOf } from './effects.js';
import type { AnalyzedCell, Effects, Use } from './effects.js';
import { Knowledge } from './knowledge.js';
import { Linker } from './link.js';
import type { Base, LinkedStep } from './link.js';
import { Order, circle, sequence } from './order.js';
import { reportShared } from './shared.js';
import { chooseProducer } from './producers.js';

/** Links the steps of a notebook: where each takes its names from. In the order of the notebook. */
export function linkSteps(
  outline: Outline,
  parameters: ReadonlySet<string>,
  metrics: readonly Metric[],
  cache: AnalysisCache,
  diagnostics: Diagnostics
): { steps: LinkedStep[]; metrics: Map<string, string[]> } {
  const knowledge = new Knowledge();
  const prelude = analyzed(outline.prelude, cache, diagnostics);
  prelude.forEach(({ facts }) => knowledge.add(facts));
  const preludeEffects = effectsOf(prelude, knowledge);
  const { sorted, left } = sequence(knownSteps(outline.steps, diagnostics));
  if (left.length > 0) {
    reportCircle(circle(left), outline.steps, diagnostics);
  }
  const order = new Order();
  const all = [...sorted, ...left];
  const cells = new Map(all.map(step => [step.name, analyzed(step.cells, cache, diagnostics)]));
  const base = baseOf(preludeEffects, parameters, outline.steps, cells);
  const linker = new Linker(order, base, diagnostics);
  const linked = new Map<string, LinkedStep>();
  const readLater = namesReadAfter(
    all.map(({ name }) => cells.get(name)!),
    metrics
  );
  all.forEach((step, index) => {
    // A circle is reported; its steps are drawn as if what they say of it were not said.
    step.previous.filter(name => linked.has(name)).forEach(name => order.add(name, step.name));
    const own = cells.get(step.name)!;
    own.forEach(({ facts }) => knowledge.add(facts));
    const effects = effectsOf(own, knowledge);
    reportOwn(step, effects, diagnostics);
    takePrelude(effects, preludeEffects);
    const passed = passedOn(effects, readLater[index]!);
    linked.set(step.name, linker.link(step, effects, passed));
  });
  reportPrelude(preludeEffects, parameters, linked, diagnostics);
  reportShared([...linked.values()], order, diagnostics);
  const steps = outline.steps.map(({ name }) => linked.get(name)!);
  return { steps, metrics: assignMetrics(metrics, [...linked.values()], order, diagnostics) };
}

function analyzed(
  cells: readonly CodeCell[],
  cache: AnalysisCache,
  diagnostics: Diagnostics
): AnalyzedCell[] {
  return cells.map(({ id, source }) => {
    const facts = cache.facts(source);
    for (const { severity, code, message, line } of facts.notes) {
      diagnostics.add(severity, code, message, id, line);
    }
    return { id, facts };
  });
}

/** The steps without what they say of steps that do not exist. */
function knownSteps(steps: readonly StepOutline[], diagnostics: Diagnostics): StepOutline[] {
  const names = new Set(steps.map(({ name }) => name));
  return steps.map(step => {
    for (const name of step.previous.filter(previous => !names.has(previous))) {
      const known = [...names].filter(other => other !== step.name);
      const hint = known.length > 0 ? `; there are ${listed(known)}` : '';
      const message = `\`${step.name}\` is to run after \`${name}\`, and there is no such step${hint}.`;
      diagnostics.error('unknown-step', message, step.cells[0]?.id ?? null);
    }
    return { ...step, previous: step.previous.filter(name => names.has(name)) };
  });
}

function reportCircle(
  names: readonly string[],
  steps: readonly StepOutline[],
  diagnostics: Diagnostics
): void {
  const cell = steps.find(({ name }) => name === names[0])?.cells[0]?.id ?? null;
  const message =
    names.length === 1
      ? `The step ${listed(names)} is to run after itself.`
      : `The steps ${listed(names)} wait for each other; none of them could begin.`;
  diagnostics.error('cycle', message, cell);
}

function baseOf(
  prelude: Effects,
  parameters: ReadonlySet<string>,
  steps: readonly StepOutline[],
  cells: ReadonlyMap<string, AnalyzedCell[]>
): Base {
  const defined = (name: string): boolean =>
    prelude.definitions.has(name) ||
    prelude.imports.has(name) ||
    BUILTINS.has(name) ||
    /^_i?\d+$/.test(name);
  return {
    parameters,
    isDefined: defined,
    open: prelude.open,
    laterStep: (name, step) =>
      steps.find(
        other =>
          other.name !== step && cells.get(other.name)?.some(({ facts }) => facts.end.has(name))
      )?.name ?? null
  };
}

/** Parameters that the cells of imports and functions read while they run, every step needs. */
function takePrelude(effects: Effects, prelude: Effects): void {
  for (const [name, use] of prelude.uses) {
    if (!effects.uses.has(name)) {
      effects.uses.set(name, { ...use, optional: true });
    }
  }
}

/**
 * Names that a step binds on some paths only: what it was before must come in, so that it can go on from here,
 * where a later step reads it.
 */
function passedOn(effects: Effects, readLater: ReadonlySet<string>): Map<string, Use> {
  const found = new Map<string, Use>();
  for (const [name, { status, cell, line }] of effects.definitions) {
    if ((status === 'maybe' || status === 'unsure') && readLater.has(name)) {
      found.set(name, { cell, line, through: null, optional: true });
    }
  }
  return found;
}

/** For each step the names that those after it read, metrics included. */
function namesReadAfter(
  steps: readonly AnalyzedCell[][],
  metrics: readonly Metric[]
): ReadonlySet<string>[] {
  const found = new Set(metrics.map(({ name }) => name));
  const after: ReadonlySet<string>[] = [];
  for (const cells of [...steps].reverse()) {
    after.unshift(new Set(found));
    for (const { facts } of cells) {
      facts.reads.forEach(name => found.add(name));
    }
  }
  return after;
}

function reportOwn(step: StepOutline, effects: Effects, diagnostics: Diagnostics): void {
  for (const [name, { cell, line, through }] of effects.deleted) {
    const message = through
      ? `\`${through}\` may use \`${name}\`, which \`${step.name}\` has deleted by then.`
      : `\`${step.name}\` uses \`${name}\` after it has deleted it.`;
    diagnostics.add(through ? 'warning' : 'error', 'deleted-name', message, cell, line);
  }
  for (const [name, { cell, line, text }] of effects.modules) {
    const message = `\`${text}\` changes the module \`${name}\` in the step \`${step.name}\` only; do it in a cell of imports if other steps need it.`;
    diagnostics.warning('module-state', message, cell, line);
  }
}

function reportPrelude(
  prelude: Effects,
  parameters: ReadonlySet<string>,
  steps: ReadonlyMap<string, LinkedStep>,
  diagnostics: Diagnostics
): void {
  for (const [name, { cell, line, optional }] of prelude.uses) {
    if (optional || parameters.has(name) || BUILTINS.has(name) || prelude.open) {
      continue;
    }
    const step = [...steps.values()].find(({ effects }) => effects.definitions.has(name));
    const message = step
      ? `Cells of imports and functions run at the beginning of every step, where \`${name}\` of the step \`${step.name}\` does not exist yet. Make this cell part of a step.`
      : `Cells of imports and functions run at the beginning of every step, and nothing defines \`${name}\` there.`;
    diagnostics.error(step ? 'prelude-name' : 'undefined-name', message, cell, line);
  }
}

/** The step that reports each metric: the last one that defines it. */
function assignMetrics(
  metrics: readonly Metric[],
  steps: readonly LinkedStep[],
  order: Order,
  diagnostics: Diagnostics
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, cell, line } of metrics) {
    const candidates = steps.flatMap(step => {
      const definition = step.effects.definitions.get(name);
      return definition ? [{ step, definition }] : [];
    });
    const use: Use = { cell, line, through: null, optional: false };
    const producer = chooseProducer(name, 'pipeline-metrics', use, candidates, order, diagnostics);
    if (producer) {
      const names = found.get(producer.step.name) ?? [];
      found.set(producer.step.name, [...new Set([...names, name])]);
    } else {
      const message = `The metric \`${name}\` is defined in no step.`;
      diagnostics.error('unknown-metric', message, cell, line);
    }
  }
  return found;
}
