import { listOf } from '../common/text.js';
import type { DagTask } from './types.js';

/** What `depends` can ask of a task: https://argo-workflows.readthedocs.io/en/latest/enhanced-depends-logic/ */
export const TASK_RESULTS = [
  'Succeeded',
  'Failed',
  'Errored',
  'Skipped',
  'Omitted',
  'Daemoned',
  'AnySucceeded',
  'AllFailed'
] as const;
export type TaskResult = (typeof TASK_RESULTS)[number];

/** A condition on the results of tasks. */
export type Depends =
  | { kind: 'result'; task: string; results: readonly TaskResult[] }
  | { kind: 'not'; of: Depends }
  | { kind: 'and' | 'or'; of: Depends[] };

/** A name without a result means that the task went well. */
const WELL: readonly TaskResult[] = ['Succeeded', 'Skipped', 'Daemoned'];

/** A `depends` that cannot be read; its message is a sentence. */
export class DependsError extends Error {}

/** The condition under which a task begins; null where it begins at once. Throws DependsError. */
export function dependsOf(task: DagTask, siblings: readonly DagTask[]): Depends | null {
  if (task.depends !== undefined && task.depends !== '') {
    return parseDepends(task.depends);
  }
  const names = listOf(task.dependencies);
  if (names.length === 0) {
    return null;
  }
  return { kind: 'and', of: names.map(name => dependency(name, siblings)) };
}

/** `dependencies` know no results; what may follow a failure says the task before it, by `continueOn`. */
function dependency(name: string, siblings: readonly DagTask[]): Depends {
  const { continueOn } = siblings.find(task => task.name === name) ?? {};
  const results: TaskResult[] = [...WELL];
  if (continueOn?.failed === true) {
    results.push('Failed');
  }
  if (continueOn?.error === true) {
    results.push('Errored');
  }
  return { kind: 'result', task: name, results };
}

/** Reads `A && (B.Succeeded || !C.Failed)`. Throws DependsError. */
export function parseDepends(text: string): Depends {
  const parser = new Parser(tokens(text), text);
  const depends = parser.either();
  parser.end();
  return depends;
}

/** The tasks that a condition names, each once, in their order. */
export function tasksOf(depends: Depends | null): string[] {
  if (depends === null) {
    return [];
  }
  const names =
    depends.kind === 'result'
      ? [depends.task]
      : depends.kind === 'not'
        ? tasksOf(depends.of)
        : depends.of.flatMap(tasksOf);
  return [...new Set(names)];
}

/** Whether the condition is true; `has` answers for one task that has ended. */
export function holds(
  depends: Depends,
  has: (task: string, result: TaskResult) => boolean
): boolean {
  switch (depends.kind) {
    case 'result':
      return depends.results.some(result => has(depends.task, result));
    case 'not':
      return !holds(depends.of, has);
    case 'and':
      return depends.of.every(part => holds(part, has));
    case 'or':
      return depends.of.some(part => holds(part, has));
  }
}

const TOKEN = /\s*(&&|\|\||[!()]|[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z]+)?)/y;

function tokens(text: string): string[] {
  const found: string[] = [];
  const source = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null) {
      throw new DependsError(
        `"${text}" cannot be read at its character ${at + 1}; it may hold names of tasks, &&, ||, ! and parentheses.`
      );
    }
    found.push(match[1]);
  }
  return found;
}

/** A parser by recursive descent: `||` binds weakest, `!` strongest. */
class Parser {
  private at = 0;

  constructor(
    private readonly tokens: string[],
    private readonly text: string
  ) {}

  either(): Depends {
    return this.chain('||', 'or', () => this.both());
  }

  end(): void {
    if (this.at < this.tokens.length) {
      throw new DependsError(`"${this.text}" cannot be read from "${this.tokens[this.at]}" on.`);
    }
  }

  private both(): Depends {
    return this.chain('&&', 'and', () => this.one());
  }

  private chain(operator: string, kind: 'and' | 'or', next: () => Depends): Depends {
    const of = [next()];
    while (this.tokens[this.at] === operator) {
      this.at += 1;
      of.push(next());
    }
    return of.length === 1 ? of[0] : { kind, of };
  }

  private one(): Depends {
    const token = this.tokens[this.at];
    this.at += 1;
    if (token === '!') {
      return { kind: 'not', of: this.one() };
    }
    if (token === '(') {
      const inner = this.either();
      if (this.tokens[this.at] !== ')') {
        throw new DependsError(`"${this.text}" lacks a closing parenthesis.`);
      }
      this.at += 1;
      return inner;
    }
    if (token === undefined || !/^\w/.test(token)) {
      throw new DependsError(`"${this.text}" lacks the name of a task.`);
    }
    return this.result(token);
  }

  private result(token: string): Depends {
    const [task, name] = token.split('.');
    if (name === undefined) {
      return { kind: 'result', task, results: WELL };
    }
    const result = TASK_RESULTS.find(known => known === name);
    if (result === undefined) {
      throw new DependsError(
        `"${token}": a task has no result ${name}; it may be ${TASK_RESULTS.join(', ')}.`
      );
    }
    return { kind: 'result', task, results: [result] };
  }
}
