import type {
  ClassDefinition,
  Comprehension,
  Expression,
  FunctionDefinition,
  Lambda,
  Name,
  Parameters,
  Pattern,
  Statement,
  TypeAlias,
  TypeParameter
} from './ast.js';
import { resolve } from './resolve.js';

/** One name in one scope, with the flags of CPython's symbol table. */
export interface Symbol {
  assigned: boolean;
  imported: boolean;
  parameter: boolean;
  referenced: boolean;
  declaredGlobal: boolean;
  declaredNonlocal: boolean;
  /** Where the name is found: here, in an enclosing function, or among the globals and builtins. */
  found: 'local' | 'enclosing' | 'global';
}

export interface Scope {
  type: 'module' | 'function' | 'class';
  /** As CPython names it: `lambda`, `listcomp`, … for those without a name. */
  name: string;
  line: number;
  symbols: Map<string, Symbol>;
  children: Scope[];
  parent: Scope | null;
  /** Comprehensions see names as functions do, but run at once. */
  comprehension: boolean;
}

export interface ScopeTree {
  module: Scope;
  /** The scope that a node opens. */
  of: Map<object, Scope>;
  /** Annotations are not evaluated: `from __future__ import annotations`. */
  annotationsAreText: boolean;
}

/** The scopes of a module and where their names are found, by CPython's rules (Python/symtable.c). */
export function scopesOf(body: readonly Statement[]): ScopeTree {
  const annotationsAreText = hasFutureAnnotations(body);
  const builder = new ScopeBuilder(annotationsAreText);
  builder.statements(body);
  resolve(builder.module);
  return { module: builder.module, of: builder.of, annotationsAreText };
}

function hasFutureAnnotations(body: readonly Statement[]): boolean {
  return body.some(
    statement =>
      statement.kind === 'from-import' &&
      statement.module === '__future__' &&
      statement.names?.some(({ name }) => name === 'annotations')
  );
}

/** The name that a name in a class has there: `__private` becomes `_Class__private`. */
export function mangled(name: string, className: string | null): string {
  if (className === null || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) {
    return name;
  }
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

const COMPREHENSION_NAMES = {
  list: 'listcomp',
  set: 'setcomp',
  dict: 'dictcomp',
  generator: 'genexpr'
} as const;

class ScopeBuilder {
  readonly module = newScope('module', 'top', 0, null);
  readonly of = new Map<object, Scope>();
  private current = this.module;
  private className: string | null = null;

  constructor(private readonly annotationsAreText: boolean) {}

  statements(body: readonly Statement[]): void {
    for (const statement of body) {
      this.statement(statement);
    }
  }

  private symbol(name: string, scope = this.current): Symbol {
    const key = mangled(name, this.className);
    let symbol = scope.symbols.get(key);
    if (!symbol) {
      symbol = newSymbol();
      scope.symbols.set(key, symbol);
    }
    return symbol;
  }

  private inside(
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

  private statement(statement: Statement): void {
    switch (statement.kind) {
      case 'expression':
        return this.expression(statement.value);
      case 'assign':
        statement.targets.forEach(target => this.target(target));
        return this.expression(statement.value);
      case 'augmented':
        this.target(statement.target);
        return this.expression(statement.value);
      case 'annotated':
        return this.annotated(statement);
      case 'delete':
        return statement.targets.forEach(target => this.target(target));
      case 'return':
        return this.optional(statement.value);
      case 'raise':
      case 'assert':
        return this.expressions(statement.operands);
      case 'import':
        return statement.names.forEach(({ module, alias }) => {
          this.symbol(alias ?? module.split('.')[0]!).imported = true;
        });
      case 'from-import':
        return statement.names?.forEach(({ name, alias }) => {
          this.symbol(alias ?? name).imported = true;
        });
      case 'scope':
        return this.declaration(statement.type, statement.names);
      case 'function':
        return this.function(statement);
      case 'class':
        return this.class(statement);
      case 'type-alias':
        return this.typeAlias(statement);
      case 'jump':
      case 'magic-line':
        return undefined;
      default:
        return this.compound(statement);
    }
  }

  private compound(statement: Statement): void {
    switch (statement.kind) {
      case 'if':
      case 'while':
        this.expression(statement.test);
        this.statements(statement.body);
        return this.statements(statement.otherwise);
      case 'for':
        this.target(statement.target);
        this.expression(statement.iterable);
        this.statements(statement.body);
        return this.statements(statement.otherwise);
      case 'try':
        this.statements(statement.body);
        for (const { type, name, body } of statement.handlers) {
          this.optional(type);
          if (name) {
            this.symbol(name.id).assigned = true;
          }
          this.statements(body);
        }
        this.statements(statement.otherwise);
        return this.statements(statement.finally);
      case 'with':
        for (const { context, target } of statement.items) {
          this.expression(context);
          if (target) {
            this.target(target);
          }
        }
        return this.statements(statement.body);
      case 'match':
        this.expression(statement.subject);
        for (const { pattern, guard, body } of statement.cases) {
          this.pattern(pattern);
          this.optional(guard);
          this.statements(body);
        }
    }
  }

  private pattern({ captures, values }: Pattern): void {
    captures.forEach(({ id }) => (this.symbol(id).assigned = true));
    this.expressions(values);
  }

  private annotated(statement: Extract<Statement, { kind: 'annotated' }>): void {
    const { target, annotation, value, simple } = statement;
    if (target.kind !== 'name') {
      this.target(target);
    } else if (simple || value) {
      this.symbol(target.id).assigned = true;
    }
    this.annotation(annotation);
    this.optional(value);
  }

  private annotation(annotation: Expression | null): void {
    if (annotation && !this.annotationsAreText) {
      this.expression(annotation);
    }
  }

  private declaration(type: 'global' | 'nonlocal', names: readonly Name[]): void {
    for (const { id } of names) {
      if (type === 'global') {
        this.symbol(id).declaredGlobal = true;
        this.symbol(id, this.module).declaredGlobal = true;
      } else {
        this.symbol(id).declaredNonlocal = true;
      }
    }
  }

  private function(definition: FunctionDefinition): void {
    this.symbol(definition.name.id).assigned = true;
    this.expressions(definition.parameters.defaults);
    this.expressions(definition.decorators);
    this.withTypeParameters(definition, definition.typeParameters, () => {
      definition.parameters.names.forEach(({ annotation }) => this.annotation(annotation));
      this.annotation(definition.returns);
      this.inside(definition, 'function', definition.name.id, definition.line, () => {
        this.parameters(definition.parameters);
        this.statements(definition.body);
      });
    });
  }

  private class(definition: ClassDefinition): void {
    this.symbol(definition.name.id).assigned = true;
    this.expressions(definition.decorators);
    this.withTypeParameters(definition, definition.typeParameters, () => {
      this.expressions(definition.arguments.map(({ value }) => value));
      const outer = this.className;
      this.inside(definition, 'class', definition.name.id, definition.line, () => {
        this.className = definition.name.id;
        this.statements(definition.body);
        this.className = outer;
      });
    });
  }

  private typeAlias(alias: TypeAlias): void {
    this.symbol(alias.name.id).assigned = true;
    this.withTypeParameters(alias, alias.typeParameters, () => {
      this.inside(alias, 'function', alias.name.id, alias.line, () => this.expression(alias.value));
    });
  }

  /** Type parameters are names of a scope between a definition and what surrounds it. */
  private withTypeParameters(
    node: { line: number },
    typeParameters: readonly TypeParameter[],
    fill: () => void
  ): void {
    if (typeParameters.length === 0) {
      return fill();
    }
    this.inside(typeParameters, 'function', 'type parameters', node.line, () => {
      for (const { name, bounds } of typeParameters) {
        this.symbol(name.id).assigned = true;
        this.expressions(bounds);
      }
      fill();
    });
  }

  private parameters({ names }: Parameters): void {
    names.forEach(({ name }) => (this.symbol(name.id).parameter = true));
  }

  private expressions(found: readonly Expression[]): void {
    for (const expression of found) {
      this.expression(expression);
    }
  }

  private optional(expression: Expression | null): void {
    if (expression) {
      this.expression(expression);
    }
  }

  /** What is assigned to or deleted. */
  private target(target: Expression): void {
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

  private expression(expression: Expression): void {
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

function newScope(type: Scope['type'], name: string, line: number, parent: Scope | null): Scope {
  return { type, name, line, symbols: new Map(), children: [], parent, comprehension: false };
}

export function newSymbol(): Symbol {
  return {
    assigned: false,
    imported: false,
    parameter: false,
    referenced: false,
    declaredGlobal: false,
    declaredNonlocal: false,
    found: 'global'
  };
}
