import { stepCodes } from '../emit/code.js';
import { compiled, summary } from '../testing/notebook.js';

interface Expected {
  edges: string[];
  problems?: string[];
}

/** Two steps: what the second needs of the first, through all that Python can do. */
function between(a: string, b: string): { inputs: string[]; problems: string[] } {
  const { graph } = compiled(`# [step:a]\n${a}\n# [step:b]\n${b}\n`);
  return {
    inputs: graph.steps[1]!.inputs,
    problems: graph.diagnostics.map(({ severity, code, line }) => `${severity} ${code} ${line}`)
  };
}

describe('definitions and uses', () => {
  it.each<[string, string, string[], string[]?]>([
    ['x, (y, *z) = 1, (2, 3)', 'print(x, y, z)', ['x', 'y', 'z']],
    ['x = y = z = 1', 'print(z, x)', ['x', 'z']],
    ['print(x := 1)', 'x', ['x']],
    ['[last := i for i in range(3)]', 'print(last)', ['last'], ['info maybe-unbound 1']],
    ['i = 1\nxs = [i for i in range(3)]', 'print(i, xs)', ['i', 'xs']],
    ['x: int = 1\ny: int', 'print(x, y)', ['x'], ['error undefined-name 1']],
    ['for i, (j, k) in [[]]: pass', 'print(i, j, k)', ['i', 'j', 'k']],
    [
      'for i in range(n): pass',
      'print(i)',
      ['i'],
      ['error undefined-name 1', 'info maybe-unbound 1']
    ],
    [
      'with open("f") as (f, g), h() as x.y: pass',
      'print(f, g)',
      ['f', 'g'],
      ['error undefined-name 1', 'error undefined-name 1']
    ],
    [
      'try:\n    x = 1\nexcept Error as e:\n    pass',
      'print(x, e)',
      ['x'],
      ['error undefined-name 3', 'info maybe-unbound 2', 'error undefined-name 1']
    ],
    ['import a.b as c, d.e\nfrom f import g as h', 'print(c, d, h)', []],
    [
      'match 1:\n    case {"a": x, **rest} | [x, *rest]: pass',
      'print(x, rest)',
      ['rest', 'x'],
      ['info maybe-unbound 2', 'info maybe-unbound 2']
    ],
    ['type Pair[T] = tuple[T, int]', 'print(Pair)', ['Pair']],
    ['def f[T](x: T) -> T:\n    return x', 'f(1)', ['f']],
    ['class A:\n    x = 1\n    y = x', 'print(A)\nprint(x)', ['A'], ['error undefined-name 2']],
    ['x = 1', 'class A:\n    y = x\n    x = 2', ['x']],
    ['x = 1', 'class A:\n    x = 2\n    y = x', []],
    ['x = 1', 'def f(): return x', []],
    ['x = 1', 'def f(): return x\nf()', ['x']],
    ['x = 1', 'def f(): return x\nx = 2\nf()', []],
    ['x = 1', 'f = lambda: x\nprint(f())', ['x']],
    ['x = 1', 'print([x for x in range(3)])', []],
    ['x = 1', 'print([y for y in range(x)], {x: 1 for _ in range(1)})', ['x']],
    ['x = 1', 'print(f"{x:>{width}}")', ['x'], ['error undefined-name 1']],
    ['x = 1', 'x += 1', ['x']],
    ['x = 1', 'x = 2\nprint(x)', []],
    ['x = 1', 'if cond():\n    x = 2\nprint(x)', ['x'], ['error undefined-name 1']],
    ['x = 1', 'if True:\n    x = 2\nelse:\n    x = 3\nprint(x)', []],
    ['x = 1', 'for x in [1]:\n    pass\nprint(x)', []],
    ['x = 1', 'for x in [*y]:\n    break\nprint(x)', ['x'], ['error undefined-name 1']],
    [
      'x = 1',
      'try:\n    x = f()\nexcept Exception:\n    x = 0\nprint(x)',
      [],
      ['error undefined-name 2']
    ],
    ['x = 1', 'def f(x=x): return x', ['x']],
    ['x = 1', '@x\ndef f(): pass', ['x']],
    ['x = 1', 'def f(a: x) -> y: pass', ['x'], ['error undefined-name 1']],
    ['x = 1', 'from __future__ import annotations\ndef f(a: x) -> y: pass', []],
    ['x = 1', 'global x\nx = 2\nprint(x)', []],
    ['x = 1', 'async def f():\n    async with x: pass\nawait f()', ['x']],
    ['x = 1', '!echo {x} $HOME', ['x']],
    ['x = 1', '%time y = x + 1\nprint(y)', ['x']],
    ['x = 1', '%%time\nprint(x)', ['x']],
    ['%%capture out\nprint(1)', 'print(out)', ['out']],
    ['%%bash --out text\nls', 'print(text)', ['text']],
    ['files = !ls', 'print(files)', ['files']],
    ['%time x = 1', 'print(x)', ['x']],
    ['%%timeit\nx = 1', 'print(x)', [], ['error undefined-name 1']],
    ['%%mystery\nx = 1', 'y = 1', [], ['warning unknown-magic 1']],
    ['exec("x = 1")', 'y = 1', [], ['warning dynamic-names 1']],
    ['x = 1', 'del x\nprint(x)', ['x'], ['error deleted-name 2']],
    ['x = 1\ndel x', 'print(x)', [], ['error deleted-name 1']],
    ['display(In, _, get_ipython())', 'print(__name__, _3, Out)', []],
    [
      'g = (i for i in [1])\nf = open("x")',
      'print(f, g)',
      ['f', 'g'],
      ['error not-storable 2', 'error not-storable 1']
    ],
    ['g = (i for i in [1])\ng = list(g)', 'print(g)', ['g']],
    ['', 'print(x)', [], ['error undefined-name 1']]
  ])('%s | %s', (a, b, inputs, problems = []) => {
    expect(between(a, b)).toEqual({ inputs, problems });
  });
});

describe('what travels with functions and objects', () => {
  it.each<[string, string, string[]]>([
    ['k = 1\ndef f(): return k\ndef g(): return f()', 'g()', ['f', 'g', 'k']],
    ['k = 1\ndef f(): return k\ngs = [f]', 'gs[0]()', ['gs', 'k']],
    ['k = 1\ndef f(): return k\ny = f()', 'print(y)', ['y']],
    ['k = 1\ndef make():\n    return lambda: k\ng = make()', 'g()', ['g', 'k']],
    [
      'k = 1\ndef make(n):\n    def inner(): return n + k\n    return inner\ng = make(2)',
      'g()',
      ['g', 'k']
    ],
    ['k = 1\nclass A:\n    def m(self): return k\nclass B(A): pass\nb = B()', 'b.m()', ['b', 'k']],
    [
      'k = 1\ndef deco(f):\n    def inner(): return f() + k\n    return inner\n@deco\ndef g(): return 1',
      'g()',
      ['g', 'k']
    ],
    ['k = 1\nimport functools\np = functools.partial(lambda a: a + k, 1)', 'p()', ['k', 'p']],
    ['k = 1\ndef f(x): return x + k\nn = len([f(1)])', 'print(n)', ['n']],
    ['k = 1\nd = {}\nd["f"] = lambda: k', 'd["f"]()', ['d', 'k']],
    ['k = 1\nfs = []\nfs.append(lambda: k)', 'fs[0]()', ['fs', 'k']],
    ['import math\ndef f(): return math.pi', 'f()', ['f']],
    ['def f(n): return f(n - 1) if n else g(n)\ndef g(n): return n', 'f(3)', ['f', 'g']],
    ['k = 1\ndef f(k): return [k for k in k]', 'f([1])', ['f']]
  ])('%s | %s', (a, b, inputs) => {
    expect(between(a, b)).toEqual({ inputs, problems: [] });
  });

  it('modules are imported again where they are used, on the lines that they had', () => {
    const compilation = compiled(`
# [step:a] a
x = 1
import numpy as np; import os.path
# [step:b] b
def f(): return np.zeros(x)
# [step:c] c
print(f(), os.path.sep)
`);
    const { cells, step } = stepCodes(compilation)[2]!.code;
    expect(step).toMatchObject({ inputs: ['f', 'x'], prelude: 2 });
    expect(cells).toEqual([
      { id: 'a', source: '#\nimport numpy as np' },
      { id: 'a', source: '#\nimport os.path' },
      { id: 'c', source: 'print(f(), os.path.sep)' }
    ]);
  });
});

describe('which step a value comes from', () => {
  it.each<[string, string, Expected]>([
    [
      'a chain of changes',
      '# [step:a]\nm = 1\n# [step:b]\nm = m + 1\n# [step:c]\nprint(m)\n',
      { edges: ['b <- a: m', 'c <- b: m'] }
    ],
    [
      'methods that change what they are called on',
      '# [step:a]\nm = Model()\n# [step:b]\nm.fit(1)\n# [step:c]\nm.predict(2)\n# [step:d]\nm.score(3)\n# [imports]\nfrom models import Model\n',
      { edges: ['b <- a: m', 'c <- b: m', 'd <- b: m'] }
    ],
    [
      'items and attributes',
      '# [step:a]\nd = {}\n# [step:b]\nd["a"] = 1\n# [step:c]\nd.x.y = 1\n# [step:e]\ndel d[0]\n# [step:f]\nprint(d)\n',
      { edges: ['b <- a: d', 'c <- b: d', 'e <- c: d', 'f <- e: d'] }
    ],
    [
      'in place',
      '# [step:a]\ndf = load()\n# [step:b]\ndf.dropna(inplace=True)\n# [step:c]\ndf.dropna()\n# [step:d]\nprint(df)\n# [imports]\nfrom m import load\n',
      { edges: ['b <- a: df', 'c <- b: df', 'd <- b: df'] }
    ],
    [
      'a function of the notebook that changes its argument',
      '# [functions]\ndef add(xs, x):\n    for y in [xs]:\n        y.append(x)\ndef twice(ys):\n    add(ys, 1)\n# [step:a]\nxs = []\n# [step:b]\ntwice(xs)\n# [step:c]\nprint(xs)\n',
      { edges: ['b <- a: xs', 'c <- b: xs'] }
    ],
    [
      'a function that works on a copy',
      '# [functions]\ndef clean(df):\n    df = df.copy()\n    df["a"] = 1\n    return df\n# [step:a]\ndf = {}\n# [step:b]\nother = clean(df)\n# [step:c]\nprint(df)\n',
      { edges: ['b <- a: df', 'c <- a: df'] }
    ],
    [
      'an alias in the same step',
      '# [step:a]\nxs = [[]]\n# [step:b]\nfor x in xs:\n    x.append(1)\n# [step:c]\nprint(xs)\n',
      { edges: ['b <- a: xs', 'c <- b: xs'] }
    ],
    [
      'a method that is not known',
      '# [step:a]\nm = make()\n# [step:b]\nm.mystery()\n# [step:c]\nprint(m)\n# [imports]\nfrom x import make\n',
      { edges: ['b <- a: m', 'c <- b: m'] }
    ],
    [
      'methods that are not known, side by side',
      '# [step:a]\nm = make()\n# [step:b, prev:a]\nm.mystery()\n# [step:c, prev:a]\nm.puzzle()\n# [step:d, prev:b, prev:c]\nprint(m)\n# [imports]\nfrom x import make\n',
      {
        edges: ['b <- a: m', 'c <- a: m', 'd <- a: m', 'd <- b:', 'd <- c:'],
        problems: ['warning possible-mutation 1:1', 'warning possible-mutation 2:1']
      }
    ],
    [
      'two steps that bind a name, none after the other',
      '# [step:a]\nx = 1\n# [step:b]\nx = 2\n# [step:c]\nprint(x)\n',
      { edges: ['c <- b: x'], problems: ['error ambiguous-producer 2:1'] }
    ],
    [
      'the same, said which',
      '# [step:a]\nx = 1\n# [step:b, prev:a]\nx = 2\n# [step:c]\nprint(x)\n',
      { edges: ['b <- a:', 'c <- b: x'] }
    ],
    [
      'data from a step that is not said',
      '# [step:a]\nx = 1\n# [step:b]\ny = 1\n# [step:c, prev:b]\nprint(x, y)\n',
      { edges: ['c <- a: x', 'c <- b: y'] }
    ],
    [
      'a step that is said to follow a later one',
      '# [step:a, prev:b]\nprint(x)\n# [step:b]\nx = 1\n',
      { edges: ['a <- b: x'] }
    ],
    [
      'a name that is bound on one path goes through',
      '# [step:a]\nx = 1\n# [step:b]\nif input():\n    x = 2\n# [step:c]\nprint(x)\n',
      { edges: ['b <- a: x', 'c <- b: x'] }
    ],
    [
      'what nobody reads does not go through',
      '# [step:a]\nx = 1\n# [step:b]\nif input():\n    x = 2\n',
      { edges: [] }
    ],
    [
      'a parameter that a step binds again',
      '# [parameters]\nn = 1\n# [step:a]\nn = n + 1\n# [step:b]\nprint(n)\n',
      { edges: ['b <- a: n'] }
    ],
    [
      'a name of the functions that a step changes',
      '# [functions]\nlog = []\ndef note(x): log.append(x)\n# [step:a]\nnote(1)\n# [step:b]\nprint(log)\n',
      { edges: ['b <- a: log'] }
    ],
    [
      'imports that mean different things',
      '# [step:a]\nimport json\n# [step:b]\nimport simplejson as json\n# [step:c]\njson.dumps(1)\n',
      { edges: [], problems: ['error ambiguous-producer 2:1'] }
    ],
    [
      'imports that mean the same',
      '# [step:a]\nimport os.path\n# [step:b]\nimport os\n# [step:c]\nos.path\n',
      { edges: [] }
    ],
    [
      'a change of a module',
      '# [step:a]\nimport plt\nplt.rc["a"] = 1\nplt.seed(1)\n# [step:b]\nplt.show()\n',
      { edges: [], problems: ['warning module-state 0:2'] }
    ],
    [
      'a cell of functions that needs a step',
      '# [step:a]\nx = 1\n# [functions]\ny = x + 1\n',
      { edges: [], problems: ['error prelude-name 1:1'] }
    ],
    [
      'a name that only a later step defines',
      '# [step:a]\nprint(x)\n# [step:b]\nx = 1\n',
      { edges: [], problems: ['error undefined-name 0:1'] }
    ],
    [
      'a star import among the imports',
      '# [imports]\nfrom m import *\n# [step:a]\nprint(sqrt)\n',
      { edges: [], problems: ['warning star-import 0:1'] }
    ],
    [
      'a deletion on the way of another',
      '# [step:a]\nx = 1\n# [step:b, prev:a]\ndel x\n# [step:c, prev:a]\nprint(x)\n',
      { edges: ['b <- a: x', 'c <- a: x'], problems: ['warning parallel-change 2:1'] }
    ],
    [
      'two names of one object',
      '# [step:a]\nx = []\ny = x\n# [step:b]\nx.append(1)\n# [step:c]\nprint(y)\n',
      { edges: ['b <- a: x', 'c <- a: y'], problems: ['warning shared-object 1:1'] }
    ],
    [
      'two names of one object, one of which has come through another step',
      '# [step:a]\nx = []\nd = {"x": x}\n# [step:b]\nd["y"] = 1\n# [step:c]\nx.append(1)\n# [step:d]\nprint(d)\n',
      { edges: ['b <- a: d', 'c <- a: x', 'd <- b: d'], problems: ['warning shared-object 2:1'] }
    ],
    [
      'a step of which nothing is said reads as in the whole notebook',
      '# [step:a]\nk = 1\ndef f(): return k\n# [step:b]\nk += 1\n# [step:c]\nf()\n',
      { edges: ['b <- a: k', 'c <- a: f', 'c <- b: k'] }
    ],
    [
      'two names of one object that nobody changes',
      '# [step:a]\nx = []\ny = x\n# [step:b]\nprint(x, y)\n',
      { edges: ['b <- a: x, y'] }
    ]
  ])('%s', (_, text, { edges, problems }) => {
    const found = summary(text);
    expect(found.edges).toEqual(edges);
    expect(found.problems).toEqual(problems ?? []);
  });

  it('a step without cells that could be read is drawn all the same', () => {
    const { graph } = compiled(
      '# [step:a]\nx = 1\n# [step:b, prev:a]\nif x\n# [step:c]\nprint(x)\n'
    );
    expect(graph.edges).toHaveLength(2);
    expect(graph.diagnostics.map(({ code }) => code)).toEqual(['syntax-error']);
  });

  it('a message names the steps and the variable', () => {
    const { diagnostics } = compiled(
      '# [step:a]\nx = 1\n# [step:b]\nx = 2\n# [step:c]\nprint(x)\n'
    );
    expect(diagnostics[0]!.message).toBe(
      '`c` reads `x`, which the steps `a` and `b` both change, none of them after another. ' +
        'Use two names, or say which of them runs first.'
    );
  });
});
