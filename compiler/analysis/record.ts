import type { Scope } from '../python/scopes.js';
import { mangled } from '../python/scopes.js';
import type {
  CallableFacts,
  CellFacts,
  Event,
  Holding,
  ImportFact,
  Kind,
  Mutation,
  Note,
  Status,
  Statuses
} from './facts.js';
import { met, newHolding } from './facts.js';

/** The body of a class or comprehension at the top of a cell: it runs at once, with names of its own. */
export interface Frame {
  scope: Scope;
  className: string | null;
  /** Names that the class has bound so far. */
  bound: Set<string>;
}

/** What is known at a point of a cell, and what has been found up to there. */
export class Record {
  readonly events: Event[] = [];
  readonly holdings = new Map<string, Holding>();
  readonly callables = new Map<string, CallableFacts>();
  readonly kinds = new Map<string, Set<Kind>>();
  readonly imports: ImportFact[] = [];
  readonly notes: Note[] = [];
  open = false;
  frame: Frame | null = null;
  /** Null after a statement that nothing follows, such as `raise`. */
  state: Statuses | null = new Map();

  /** The module's name that a name stands for here; null where it is one of a class or comprehension. */
  readonly globalName = (id: string): string | null => {
    const { frame } = this;
    if (!frame) {
      return id;
    }
    const key = mangled(id, frame.className);
    const symbol = frame.scope.symbols.get(key);
    if (!symbol || symbol.found === 'global') {
      return key;
    }
    const unbound =
      frame.scope.type === 'class' && symbol.found === 'local' && !frame.bound.has(key);
    return unbound ? key : null;
  };

  read(id: string, line: number, optional = false): void {
    const name = this.globalName(id);
    if (name !== null && this.state) {
      this.events.push({ type: 'read', name, line, at: this.state, optional });
    }
  }

  /** Binds a name where the code is; answers the module's name, or null for one of a class or comprehension. */
  bind(
    id: string,
    line: number,
    kind: Kind,
    { augments = false, unstorable = null as string | null } = {}
  ): string | null {
    const { frame } = this;
    const key = mangled(id, frame?.className ?? null);
    if (frame && frame.scope.symbols.get(key)?.found !== 'global') {
      frame.bound.add(key);
      return null;
    }
    this.set(key, 'bound');
    this.events.push({ type: 'bind', name: key, line, deletes: false, augments, unstorable });
    const kinds = this.kinds.get(key) ?? new Set();
    this.kinds.set(key, kinds.add(kind));
    return key;
  }

  unbind(id: string, line: number): void {
    const key = mangled(id, this.frame?.className ?? null);
    if (this.frame && this.frame.scope.symbols.get(key)?.found !== 'global') {
      this.frame.bound.delete(key);
      return;
    }
    this.events.push({
      type: 'bind',
      name: key,
      line,
      deletes: true,
      augments: false,
      unstorable: null
    });
    this.set(key, 'deleted');
  }

  private set(name: string, status: Status): void {
    if (this.state) {
      this.state = new Map(this.state).set(name, status);
    }
  }

  mutate(mutation: Mutation): void {
    const name = this.globalName(mutation.name);
    if (name !== null) {
      this.events.push({ type: 'mutate', mutation: { ...mutation, name } });
    }
  }

  holding(name: string): Holding {
    let holding = this.holdings.get(name);
    if (!holding) {
      holding = newHolding();
      this.holdings.set(name, holding);
    }
    return holding;
  }

  note(note: Note): void {
    this.notes.push(note);
  }

  /** Runs each of the branches from here, and goes on with what holds after any of them. */
  branch(...branches: (() => void)[]): void {
    const before = this.state;
    const after: (Statuses | null)[] = [];
    for (const run of branches) {
      this.state = before;
      run();
      after.push(this.state);
    }
    this.state = after.reduce(joined);
  }

  /** What holds where a block, whose events begin with number `began`, may have failed anywhere. */
  afterAnyOf(before: Statuses | null, began: number): Statuses | null {
    if (!before) {
      return null;
    }
    const failed = new Map(before);
    for (const event of this.events.slice(began)) {
      if (event.type === 'bind') {
        failed.set(event.name, met(before.get(event.name), event.deletes ? 'deleted' : 'bound')!);
      }
    }
    return failed;
  }

  facts(): CellFacts {
    const { events, holdings, callables, kinds, imports, notes, open } = this;
    const reads = new Set<string>();
    for (const event of events) {
      if (event.type === 'read' && event.at.get(event.name) !== 'bound') {
        reads.add(event.name);
      }
    }
    holdings.forEach(holding => holding.reads.forEach(name => reads.add(name)));
    const end = this.state ?? new Map();
    return { events, reads, holdings, callables, kinds, imports, notes, open, end, failed: false };
  }
}

/** What holds where two paths meet; a path that ended (null) does not count. */
export function joined(one: Statuses | null, other: Statuses | null): Statuses | null {
  if (!one || !other || one === other) {
    return one ?? other;
  }
  const result = new Map<string, Status>();
  for (const name of new Set([...one.keys(), ...other.keys()])) {
    result.set(name, met(one.get(name), other.get(name))!);
  }
  return result;
}
