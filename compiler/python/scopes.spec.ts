import { runPython } from '../testing/python.js';
import { parse } from './parser.js';
import { scopesOf } from './scopes.js';
import type { Scope, Symbol } from './scopes.js';

/** `SYMBOL_TABLES=all` compares the whole standard library. */
const COUNT = process.env.SYMBOL_TABLES ?? '150';

const WITHOUT_LINE = new Set(['top', 'lambda', 'listcomp', 'setcomp', 'dictcomp', 'genexpr']);

function flags(symbol: Symbol): string {
  const has: [string, boolean][] = [
    ['a', symbol.assigned],
    ['i', symbol.imported],
    ['p', symbol.parameter],
    ['r', symbol.referenced],
    ['g', symbol.declaredGlobal],
    ['n', symbol.declaredNonlocal]
  ];
  return has
    .filter(([, set]) => set)
    .map(([flag]) => flag)
    .join('');
}

function described(scope: Scope): string[] {
  const symbols = [...scope.symbols].map(
    ([name, symbol]) => `${name}:${flags(symbol)}:${symbol.found}`
  );
  const line = WITHOUT_LINE.has(scope.name) ? '-' : String(scope.line);
  return [
    [scope.type, scope.name, line, ...symbols.sort()].join(' '),
    ...scope.children.flatMap(described)
  ];
}

it("agrees with CPython's symbol tables on files of the standard library", () => {
  const lines = runPython('symbol_tables.py', [COUNT]).trim().split('\n');
  const differing = lines.flatMap(line => {
    const [file, source, expected] = JSON.parse(line) as [string, string, string[]];
    const found = described(scopesOf(parse(source)).module);
    const [missing] = expected.filter(scope => !found.includes(scope));
    const [surplus] = found.filter(scope => !expected.includes(scope));
    return missing || surplus ? [{ file, missing, surplus }] : [];
  });
  expect(lines.length).toBeGreaterThanOrEqual(150);
  expect(differing).toEqual([]);
}, 300_000);

describe('what the symbol tables of Python 3.11 do not have', () => {
  it('type parameters are names of a scope of their own', () => {
    const { module } = scopesOf(parse('def f[T: int](x: T) -> T:\n    return T\n'));
    expect(module.symbols.has('T')).toBe(false);
    expect(module.children[0]!.symbols.get('T')!.found).toBe('local');
    expect(module.children[0]!.children[0]!.symbols.get('T')!.found).toBe('enclosing');
  });

  it('a type alias looks names up when it is used', () => {
    const { module } = scopesOf(parse('type Pair[T] = tuple[T, Other]\n'));
    expect([...module.symbols.keys()]).toEqual(['Pair']);
    expect(module.children[0]!.children[0]!.symbols.get('Other')!.found).toBe('global');
  });
});
