import type { CellFacts, Event, ImportFact, Mutation, Status } from '../analysis/facts.js';
import { followed } from '../analysis/facts.js';
import { inverse } from '../analysis/sites.js';
import type { Relation } from '../analysis/sites.js';
import type { Knowledge } from './knowledge.js';

/** A place in the notebook. */
export interface Place {
  cell: string;
  line: number;
}

/** A name that a step takes from before it. */
export interface Use extends Place {
  /** Through which value it is needed, where its own name does not stand there. */
  through: string | null;
  /** Nothing is wrong when there is no such name. */
  optional: boolean;
}

/** A name that a step leaves changed. */
export interface Definition extends Place {
  status: Status | 'mutated';
  /** False where it cannot be known whether the value is changed at all. */
  certain: boolean;
  /** What changes it, for a person. */
  text: string;
}

export interface StepImport extends ImportFact {
  cell: string;
}

/** What a step, all its cells in order, does to names. */
export interface Effects {
  uses: Map<string, Use>;
  definitions: Map<string, Definition>;
  /** Names that only import statements bind, and those statements. */
  imports: Map<string, StepImport[]>;
  /** Names that are used after they were deleted in the step itself, or through what value they may be. */
  deleted: Map<string, Place & { through: string | null }>;
  /** Changes of modules, which stay in the step's process. */
  modules: Map<string, Place & { text: string }>;
  /** What is changed without being bound. */
  mutations: Map<string, Place & { certain: boolean; text: string }>;
  /** By name: names that stand for the same object at the end, or for a part of it, or for what it is a part of. */
  shared: Map<string, Map<string, Relation>>;
  /** Names whose values no file can hold, and what they are. */
  unstorable: Map<string, Place & { what: string }>;
  /** The step may define names that cannot be seen. */
  open: boolean;
}

export interface AnalyzedCell {
  id: string;
  facts: CellFacts;
}

/** Follows the cells of a step in order. `knowledge` must hold these cells and all before them. */
export function effectsOf(cells: readonly AnalyzedCell[], knowledge: Knowledge): Effects {
  const tracer = new Tracer(knowledge);
  cells.forEach(cell => tracer.cell(cell));
  return tracer.effects();
}

class Tracer {
  private readonly uses = new Map<string, Use>();
  private readonly deleted: Effects['deleted'] = new Map();
  private readonly modules: Effects['modules'] = new Map();
  private readonly unstorable: Effects['unstorable'] = new Map();
  private readonly bound = new Map<string, Place>();
  private readonly mutated = new Map<string, Mutation & { cell: string }>();
  private readonly imports = new Map<string, StepImport[]>();
  private readonly otherwise = new Set<string>();
  private readonly shared: Effects['shared'] = new Map();
  /** At the beginning of the cell. */
  private statuses = new Map<string, Status>();
  private open = false;
  private cellId = '';

  constructor(private readonly knowledge: Knowledge) {}

  cell({ id, facts }: AnalyzedCell): void {
    this.cellId = id;
    this.open ||= facts.open;
    facts.events.forEach(event => this.event(event));
    for (const [name, status] of facts.end) {
      this.statuses.set(name, followed(this.statuses.get(name), status)!);
    }
    for (const found of facts.imports) {
      for (const name of found.names) {
        this.imports.set(name, [...(this.imports.get(name) ?? []), { ...found, cell: id }]);
      }
    }
    for (const [name, kinds] of facts.kinds) {
      if (kinds.size > 1 || !kinds.has('import')) {
        this.otherwise.add(name);
      }
    }
  }

  private event(event: Event): void {
    switch (event.type) {
      case 'read':
        return this.read(event);
      case 'bind':
        this.bound.set(event.name, { cell: this.cellId, line: event.line });
        if (event.deletes) {
          this.otherwise.add(event.name);
        }
        this.unstorable.delete(event.name);
        if (event.unstorable) {
          const place = { cell: this.cellId, line: event.line };
          this.unstorable.set(event.name, { ...place, what: event.unstorable });
        }
        if (!event.augments) {
          this.unshare(event.name);
        }
        return undefined;
      case 'mutate':
        return this.mutate(event.mutation);
      case 'pass':
        return this.pass(event.passing);
      case 'share':
        return this.share(event.name, event.other, event.relation);
    }
  }

  private read({ name, line, at, optional }: Extract<Event, { type: 'read' }>): void {
    const status = (other: string): Status | undefined =>
      followed(this.statuses.get(other), at.get(other));
    this.use(name, status(name), { line, through: null, optional });
    const { reads, writes, mutates } = this.knowledge.reach(name);
    if (reads.size + writes.size + mutates.size === 0) {
      return;
    }
    for (const read of [...reads, ...writes, ...mutates.keys()]) {
      this.use(read, status(read), { line, through: name, optional: true });
    }
    for (const write of writes) {
      this.bound.set(write, { cell: this.cellId, line });
      this.otherwise.add(write);
      if (this.statuses.get(write) !== 'bound') {
        this.statuses.set(write, 'maybe');
      }
    }
    mutates.forEach((mutation, mutated) => this.mutate({ ...mutation, name: mutated, line }));
  }

  private use(name: string, status: Status | undefined, use: Omit<Use, 'cell'>): void {
    if (status === 'bound') {
      return;
    }
    const cell = this.cellId;
    if (status === 'deleted') {
      if (use.through !== null || !use.optional) {
        this.deleted.set(name, { cell, line: use.line, through: use.through });
      }
      return;
    }
    const known = this.uses.get(name);
    if (!known || (known.optional && !use.optional)) {
      this.uses.set(name, { cell, ...use });
    }
  }

  private mutate(mutation: Mutation, seen = new Set<string>()): void {
    const { name, by } = mutation;
    seen.add(name);
    if (this.knowledge.isOnly(name, 'import')) {
      if (by === 'assignment') {
        this.modules.set(name, { cell: this.cellId, line: mutation.line, text: mutation.text });
      }
      return;
    }
    // Calling a function's or a class's own methods makes something new.
    if (by === 'call' && this.knowledge.isOnly(name, 'import', 'function', 'class')) {
      return;
    }
    if (!this.mutated.get(name)?.certain) {
      this.mutated.set(name, { ...mutation, cell: this.cellId });
    }
    this.shared.get(name)?.forEach((relation, other) => {
      const isReached = relation !== 'contains' || mutation.deep;
      if (isReached && !seen.has(other)) {
        const certain = mutation.certain && relation !== 'contains';
        this.mutate({ ...mutation, name: other, certain, deep: false }, seen);
      }
    });
  }

  private pass({
    callee,
    position,
    name,
    line
  }: Extract<Event, { type: 'pass' }>['passing']): void {
    const mutation = this.knowledge.argumentMutation(callee, position);
    if (mutation) {
      this.mutate({ ...mutation, name, line, text: `${callee}(${name})` });
    }
  }

  private share(name: string, other: string, relation: Relation): void {
    this.shared.set(name, (this.shared.get(name) ?? new Map()).set(other, relation));
    this.shared.set(other, (this.shared.get(other) ?? new Map()).set(name, inverse(relation)));
  }

  private unshare(name: string): void {
    this.shared.get(name)?.forEach((_, other) => this.shared.get(other)?.delete(name));
    this.shared.delete(name);
  }

  effects(): Effects {
    const { uses, deleted, modules, unstorable, shared, open, mutated: mutations } = this;
    const imports = new Map([...this.imports].filter(([name]) => !this.otherwise.has(name)));
    return {
      uses,
      deleted,
      modules,
      unstorable,
      shared,
      mutations,
      open,
      imports,
      definitions: this.definitions(imports)
    };
  }

  private definitions(imports: ReadonlyMap<string, unknown>): Map<string, Definition> {
    const found = new Map<string, Definition>();
    for (const [name, { cell, line, certain, text }] of this.mutated) {
      found.set(name, { status: 'mutated', certain, cell, line, text });
    }
    for (const [name, place] of this.bound) {
      const status = this.statuses.get(name);
      if (status && status !== 'gone' && !imports.has(name)) {
        const text = status === 'deleted' ? `del ${name}` : `${name} = …`;
        found.set(name, { status, certain: true, text, ...place });
      }
    }
    return found;
  }
}
