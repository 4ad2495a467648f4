import type { Comprehension, Expression, Lambda, Parameters } from './ast.js';
import { mangled, newScope, newSymbol } from './scope.js';
import type { Scope, Symbol } from './scope.js';

const COMPREHENSION_NAMES = {
  list: 'listcomp',
  set: 'setcomp',
  dict: 'dictcomp',
  generator: 'genexpr'
} as const;

/** Notes the names in expressions, and the scopes of lambdas and comprehensions. */
export class ExpressionScopes {
  readonly module = newScope('module', 'top', 0, null);
  readonly of = new Map<object, Scope>();
  protected current = this.module;
  protected className: string | null = null;

  protected symbol(name: string, scope = this.current): Symbol {
    const key = mangled(name, this.className);
    let symbol = scope.symbols.get(key);
    if (!symbol) {
      symbol = newSymbol();
      scope.symbols.set(key, symbol);
    }
    return symbol;
  }

  protected inside(
    node: object,
    type: Scope['type'],
    name: string,
    line: number,
    fill: (scope: Scope) => void
  ): void {
    const outer = this.current;
    const scope = newScope(type, name, line, outer);
    outer.children.push(scope);
    this.of.set(node, scope);
    this.current = scope;
    fill(scope);
    this.current = outer;
  }

  protected parameters({ names }: Parameters): void {
    names.forEach(({ name }) => (this.symbol(name.id).parameter = true));
  }

  protected expressions(found: readonly Expression[]): void {
    for (const expression of found) {
      this.expression(expression);
    }
  }

  protected optional(expression: Expression | null): void {
    if (expression) {
      this.expression(expression);
    }
  }

  /** What is assigned to or deleted. */
  protected target(target: Expression): void {
    switch (target.kind) {
      case 'name':
        this.symbol(target.id).assigned = true;
        return;
      case 'starred':
        return this.target(target.value);
      case 'collection':
        return target.items.forEach(item => this.target(item));
      default:
        return this.expression(target);
    }
  }

  protected expression(expression: Expression): void {
    switch (expression.kind) {
      case 'name':
        return this.reference(expression.id);
      case 'attribute':
      case 'starred':
        return this.expression(expression.value);
      case 'subscript':
        this.expression(expression.value);
        return this.expression(expression.index);
      case 'call':
        this.expression(expression.callee);
        return expression.arguments.forEach(({ value }) => this.expression(value));
      case 'lambda':
        return this.lambda(expression);
      case 'comprehension':
        return this.comprehension(expression);
      case 'walrus':
        return this.walrus(expression);
      case 'operation':
        return this.expressions(expression.operands);
      case 'collection':
        return this.expressions(expression.items);
    }
  }

  private reference(name: string): void {
    this.symbol(name).referenced = true;
    if (name === 'super' && this.current.type === 'function') {
      this.symbol('__class__').referenced = true;
    }
  }

  private lambda(lambda: Lambda): void {
    this.expressions(lambda.parameters.defaults);
    this.inside(lambda, 'function', 'lambda', lambda.line, () => {
      this.parameters(lambda.parameters);
      this.expression(lambda.body);
    });
  }

  private comprehension(comprehension: Comprehension): void {
    const { clauses, elements, type, line } = comprehension;
    this.expression(clauses[0]!.iterable);
    this.inside(comprehension, 'function', COMPREHENSION_NAMES[type], line, scope => {
      scope.comprehension = true;
      clauses.forEach(({ target, iterable, conditions }, index) => {
        this.target(target);
        if (index > 0) {
          this.expression(iterable);
        }
        this.expressions(conditions);
      });
      this.expressions(elements);
    });
  }

  private walrus({ target, value }: Extract<Expression, { kind: 'walrus' }>): void {
    if (this.current.comprehension) {
      this.bindOutside(target.id);
    }
    this.symbol(target.id).assigned = true;
    this.expression(value);
  }

  /** In a comprehension, `:=` binds a name of the function or module around it. */
  private bindOutside(name: string): void {
    let scope = this.current;
    while (scope.comprehension && scope.parent) {
      scope = scope.parent;
    }
    const outer = this.symbol(name, scope);
    const inner = this.symbol(name);
    if (scope.type === 'module') {
      outer.declaredGlobal = true;
      inner.declaredGlobal = true;
    } else {
      inner[outer.declaredGlobal ? 'declaredGlobal' : 'declaredNonlocal'] = true;
      outer.assigned = true;
    }
  }
}
