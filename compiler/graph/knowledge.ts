import type { CallableFacts, CellFacts, Holding, Kind, Mutation } from '../analysis/facts.js';
import { newHolding } from '../analysis/facts.js';

/** What following all functions that may be inside a value finds. */
export type Reach = Pick<Holding, 'reads' | 'writes' | 'mutates'>;

const NOTHING: Reach = { reads: new Set(), writes: new Set(), mutates: new Map() };

/**
 * What is known by name of the values that cells make, over all cells that were added: a name that several
 * cells bind may hold what any of them gave it.
 */
export class Knowledge {
  private readonly holdings = new Map<string, Holding[]>();
  private readonly callables = new Map<string, CallableFacts[]>();
  private readonly kinds = new Map<string, ReadonlySet<Kind>[]>();
  private readonly reached = new Map<string, Reach>();
  /** Names that were followed and of which nothing is known yet. */
  private readonly missing = new Set<string>();

  add(facts: CellFacts): void {
    for (const name of facts.holdings.keys()) {
      if (this.holdings.has(name) || this.missing.has(name)) {
        this.reached.clear();
        this.missing.clear();
        break;
      }
    }
    facts.holdings.forEach((holding, name) => append(this.holdings, name, holding));
    facts.callables.forEach((callable, name) => append(this.callables, name, callable));
    facts.kinds.forEach((kinds, name) => append(this.kinds, name, kinds));
  }

  /** Whether everything that was ever bound to a name is of these kinds. */
  isOnly(name: string, ...kinds: Kind[]): boolean {
    const known = this.kinds.get(name);
    return (
      known !== undefined && known.every(bound => [...bound].every(kind => kinds.includes(kind)))
    );
  }

  /** What using the value of a name may look up, bind and change, through all functions that are inside it. */
  reach(name: string): Reach {
    const known = this.reached.get(name);
    if (known) {
      return known;
    }
    if (!this.holdings.has(name)) {
      this.missing.add(name);
      this.reached.set(name, NOTHING);
      return NOTHING;
    }
    const found = newHolding();
    const seen = new Set([name]);
    const collect = ({ reads, writes, mutates }: Reach): void => {
      reads.forEach(read => found.reads.add(read) && seen.add(read));
      writes.forEach(write => found.writes.add(write));
      mutates.forEach((mutation, mutated) => found.mutates.set(mutated, mutation));
    };
    for (const next of seen) {
      const reached = this.reached.get(next);
      const holdings = this.holdings.get(next);
      if (reached) {
        collect(reached);
      } else if (holdings) {
        for (const holding of holdings) {
          collect(holding);
          holding.refs.forEach(ref => seen.add(ref));
        }
      } else {
        this.missing.add(next);
      }
    }
    const { reads, writes, mutates } = found;
    const reach =
      reads.size + writes.size + mutates.size === 0 ? NOTHING : { reads, writes, mutates };
    this.reached.set(name, reach);
    return reach;
  }

  /** How a function of the notebook changes one of its arguments, itself or through others; null where it does not. */
  argumentMutation(
    callee: string,
    position: number | string,
    seen: ReadonlySet<string> = new Set()
  ): Mutation | null {
    for (const callable of seen.has(callee) ? [] : (this.callables.get(callee) ?? [])) {
      const parameter = typeof position === 'string' ? position : callable.parameters[position];
      const own = parameter === undefined ? undefined : callable.mutates.get(parameter);
      if (own) {
        return own;
      }
      for (const passing of callable.passes) {
        if (passing.name === parameter) {
          const inner = this.argumentMutation(
            passing.callee,
            passing.position,
            new Set([...seen, callee])
          );
          if (inner) {
            return inner;
          }
        }
      }
    }
    return null;
  }
}

function append<T>(lists: Map<string, T[]>, name: string, value: T): void {
  const list = lists.get(name);
  if (list) {
    list.push(value);
  } else {
    lists.set(name, [value]);
  }
}
