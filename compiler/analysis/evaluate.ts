import type { Comprehension, Expression, Pattern } from '../python/ast.js';
import type { ScopeTree } from '../python/scopes.js';
import { readLineMagic } from './magics.js';
import { Record } from './record.js';
import { collectReferences } from './references.js';
import { assignmentSite, callSites, rootOf, elementRoots, sharedRoots } from './sites.js';
import type { Root, Site } from './sites.js';
import { DYNAMIC } from './vocabulary.js';

/** Follows expressions at the top of a cell in the order in which Python evaluates them. */
export abstract class Evaluator {
  readonly record = new Record();

  constructor(protected scopes: ScopeTree) {}

  protected evaluate(expression: Expression): void {
    const { record } = this;
    switch (expression.kind) {
      case 'name':
        return record.read(expression.id, expression.line);
      case 'attribute':
      case 'starred':
        return this.evaluate(expression.value);
      case 'subscript':
        this.evaluate(expression.value);
        return this.evaluate(expression.index);
      case 'call':
        return this.call(expression);
      case 'lambda':
        return expression.parameters.defaults.forEach(value => this.evaluate(value));
      case 'comprehension':
        return this.comprehension(expression);
      case 'walrus':
        this.evaluate(expression.value);
        return this.assign(expression.target, expression.value);
      case 'operation':
        return this.operation(expression);
      case 'collection':
        return expression.items.forEach(item => this.evaluate(item));
      case 'magic':
        return this.magic(expression.text, expression.line);
    }
  }

  protected evaluateAll(expressions: readonly (Expression | null)[]): void {
    for (const expression of expressions) {
      if (expression) {
        this.evaluate(expression);
      }
    }
  }

  private operation({ operator, operands }: Extract<Expression, { kind: 'operation' }>): void {
    if (operator !== 'lazy') {
      return this.evaluateAll(operands);
    }
    const [first, ...others] = operands;
    this.evaluate(first!);
    others.forEach(other =>
      this.record.branch(
        () => this.evaluate(other),
        () => undefined
      )
    );
  }

  private call(call: Extract<Expression, { kind: 'call' }>): void {
    const { callee, line } = call;
    this.evaluate(callee);
    this.evaluateAll(call.arguments.map(({ value }) => value));
    callSites(call).forEach(site => this.site(site));
    if (callee.kind === 'name') {
      this.pass(call, callee.id);
      if (DYNAMIC.has(callee.id) && this.record.globalName(callee.id) !== null) {
        this.dynamic(callee.id, line);
      }
    } else {
      this.keep(call);
    }
  }

  private dynamic(called: string, line: number): void {
    const reading = called !== 'exec' && called !== 'eval';
    this.record.open ||= called === 'exec' || reading;
    this.record.note({
      severity: 'warning',
      code: 'dynamic-names',
      message: `\`${called}()\` reaches names that cannot be seen in the text; write them out, so that they travel between steps.`,
      line
    });
  }

  private pass(call: Extract<Expression, { kind: 'call' }>, callee: string): void {
    const called = this.record.globalName(callee);
    call.arguments.forEach(({ name: keyword, value }, index) => {
      const root = rootOf(value);
      const name = root && this.record.globalName(root.id);
      if (called !== null && name) {
        const passing = { callee: called, position: keyword ?? index, name, line: call.line };
        this.record.events.push({ type: 'pass', passing });
      }
    });
  }

  /** What a method is given may stay in what it is called on. */
  private keep(call: Extract<Expression, { kind: 'call' }>): void {
    const root = rootOf(call.callee);
    const name = root && this.record.globalName(root.id);
    if (name) {
      collectReferences(call, this.scopes, this.record.globalName, this.record.holding(name));
    }
  }

  protected site({ name, ...site }: Site): void {
    this.record.mutate({ ...site, name: name.id });
  }

  private comprehension(comprehension: Comprehension): void {
    const { clauses, elements } = comprehension;
    this.evaluate(clauses[0]!.iterable);
    const { record } = this;
    const outer = record.frame;
    record.frame = {
      scope: this.scopes.of.get(comprehension)!,
      className: outer?.className ?? null,
      bound: new Set()
    };
    record.branch(
      () => {
        clauses.forEach(({ iterable, conditions }, index) => {
          if (index > 0) {
            this.evaluate(iterable);
          }
          this.evaluateAll(conditions);
        });
        this.evaluateAll(elements);
      },
      () => undefined
    );
    record.frame = outer;
  }

  /** Binds `target` to what `value` gives, or to a part of that where `roots` say so; null where that is not known. */
  protected assign(
    target: Expression,
    value: Expression | null,
    roots: readonly Root[] = value ? sharedRoots(value) : []
  ): void {
    switch (target.kind) {
      case 'name':
        return this.assignName(target.id, target.line, value, roots);
      case 'collection':
        return this.unpack(target.items, value, roots);
      case 'starred':
        return this.assign(target.value, value, []);
      default:
        return this.assignPart(target, value);
    }
  }

  private unpack(
    targets: readonly Expression[],
    value: Expression | null,
    roots: readonly Root[]
  ): void {
    const isPlain = (items: readonly Expression[]): boolean =>
      items.length === targets.length && items.every(({ kind }) => kind !== 'starred');
    const parts =
      value?.kind === 'collection' && isPlain(value.items) && isPlain(targets) ? value.items : null;
    // Of one object many names: each is a part of it.
    const inner = roots.map((root): Root => ({ ...root, relation: 'inside' }));
    // All values are there before the first name is bound.
    const known = parts?.map(sharedRoots);
    targets.forEach((target, index) =>
      parts ? this.assign(target, parts[index]!, known![index]) : this.assign(target, value, inner)
    );
  }

  private assignName(
    id: string,
    line: number,
    value: Expression | null,
    roots: readonly Root[]
  ): void {
    const { record } = this;
    // Asked before the name is bound: a name of a class may hide one of the module.
    const others = roots.map(({ name, relation }) => ({
      other: record.globalName(name.id),
      relation
    }));
    const name = record.bind(id, line, 'value', { unstorable: value && unstorable(value) });
    if (name === null || !value) {
      return;
    }
    collectReferences(value, this.scopes, record.globalName, record.holding(name));
    for (const { other, relation } of others) {
      if (other !== null && other !== name) {
        record.events.push({ type: 'share', name, other, relation });
      }
    }
  }

  private assignPart(target: Expression, value: Expression | null): void {
    this.evaluate(target);
    const site = assignmentSite(target);
    if (!site) {
      return;
    }
    this.site(site);
    const name = this.record.globalName(site.name.id);
    if (name !== null && value) {
      collectReferences(value, this.scopes, this.record.globalName, this.record.holding(name));
    }
  }

  protected pattern({ captures, values }: Pattern, subject: Expression): void {
    this.evaluateAll(values);
    for (const name of captures) {
      this.assign(name, subject, elementRoots(subject));
    }
  }

  /** An IPython line, or what stands to the right of `=` in its place. */
  protected magic(text: string, line: number): void {
    const magic = readLineMagic(text);
    magic.reads.forEach(name => this.record.read(name, line, true));
    magic.binds.forEach(name => this.record.bind(name, line, 'value'));
    if (magic.note) {
      this.record.note({ ...magic.note, line });
      this.record.open = true;
    }
    if (magic.code) {
      this.inner(magic.code.text, line, magic.code.kept);
    }
  }

  /** Follows Python that stands in an IPython line. */
  protected abstract inner(code: string, line: number, kept: boolean): void;
}

/** What `value` certainly is, where no file can hold that. */
function unstorable(value: Expression): string | null {
  if (value.kind === 'comprehension' && value.type === 'generator') {
    return 'a generator';
  }
  const isOpen =
    value.kind === 'call' && value.callee.kind === 'name' && value.callee.id === 'open';
  return isOpen ? 'an open file' : null;
}
