import type { Expression, For, FromImport, Import, Match, Statement, Try } from '../python/ast.js';
import { elementRoots } from './sites.js';
import { parse } from '../python/parser.js';
import { scopesOf } from '../python/scopes.js';
import { PythonSyntaxError } from '../python/syntax-error.js';
import { Definer } from './define.js';
import type { Statuses } from './facts.js';
import { joined } from './record.js';
import { collectReferences } from './references.js';

/** Follows the statements of a cell in the order in which Python runs them. */
export class Flow extends Definer {
  /** How many `if`, `try`, loops and the like are around the statement. */
  private depth = 0;
  /** What holds where `break` and `continue` leave the innermost loop's body. */
  private exits: (Statuses | null)[] = [];

  run(body: readonly Statement[]): void {
    for (const statement of body) {
      this.statement(statement);
    }
  }

  protected nested(body: readonly Statement[]): void {
    this.depth++;
    this.run(body);
    this.depth--;
  }

  private statement(statement: Statement): void {
    switch (statement.kind) {
      case 'expression':
        return this.evaluate(statement.value);
      case 'assign':
        this.evaluate(statement.value);
        return statement.targets.forEach(target => this.assign(target, statement.value));
      case 'augmented':
        return this.augmented(statement);
      case 'annotated':
        return this.annotated(statement);
      case 'delete':
        return statement.targets.forEach(target => this.delete(target));
      case 'import':
        return this.import(statement);
      case 'from-import':
        return this.fromImport(statement);
      case 'function':
        return this.function(statement);
      case 'class':
        return this.class(statement);
      case 'type-alias':
        return this.typeAlias(statement);
      case 'magic-line':
        return this.magic(statement.text, statement.line);
      case 'assert':
        return this.evaluateAll(statement.operands);
      case 'raise':
        this.evaluateAll(statement.operands);
        this.record.state = null;
        return undefined;
      case 'return':
        this.evaluateAll([statement.value]);
        return undefined;
      case 'jump':
        if (statement.type !== 'pass') {
          this.exits.push(this.record.state);
          this.record.state = null;
        }
        return undefined;
      default:
        return this.compound(statement);
    }
  }

  private compound(statement: Statement): void {
    switch (statement.kind) {
      case 'if':
        this.evaluate(statement.test);
        return this.record.branch(
          () => this.nested(statement.body),
          () => this.nested(statement.otherwise)
        );
      case 'while':
        this.evaluate(statement.test);
        return this.loop(() => this.nested(statement.body), statement.otherwise, false);
      case 'for':
        return this.for(statement);
      case 'try':
        return this.try(statement);
      case 'with':
        for (const { context, target } of statement.items) {
          this.evaluate(context);
          if (target) {
            this.assign(target, {
              kind: 'operation',
              operator: 'eager',
              operands: [context],
              line: context.line
            });
          }
        }
        return this.nested(statement.body);
      case 'match':
        return this.match(statement);
    }
  }

  private augmented({ target, value }: Extract<Statement, { kind: 'augmented' }>): void {
    this.evaluate(target);
    this.evaluate(value);
    if (target.kind !== 'name') {
      return this.assign(target, value);
    }
    const name = this.record.globalName(target.id);
    // `xs += [1]` changes the list for all who have it; numbers and strings stay as they are.
    if (name !== null && (value.kind === 'collection' || value.kind === 'comprehension')) {
      const text = `${name} += …`;
      this.record.mutate({
        name,
        line: target.line,
        certain: true,
        by: 'assignment',
        deep: false,
        text
      });
    }
    const bound = this.record.bind(target.id, target.line, 'value', { augments: true });
    if (bound !== null) {
      collectReferences(value, this.scopes, this.record.globalName, this.record.holding(bound));
    }
  }

  private annotated(statement: Extract<Statement, { kind: 'annotated' }>): void {
    if (statement.value) {
      this.evaluate(statement.value);
    }
    this.annotations([statement.annotation]);
    if (statement.value) {
      this.assign(statement.target, statement.value);
    }
  }

  private delete(target: Expression): void {
    switch (target.kind) {
      case 'name':
        this.record.read(target.id, target.line);
        return this.record.unbind(target.id, target.line);
      case 'collection':
        return target.items.forEach(item => this.delete(item));
      default:
        return this.assign(target, null);
    }
  }

  private import({ names, line, text }: Import): void {
    const bound = names.map(({ module, alias }) => alias ?? module.split('.')[0]!);
    this.imported(bound, line, text);
  }

  private imported(bound: readonly string[], line: number, text: string): void {
    const names = bound.map(name =>
      this.record.bind(name, line, this.depth === 0 ? 'import' : 'value')
    );
    if (this.depth === 0 && !this.record.frame) {
      this.record.imports.push({ names: names.filter(name => name !== null), line, text });
    }
  }

  private fromImport({ module, names, line }: FromImport): void {
    if (names) {
      const parts = names.map(({ name, alias }) => (alias ? `${name} as ${alias}` : name));
      const text = `from ${module} import ${parts.join(', ')}`;
      return this.imported(
        names.map(({ name, alias }) => alias ?? name),
        line,
        text
      );
    }
    this.record.open = true;
    this.record.note({
      severity: 'warning',
      code: 'star-import',
      message: `\`from ${module} import *\` hides which names it defines; import the names that you use, so that other steps get them.`,
      line
    });
  }

  private loop(body: () => void, otherwise: readonly Statement[], runs: boolean): void {
    const outer = this.exits;
    this.exits = [];
    if (runs) {
      body();
    } else {
      this.record.branch(body, () => undefined);
    }
    this.record.state = this.exits.reduce(joined, this.record.state);
    this.exits = outer;
    // `break` leaves out what follows the loop as `else`.
    this.record.branch(
      () => this.nested(otherwise),
      () => undefined
    );
  }

  private for({ target, iterable, body, otherwise }: For): void {
    this.evaluate(iterable);
    this.loop(
      () => {
        this.assign(target, iterable, elementRoots(iterable));
        this.nested(body);
      },
      otherwise,
      isFilled(iterable)
    );
  }

  private try(statement: Try): void {
    const { record } = this;
    const before = record.state;
    const began = record.events.length;
    this.nested(statement.body);
    const failed = record.afterAnyOf(before, began);
    this.nested(statement.otherwise);
    let after = record.state;
    for (const { type, name, body } of statement.handlers) {
      record.state = failed;
      if (type) {
        this.evaluate(type);
      }
      if (name) {
        record.bind(name.id, name.line, 'value');
      }
      this.nested(body);
      if (name && record.state) {
        record.unbind(name.id, name.line);
      }
      after = joined(after, record.state);
    }
    record.state = after;
    this.nested(statement.finally);
  }

  private match({ subject, cases }: Match): void {
    this.evaluate(subject);
    const branches = cases.map(({ pattern, guard, body }) => () => {
      this.pattern(pattern, subject);
      this.evaluateAll([guard]);
      this.nested(body);
    });
    const last = cases.at(-1);
    if (!last?.pattern.irrefutable || last.guard) {
      branches.push(() => undefined);
    }
    this.record.branch(...branches);
  }

  protected override inner(code: string, line: number, kept: boolean): void {
    const { scopes, record } = this;
    try {
      const body = parse(code);
      this.scopes = scopesOf(body);
      const before = record.state;
      this.nested(body.map(statement => ({ ...statement, line })));
      record.state = kept ? record.state : before;
    } catch (error) {
      if (!(error instanceof PythonSyntaxError)) {
        throw error;
      }
      record.note({ severity: 'error', code: 'syntax-error', message: error.message, line });
    } finally {
      this.scopes = scopes;
    }
  }
}

/** Whether going through `iterable` certainly gives something: a display with items, or `range(3)`. */
function isFilled(iterable: Expression): boolean {
  if (iterable.kind === 'collection') {
    return iterable.items.some(({ kind }) => kind !== 'starred');
  }
  if (iterable.kind !== 'call' || iterable.callee.kind !== 'name') {
    return false;
  }
  const [first, ...others] = iterable.arguments.map(({ value }) => value);
  switch (iterable.callee.id) {
    case 'range':
      return others.length === 0 && first?.kind === 'constant' && Number(first.text) > 0;
    case 'enumerate':
    case 'reversed':
      return first !== undefined && isFilled(first);
    default:
      return false;
  }
}
