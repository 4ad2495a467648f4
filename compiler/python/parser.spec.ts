import { parse } from './parser.js';
import { PythonSyntaxError } from './syntax-error.js';

describe('valid Python', () => {
  it.each([
    'x = 1. / 255',
    'with (open(a) as b, open(c) as d,):\n    pass',
    'with (yield):\n    pass',
    'with open(a) as (b, c), d as e.f, g as h[0]:\n    pass',
    'with (a, b):\n    pass',
    'try:\n    pass\nexcept* (A, B) as e:\n    pass',
    'try:\n    pass\nexcept A, B:\n    pass',
    'match x, y:\n    case [1, *rest] | {"a": 1, **rest}:\n        pass\n    case Point(x=0) as p if p:\n        pass',
    'match = 1\nmatch[0] = match(1)\nmatch.x = -match',
    'match (x):\n    case _:\n        pass',
    'match -1:\n    case -1 | 1 + 2j | None | "a" "b":\n        pass',
    'type X[T, *Ts, **P] = int\ntype = 1\ntype(x)',
    'class A[T = int](B, metaclass=C): pass',
    'def f(a, /, b, *, c=1, **d) -> int: return a',
    'def f(*args: *Ts): pass',
    'lambda a, /, *b, c=1: (yield)',
    '@a.b[0](c).d\nclass A: pass',
    'for x in *a, *b: pass',
    'a[*b, 1:2, ::3]',
    'print(*a, **b, c=1, d := 2)',
    'x: int\n(y): int = 1\na.b: int = yield',
    'return x, *y',
    'del (a), b[0], [c, d]',
    'async def f():\n    async for x in y: await z\n    async with a as b: pass\n    return [x async for x in y]',
    '{**a, "b": 1}, {*a, b}, {a: b for a, b in c}, {x := 1}',
    'f"{x!r:>{width}} {y=} {{}} {d["k"]} {z:%Y-%m-%d} {lambda_ if a != b else c}"',
    "rf'\\{x}' f'\\N{DASH}' '''a\n'b''' b'' u'x' t'{y}'",
    'x = 1 if a else 2 if b else lambda: 3',
    'not a in b is not c not in d',
    'x = (\n  1 # one\n  % 2\n)',
    'if a: pass; b = 1\nelif c: pass\nelse: pass',
    'raise A from B\nassert a, b\nglobal x, y',
    'from . import a\nfrom ...b.c import (d as e, f,)\nfrom .... import *',
    'a = b = yield\nx **= y @ z',
    'µ = ª = 1',
    '0xFF_FF + 0b1 + 0o7 + 1_000.5e-3j + 1if x else.5',
    '\ufeffx = 1\r\ny = 2\r\n',
    '\tif x:\n\t\tpass'.slice(1),
    'if x:\n    a\n  # a comment of another indentation\n\n    b',
    ''
  ])('%s', source => {
    expect(() => parse(source)).not.toThrow();
  });
});

describe("IPython's lines", () => {
  it.each([
    ['!pip install x', ['magic-line']],
    ['%matplotlib inline\nx = 1', ['magic-line', 'assign']],
    ['if x:\n    !ls\n    %time y', ['if']],
    ['files = !ls {path}', ['assign']],
    ['out = %timeit -o f()', ['assign']],
    ['x = (a\n% b)', ['assign']],
    ['x = a \\\n% b', ['assign']],
    ['len?\n?len\nx.y??', ['magic-line', 'magic-line', 'magic-line']],
    ['!echo a \\\n  b\nx', ['magic-line', 'expression']],
    ['text = """\n%not a magic\n!nor this"""', ['assign']],
    ['x != y', ['expression']],
    ['a = b if c else "?"', ['assign']]
  ])('%s', (source, kinds) => {
    expect(parse(source).map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('errors', () => {
  it.each([
    ['x = (1', 1, /never closed/],
    ['x = 1\ny = "a', 2, /not closed/],
    ['x = 1)', 1, /closes no bracket/],
    ['x = [1)', 1, /does not close/],
    ['if x:\npass', 2, /indented block/],
    ['if x:\n    a\n  b', 3, /indentation/],
    ['  x = 1', 1, /indented line cannot/],
    ['f() = 1', 1, /assigned/],
    ['x = = 1', 1, /`=` cannot stand here/],
    ['print "a"', 1, /end of the line instead of a string/],
    ['def f(1): pass', 1, /a name instead of `1`/],
    ['for = 1', 1, /`=` cannot/],
    ['x = $y', 1, /"\$"/],
    ['try:\n    pass\nx', 3, /except/],
    ['f"{}"', 1, /empty/],
    ['f"{x"', 1, /not closed/],
    ['a b', 1, /end of the line/],
    ['class A\n    pass', 1, /`:`/]
  ])('%s', (source, line, message) => {
    let found: unknown;
    try {
      parse(source);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(PythonSyntaxError);
    expect((found as PythonSyntaxError).line).toBe(line);
    expect((found as PythonSyntaxError).message).toMatch(message);
  });
});
