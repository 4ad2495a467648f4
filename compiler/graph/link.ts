import type { StepOutline } from '../notebook/outline.js';
import type { Diagnostics } from '../notebook/diagnostics.js';
import type { Definition, Effects, StepImport, Use } from './effects.js';
import type { Order } from './order.js';
import { chooseProducer } from './producers.js';
import type { Producer, TracedStep } from './producers.js';

/** A step with everything that it takes from others. */
export interface LinkedStep extends TracedStep {
  outline: StepOutline;
  /** By name of the variable: the step that it comes from. */
  sources: Map<string, string>;
  parameters: Set<string>;
  /** Import statements of other steps that it needs too. */
  imports: StepImport[];
  outputs: Set<string>;
}

/** What there is for every step without any other step. */
export interface Base {
  parameters: ReadonlySet<string>;
  /** Names that cells of imports and functions define, builtins too. */
  isDefined(name: string): boolean;
  /** A star import or its like in those cells may define any name. */
  open: boolean;
  /** Where a name that no step before defines is defined after all. */
  laterStep(name: string, step: string): string | null;
}

/** Finds where a step takes each of its names from. The steps in `earlier` are linked already. */
export class Linker {
  private readonly earlier: LinkedStep[] = [];
  /** By name of a variable: the earlier steps that leave it changed. */
  private readonly producers = new Map<string, Producer[]>();
  /** By name: the earlier steps that import it. */
  private readonly importers = new Map<string, LinkedStep[]>();

  constructor(
    private readonly order: Order,
    private readonly base: Base,
    private readonly diagnostics: Diagnostics
  ) {}

  link(outline: StepOutline, effects: Effects, passedOn: ReadonlyMap<string, Use>): LinkedStep {
    const step: LinkedStep = {
      name: outline.name,
      outline,
      effects,
      sources: new Map(),
      parameters: new Set(),
      imports: [],
      outputs: new Set()
    };
    const uses = new Map([...passedOn, ...effects.uses]);
    this.followData(step, uses);
    for (const [name, use] of uses) {
      this.resolve(step, name, use);
    }
    this.remember(step);
    return step;
  }

  private remember(step: LinkedStep): void {
    this.earlier.push(step);
    for (const [name, definition] of step.effects.definitions) {
      this.producers.set(name, [...this.candidates(name), { step, definition }]);
    }
    for (const name of step.effects.imports.keys()) {
      this.importers.set(name, [...this.importing(name), step]);
    }
  }

  private candidates(name: string): readonly Producer[] {
    return this.producers.get(name) ?? [];
  }

  private importing(name: string): readonly LinkedStep[] {
    return this.importers.get(name) ?? [];
  }

  /** Adds the order that follows from names which no step has that `step` was said to follow. */
  private followData(step: LinkedStep, uses: ReadonlyMap<string, Use>): void {
    // What data adds below does not count: a step of which nothing was said reads as in the whole notebook.
    const said = new Set(this.order.ancestors(step.name));
    for (const [name, use] of uses) {
      const candidates = this.candidates(name);
      const importers = this.importing(name);
      const isKnown = [
        ...candidates.map(({ step: { name: found } }) => found),
        ...importers.map(({ name: found }) => found)
      ].some(found => said.has(found));
      if (isKnown || candidates.length === 0) {
        continue;
      }
      const producer = chooseProducer(
        name,
        step.name,
        use,
        candidates,
        this.order,
        this.diagnostics
      );
      if (producer && !this.importedAfter(producer, importers)) {
        this.order.add(producer.step.name, step.name);
      }
    }
  }

  private importedAfter(producer: Producer, importers: readonly LinkedStep[]): boolean {
    return importers.some(({ name }) => this.order.isBefore(producer.step.name, name));
  }

  private resolve(step: LinkedStep, name: string, use: Use): void {
    const ancestors = this.order.ancestors(step.name);
    const candidates = this.candidates(name).filter(producer => ancestors.has(producer.step.name));
    const producer = chooseProducer(name, step.name, use, candidates, this.order, this.diagnostics);
    const importers = this.importing(name);
    const reachable = importers.filter(importer => ancestors.has(importer.name));
    if (producer && !this.importedAfter(producer, reachable)) {
      return this.take(step, name, use, producer);
    }
    if (importers.length > 0) {
      return this.import(step, name, use, reachable.length > 0 ? reachable : importers);
    }
    if (this.base.parameters.has(name)) {
      step.parameters.add(name);
    } else if (
      !this.base.isDefined(name) &&
      !use.optional &&
      !this.base.open &&
      !step.effects.open
    ) {
      this.reportUndefined(step, name, use);
    }
  }

  private take(
    step: LinkedStep,
    name: string,
    use: Use,
    { step: from, definition }: Producer
  ): void {
    if (definition.status === 'deleted') {
      if (use.through !== null || !use.optional) {
        const who = use.through ? `\`${use.through}\` may use` : `\`${step.name}\` uses`;
        const message = `${who} \`${name}\`, which the step \`${from.name}\` before it deletes.`;
        const severity = use.through ? 'warning' : 'error';
        this.diagnostics.add(severity, 'deleted-name', message, use.cell, use.line);
      }
      return;
    }
    step.sources.set(name, from.name);
    this.noteUnbound(name, from, definition);
    this.reportUnstorable(step, name, from);
    this.earlier.find(other => other.name === from.name)?.outputs.add(name);
    this.warnParallel(step, name, use, from.name);
  }

  /** Says of a value that may not be there when its step has ended. */
  private noteUnbound(name: string, from: TracedStep, { status, cell, line }: Definition): void {
    const linked = this.earlier.find(other => other.name === from.name);
    const isThere =
      linked?.sources.has(name) || linked?.parameters.has(name) || this.base.isDefined(name);
    if ((status === 'maybe' || status === 'unsure') && !isThere) {
      const message = `Other steps take \`${name}\` from the step \`${from.name}\`, which does not bind it on every path; where it is not bound, the step fails.`;
      this.diagnostics.add('info', 'maybe-unbound', message, cell, line);
    }
  }

  private reportUnstorable(step: LinkedStep, name: string, from: TracedStep): void {
    const found = from.effects.unstorable.get(name);
    if (found) {
      const message = `\`${name}\` is ${found.what}, which cannot be stored, and \`${step.name}\` takes it from \`${from.name}\`. Make a list of it, or make it where it is used.`;
      this.diagnostics.error('not-storable', message, found.cell, found.line);
    }
  }

  private warnParallel(step: LinkedStep, name: string, use: Use, from: string): void {
    const begun = this.earlier.findIndex(other => other.name === from);
    for (const other of this.earlier.slice(begun + 1)) {
      const definition = other.effects.definitions.get(name);
      if (definition?.certain && !this.order.isBefore(other.name, step.name) && !use.optional) {
        const message =
          `The step \`${other.name}\` changes \`${name}\` too and runs beside \`${step.name}\`, which reads it as \`${from}\` left it. ` +
          `Let \`${step.name}\` follow \`${other.name}\` if it is to see the change.`;
        this.diagnostics.warning('parallel-change', message, use.cell, use.line);
      }
    }
  }

  private import(step: LinkedStep, name: string, use: Use, importers: readonly LinkedStep[]): void {
    const found = importers.flatMap(importer => importer.effects.imports.get(name)!);
    const texts = new Set(found.map(({ text }) => text));
    const roots = new Set([...texts].map(text => importedModule(text, name)));
    const last = this.order.latest(importers);
    if (roots.size > 1 && last.length > 1) {
      const message = `\`${step.name}\` uses \`${name}\`, which means different things in the steps before it: ${[...texts].map(text => `\`${text}\``).join(' and ')}. Import it in \`${step.name}\`.`;
      this.diagnostics.error('ambiguous-producer', message, use.cell, use.line);
    }
    const chosen = roots.size > 1 ? last.at(-1)!.effects.imports.get(name)! : found;
    for (const statement of chosen) {
      if (!step.imports.some(({ text }) => text === statement.text)) {
        step.imports.push(statement);
      }
    }
  }

  private reportUndefined(step: LinkedStep, name: string, use: Use): void {
    const later = this.base.laterStep(name, step.name);
    const message = later
      ? `\`${step.name}\` uses \`${name}\`, which only the step \`${later}\` defines, and that does not run before it.`
      : `\`${step.name}\` uses \`${name}\`, which no step before it defines.`;
    this.diagnostics.error('undefined-name', message, use.cell, use.line);
  }
}

/** What `name` stands for after an import statement: `import a.b` and `import a.c` both make `a` the package. */
function importedModule(text: string, name: string): string {
  const plain = /^import\s/.test(text) && !new RegExp(`\\bas\\s+${name}\\b`).test(text);
  return plain ? name : text;
}
