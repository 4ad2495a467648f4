import type { Scope, Symbol } from './scope.js';

/** Sets `found` of every symbol below and in `module`. */
export function resolve(module: Scope): void {
  for (const symbol of module.symbols.values()) {
    symbol.found = isBound(symbol) ? 'local' : 'global';
  }
  module.children.forEach(child => resolveInner(child, new Set()));
}

function isBound({ assigned, imported, parameter }: Symbol): boolean {
  return assigned || imported || parameter;
}

/** `enclosing` are the names that functions around `scope` bind. */
function resolveInner(scope: Scope, enclosing: ReadonlySet<string>): void {
  const visible = new Set(enclosing);
  for (const [name, symbol] of scope.symbols) {
    symbol.found = found(name, symbol, enclosing);
    if (scope.type === 'function') {
      if (symbol.found === 'local') {
        visible.add(name);
      } else if (symbol.declaredGlobal) {
        visible.delete(name);
      }
    } else if (symbol.declaredGlobal) {
      visible.delete(name);
    }
  }
  if (scope.type === 'class') {
    // Methods find their class by this name; nothing else that a class binds is seen in them.
    visible.add('__class__');
  }
  scope.children.forEach(child => resolveInner(child, visible));
}

function found(name: string, symbol: Symbol, enclosing: ReadonlySet<string>): Symbol['found'] {
  if (symbol.declaredGlobal) {
    return 'global';
  }
  if (symbol.declaredNonlocal) {
    return 'enclosing';
  }
  if (isBound(symbol)) {
    return 'local';
  }
  return enclosing.has(name) ? 'enclosing' : 'global';
}
