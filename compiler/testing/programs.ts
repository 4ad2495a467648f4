import type { Notebook } from '../types.js';
import { Random } from './random.js';

type Type = 'int' | 'list' | 'dict' | 'function' | 'mutator' | 'counter' | 'class' | 'object';

/**
 * Writes notebooks of random Python: numbers, lists, dictionaries, functions with free names, closures, classes and
 * objects, which later steps read, bind again, change and hand around. Every step prints what it sees.
 */
export function randomNotebook(seed: number): Notebook {
  return new ProgramWriter(new Random(seed)).notebook();
}

class ProgramWriter {
  private readonly names = new Map<string, Type>();
  private count = 0;

  constructor(private readonly random: Random) {}

  notebook(): Notebook {
    const cells: Notebook['cells'] = [];
    const add = (tags: string[], lines: string[]): void => {
      cells.push({
        cell_type: 'code',
        id: `c${cells.length}`,
        metadata: { tags },
        source: lines.join('\n')
      });
    };
    if (this.random.chance(0.4)) {
      add(['imports'], ['import math', 'import contextlib as ctx']);
    } else {
      add(['step:s0'], ['import math', 'import contextlib as ctx', 'v0 = 1', 'print(v0)']);
      this.names.set('v0', 'int');
    }
    if (this.random.chance(0.4)) {
      add(
        ['functions'],
        [
          'base = 3',
          'def shared(x):',
          '    return x + base',
          'log = []',
          'def note(x):',
          '    log.append(x)'
        ]
      );
      this.names.set('shared', 'function').set('log', 'list');
    }
    const steps = this.random.int(2, 5);
    const said = this.random.chance(0.4);
    for (let step = 1; step <= steps; step++) {
      const cellsOfStep = this.random.int(1, 2);
      for (let cell = 0; cell < cellsOfStep; cell++) {
        add(
          cell === 0 ? [`step:s${step}`, ...this.previous(step, said)] : [],
          this.lines(this.random.int(2, 5))
        );
      }
    }
    add(
      ['step:last'],
      [...this.names].flatMap(([name, type]) => this.shown(name, type))
    );
    return { cells, metadata: {} };
  }

  /** In some notebooks steps say what they follow. */
  private previous(step: number, said: boolean): string[] {
    const earlier = Array.from({ length: step - 1 }, (_, index) => `prev:s${index + 1}`);
    return said ? earlier.filter(() => this.random.chance(0.6)) : [];
  }

  private fresh(type: Type): string {
    const name = `v${++this.count}`;
    this.names.set(name, type);
    return name;
  }

  private any(type: Type): string | null {
    const found = [...this.names].filter(([, known]) => known === type).map(([name]) => name);
    return found.length > 0 ? this.random.pick(found) : null;
  }

  /** A name to bind: mostly a new one, sometimes one that is there. */
  private target(type: Type): string {
    const known = this.random.chance(0.35) ? this.any(type) : null;
    return known ?? this.fresh(type);
  }

  private number(): string {
    const choices: (() => string | null)[] = [
      () => String(this.random.int(0, 9)),
      () => this.any('int'),
      () => this.any('int'),
      () => this.within('list', name => `len(${name})`),
      () => this.within('list', name => `sum(${name})`),
      () => this.within('function', name => `${name}(${this.random.int(0, 5)})`),
      () => this.within('object', name => `${name}.total(${this.random.int(0, 5)})`),
      () => this.within('int', name => `math.floor(${name} / 2)`)
    ];
    return this.random.pick(choices)() ?? String(this.random.int(0, 9));
  }

  private within(type: Type, write: (name: string) => string): string | null {
    const name = this.any(type);
    return name === null ? null : write(name);
  }

  private lines(count: number): string[] {
    const lines: string[] = [];
    for (let index = 0; index < count; index++) {
      lines.push(...this.statement());
    }
    const shown = [...this.names].filter(() => this.random.chance(0.25));
    return [...lines, ...shown.flatMap(([name, type]) => this.shown(name, type))];
  }

  private shown(name: string, type: Type): string[] {
    switch (type) {
      case 'int':
      case 'list':
      case 'dict':
        return [`print(${JSON.stringify(name)}, ${name})`];
      case 'function':
        return [`print(${JSON.stringify(name)}, ${name}(2), list(map(${name}, [1, 3])))`];
      case 'object':
        return [`print(${JSON.stringify(name)}, ${name}.total(1), ${name}.items)`];
      default:
        return [];
    }
  }

  private statement(): string[] {
    const write = this.random.pick([
      ...NUMBERS,
      ...NUMBERS,
      ...COLLECTIONS,
      ...COLLECTIONS,
      ...FUNCTIONS,
      ...CLASSES,
      ...FLOW
    ]);
    const names = new Map(this.names);
    const lines = write({
      random: this.random,
      number: () => this.number(),
      any: type => this.any(type),
      fresh: type => this.fresh(type),
      target: type => this.target(type),
      forget: name => this.names.delete(name)
    });
    if (lines === null) {
      // What it needed is not there: nothing was written.
      this.names.clear();
      names.forEach((type, name) => this.names.set(name, type));
      return [];
    }
    return lines;
  }
}

/** What writing a statement has at hand. Names must be asked for before the one to be bound is. */
interface Pen {
  random: Random;
  number(): string;
  any(type: Type): string | null;
  fresh(type: Type): string;
  target(type: Type): string;
  forget(name: string): void;
}

type Write = (pen: Pen) => string[] | null;

const using =
  (type: Type, write: (name: string, pen: Pen) => string[]): Write =>
  pen => {
    const name = pen.any(type);
    return name === null ? null : write(name, pen);
  };

const NUMBERS: Write[] = [
  pen => {
    const value = `${pen.number()} + ${pen.number()} * 2`;
    return [`${pen.target('int')} = ${value}`];
  },
  pen => {
    const [one, other] = [pen.number(), pen.number()];
    return [`${pen.target('int')}, ${pen.fresh('int')} = ${one}, ${other}`];
  },
  using('int', (name, pen) => [`${name} += ${pen.number()}`]),
  pen => {
    const value = pen.number();
    return [`print((${pen.target('int')} := ${value}) + 1)`];
  },
  pen => {
    const value = pen.number();
    const name = pen.fresh('int');
    return [`${name} = ${value}`, `${pen.fresh('int')} = (lambda a, b=${name}: a + b)(1)`];
  },
  using('int', (name, pen) => [`print(f"{${name}!r:>{4}} {${pen.number()} + 1}")`])
];

const COLLECTIONS: Write[] = [
  pen => {
    const items = `${pen.number()}, ${pen.number()}`;
    return [`${pen.target('list')} = [${items}]`];
  },
  using('list', (name, pen) => [`${name}.append(${pen.number()})`]),
  using('list', (name, pen) => [`${name} += [${pen.number()}]`]),
  using('list', (name, pen) => [`if ${name}:`, `    ${name}[0] = ${pen.number()}`]),
  using('list', (name, pen) => {
    const factor = pen.number();
    return [`${pen.target('list')} = [i * ${factor} for i in ${name} if i >= 0][:6]`];
  }),
  using('list', (name, pen) => [`${pen.target('list')} = ${name}[1:] + [0]`]),
  using('list', (name, pen) => {
    const alias = pen.fresh('list');
    return [`${alias} = ${name}`, `${alias}.append(${pen.number()})`];
  }),
  using('list', (name, pen) => [`${pen.fresh('dict')} = {'items': ${name}, 'n': ${pen.number()}}`]),
  pen => [`${pen.target('dict')} = {'n': ${pen.number()}}`],
  using('dict', (name, pen) => [`${name}['k${pen.random.int(0, 3)}'] = ${pen.number()}`]),
  using('dict', (name, pen) => [`${name}.setdefault('more', []).append(${pen.number()})`]),
  using('dict', (name, pen) => [`${pen.target('int')} = len(${name}) + ${name}.get('n', 1)`])
];

const FUNCTIONS: Write[] = [
  pen => {
    const value = pen.number();
    return [`def ${pen.target('function')}(x):`, `    return x * 2 + ${value}`];
  },
  using('int', (name, pen) => [`${pen.target('function')} = lambda x: x + ${name}`]),
  using('function', (name, pen) => [
    `def ${pen.fresh('function')}(x):`,
    `    return ${name}(x) + 1`
  ]),
  using('int', (name, pen) => {
    const maker = pen.fresh('mutator');
    pen.forget(maker);
    return [
      `def ${maker}(a):`,
      `    def inner(x):`,
      `        return x + a + ${name}`,
      `    return inner`,
      `${pen.target('function')} = ${maker}(2)`
    ];
  }),
  using('int', (name, pen) => {
    const counter = pen.fresh('counter');
    return [`def ${counter}():`, `    global ${name}`, `    ${name} += 1`, `    return ${name}`];
  }),
  using('counter', (name, pen) => [`${pen.fresh('int')} = ${name}()`]),
  using('list', (name, pen) => {
    const adder = pen.fresh('mutator');
    return [`def ${adder}(x, into):`, `    ${name}.append(x)`, `    into.append(x)`];
  }),
  pen => {
    const [mutator, list] = [pen.any('mutator'), pen.any('list')];
    return mutator && list ? [`${mutator}(${pen.number()}, ${list})`] : null;
  },
  using('int', (name, pen) => {
    const coroutine = pen.fresh('counter');
    pen.forget(coroutine);
    return [`async def ${coroutine}():`, `    return ${name} + 1`, `print(await ${coroutine}())`];
  })
];

const CLASSES: Write[] = [
  pen => {
    const value = pen.number();
    const name = pen.fresh('class');
    return [
      `class ${name}:`,
      `    factor = ${pen.number()}`,
      `    def __init__(self, start):`,
      `        self.items = [start]`,
      // IPython shows what a cell ends with, and an address is another one in each process.
      `    def __repr__(self):`,
      `        return f'{self.items}'`,
      `    def push(self, x):`,
      `        self.items.append(x)`,
      `        return self`,
      `    def total(self, x):`,
      `        return sum(self.items) + x * self.factor + ${value}`
    ];
  },
  using('class', (name, pen) => [`${pen.target('object')} = ${name}(${pen.number()})`]),
  using('class', (name, pen) => [
    `class ${pen.fresh('class')}(${name}):`,
    `    def total(self, x):`,
    `        return super().total(x) + ${pen.number()}`
  ]),
  using('object', (name, pen) => [`${name}.push(${pen.number()})`]),
  using('object', (name, pen) => [`${name}.items[0] = ${pen.number()}`])
];

const FLOW: Write[] = [
  using('int', (name, pen) => {
    const value = pen.number();
    const target = pen.any('int')!;
    return [`if ${name} % 2:`, `    ${target} = ${value}`];
  }),
  pen => {
    const value = pen.number();
    const name = pen.target('int');
    return [`${name} = 0`, `for i in range(3):`, `    ${name} += i + ${value}`];
  },
  using('list', (name, pen) => {
    const target = pen.any('int') ?? pen.fresh('int');
    return [
      `${target} = 0`,
      `for i, item in enumerate(${name}):`,
      `    if item > 6:`,
      `        break`,
      `    ${target} += item`
    ];
  }),
  using('list', (name, pen) => {
    const target = pen.any('int');
    return target === null
      ? []
      : [
          `try:`,
          `    ${target} = ${name}[7]`,
          `except IndexError as error:`,
          `    print('no', type(error).__name__)`
        ];
  }),
  using('list', (name, pen) => [
    `with ctx.suppress(IndexError):`,
    `    ${name}[9] = ${pen.number()}`
  ]),
  using('int', (name, pen) => {
    const target = pen.any('int')!;
    return [
      `match ${name} % 3:`,
      `    case 0:`,
      `        ${target} = ${pen.number()}`,
      `    case rest if rest > 1:`,
      `        print(rest)`
    ];
  }),
  using('int', (name, pen) => {
    pen.forget(name);
    return [`del ${name}`];
  })
];
