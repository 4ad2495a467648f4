import type { Expression } from '../python/ast.js';
import type { Scope, ScopeTree } from '../python/scopes.js';
import { FORGETFUL, PURE } from './vocabulary.js';

/** What may be inside a value: names of other values, and names that functions made in it look up. */
export interface References {
  refs: Set<string>;
  reads: Set<string>;
}

/**
 * Collects what the value of `expression` may hold.
 * `globalName` answers the module's name that a name stands for, or null where it is a local one.
 */
export function collectReferences(
  expression: Expression,
  scopes: ScopeTree,
  globalName: (id: string) => string | null,
  found: References
): void {
  const collect = (inner: Expression): void => {
    switch (inner.kind) {
      case 'name': {
        const name = globalName(inner.id);
        if (name !== null) {
          found.refs.add(name);
        }
        return;
      }
      case 'attribute':
      case 'starred':
      case 'walrus':
        return collect(inner.value);
      case 'subscript':
        collect(inner.value);
        return collect(inner.index);
      case 'operation':
        return inner.operands.forEach(collect);
      case 'collection':
        return inner.items.forEach(collect);
      case 'lambda':
        return lookedUp(scopes.of.get(inner)!).reads.forEach(name => found.reads.add(name));
      case 'comprehension': {
        const used = lookedUp(scopes.of.get(inner)!).reads;
        inner.clauses.forEach(({ iterable }) => collect(iterable));
        used.forEach(name => found.refs.add(name).add(`${name}()`));
        return deferred(scopes.of.get(inner)!).forEach(name => found.reads.add(name));
      }
      case 'call':
        return call(inner);
    }
  };
  const call = ({ callee, arguments: given }: Extract<Expression, { kind: 'call' }>): void => {
    let keeps = true;
    if (callee.kind === 'name') {
      const name = globalName(callee.id);
      keeps = !(name !== null && FORGETFUL.has(name));
      if (name !== null && keeps) {
        found.refs.add(`${name}()`);
      }
    } else if (callee.kind === 'attribute') {
      keeps = !PURE.has(callee.attribute);
      collect(callee.value);
    } else {
      collect(callee);
    }
    if (keeps) {
      given.forEach(({ value }) => collect(value));
    }
  };
  collect(expression);
}

/** The module's names that the code of a scope, and of all scopes in it, reads and binds. */
export function lookedUp(scope: Scope): { reads: Set<string>; writes: Set<string> } {
  const found = { reads: new Set<string>(), writes: new Set<string>() };
  const visit = (inner: Scope): void => {
    for (const [name, symbol] of inner.symbols) {
      if (symbol.found === 'global') {
        if (symbol.referenced) {
          found.reads.add(name);
        }
        if (symbol.assigned || symbol.imported) {
          found.writes.add(name);
        }
      }
      // In the body of a class a name that is not bound yet is looked up among the module's.
      else if (inner.type === 'class' && symbol.found === 'local' && symbol.referenced) {
        found.reads.add(name);
      }
    }
    inner.children.forEach(visit);
  };
  visit(scope);
  return found;
}

/** The module's names that functions made in a scope read when they are called. */
export function deferred(scope: Scope): Set<string> {
  const found = new Set<string>();
  const visit = (inner: Scope): void => {
    for (const child of inner.children) {
      if (child.comprehension || child.type === 'class') {
        visit(child);
      } else {
        lookedUp(child).reads.forEach(name => found.add(name));
      }
    }
  };
  visit(scope);
  return found;
}
