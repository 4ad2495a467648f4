import { stepCodes } from './emit/code.js';
import { compiled, summary } from './testing/notebook.js';

/** Notebooks that Kale answers wrongly, as measured on its releases 0.7 to 2.3, with the right answers. */
describe('what Kale gets wrong', () => {
  const cases: [string, string, { edges: string[]; problems?: string[] }][] = [
    [
      'a shell line in a step',
      `
# [step:a]
!pip list
x = 1
# [step:b]
print(x)
`,
      { edges: ['b <- a: x'] }
    ],
    [
      'a continuation line that begins with %',
      `
# [step:a]
x = 7
y = (x
% 4)
# [step:b]
print(y)
`,
      { edges: ['b <- a: y'] }
    ],
    [
      'a lambda that is called in another step',
      `
# [step:a]
k = 2
f = lambda v: v * k
# [step:b]
print(f(1))
`,
      { edges: ['b <- a: f, k'] }
    ],
    [
      'a method that reads a name of the module',
      `
# [step:a]
k = 2
class Model:
    def predict(self, x):
        return x * k
# [step:b]
print(Model().predict(1))
`,
      { edges: ['b <- a: Model, k'] }
    ],
    [
      'an instance whose method reads a name of the module',
      `
# [step:a]
k = 2
class Model:
    def predict(self, x):
        return x * k
model = Model()
# [step:b]
print(model.predict(1))
`,
      { edges: ['b <- a: k, model'] }
    ],
    [
      'an asynchronous function',
      `
# [step:a]
k = 2
async def g():
    return k
# [step:b]
print(await g())
`,
      { edges: ['b <- a: g, k'] }
    ],
    [
      'a function as a value',
      `
# [step:a]
k = 2
def g(x):
    return x * k
# [step:b]
print(list(map(g, [1])))
`,
      { edges: ['b <- a: g, k'] }
    ],
    [
      'the variable of a comprehension in a nearer step',
      `
# [step:a]
i = 10
# [step:b, prev:a]
squares = [i * i for i in range(3)]
# [step:c, prev:b]
print(i, squares)
`,
      { edges: ['b <- a:', 'c <- a: i', 'c <- b: squares'] }
    ],
    [
      'global in a called function',
      `
# [step:a]
n = 0
def count():
    global n
    n += 1
# [step:b]
count()
# [step:c]
print(n)
`,
      { edges: ['b <- a: count, n', 'c <- b: n'] }
    ],
    [
      'a name that was deleted',
      `
# [step:a]
x = 1
# [step:b, prev:a]
del x
# [step:c, prev:b]
print(x)
`,
      { edges: ['b <- a: x', 'c <- b:'], problems: ['error deleted-name 2:1'] }
    ],
    [
      'a diamond whose two sides bind what its end reads',
      `
# [step:a]
m = 1
# [step:b, prev:a]
m = m + 1
# [step:c, prev:a]
m = m * 2
# [step:d, prev:b, prev:c]
print(m)
`,
      {
        edges: ['b <- a: m', 'c <- a: m', 'd <- b:', 'd <- c: m'],
        problems: ['warning parallel-change 2:1', 'error ambiguous-producer 3:1']
      }
    ],
    [
      'a value that is only read on its way',
      `
# [step:a]
x = 1
# [step:b, prev:a]
y = x + 1
# [step:c, prev:b]
print(x, y)
`,
      { edges: ['b <- a: x', 'c <- a: x', 'c <- b: y'] }
    ],
    [
      'a star import',
      `
# [step:a]
from math import *
x = sqrt(2)
# [step:b]
print(x)
`,
      { edges: ['b <- a: x'], problems: ['warning star-import 0:1'] }
    ],
    [
      'the tags of Kale 0.x',
      `
# [block:load]
x = 1
# [block:train, prev:load]
print(x)
`,
      { edges: ['train <- load: x'] }
    ],
    [
      'steps in an order without data',
      `
# [step:a]
x = 1
# [step:b, prev:a]
y = 1
# [step:c, prev:a]
z = 1
# [step:d]
w = 1
`,
      { edges: ['b <- a:', 'c <- a:'] }
    ]
  ];

  it.each(cases)('%s', (_, text, { edges, problems }) => {
    const found = summary(text);
    expect(found.edges).toEqual(edges);
    expect(found.problems).toEqual(problems ?? []);
  });

  it('gives parameters only to the steps that use them, also through functions', () => {
    const { parameters } = summary(`
# [pipeline-parameters]
rate = 0.1
depth = 3
name = 'x'
# [functions]
def train(x):
    return x * rate
# [step:a]
x = depth
# [step:b]
y = train(x)
# [step:c]
print(y)
`);
    expect(parameters).toEqual({ a: ['depth'], b: ['rate'] });
  });

  it('packages are installed in the step that names them, not in every one', () => {
    const codes = stepCodes(
      compiled(`
# [step:a]
%pip install left-pad
x = 1
# [step:b]
print(x)
`)
    );
    const sources = codes.map(({ code }) => code.cells.map(({ source }) => source).join('\n'));
    expect(sources).toEqual(['%pip install left-pad\nx = 1', 'print(x)']);
  });

  it('a parameter of a type that Kale refuses', () => {
    const { parameters, diagnostics } = compiled(
      '# [pipeline-parameters]\nx = -5\ny: int = 5\n# [step:a]\nprint(x, y)\n'
    ).graph;
    expect(diagnostics).toEqual([]);
    expect(parameters.map(({ name, default: value }) => [name, value])).toEqual([
      ['x', -5],
      ['y', 5]
    ]);
  });

  it("tags of others, papermill's among them, break nothing", () => {
    const { steps, diagnostics } = compiled('# [step:a, slideshow, limit]\nx = 1\n').graph;
    expect(diagnostics).toEqual([]);
    expect(steps.map(({ name }) => name)).toEqual(['a']);
  });
});
