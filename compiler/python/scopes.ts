import type {
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Name,
  Pattern,
  Statement,
  TypeAlias,
  TypeParameter
} from './ast.js';
import { ExpressionScopes } from './expression-scopes.js';
import { resolve } from './resolve.js';
import type { Scope } from './scope.js';

export { mangled } from './scope.js';
export type { Scope, Symbol } from './scope.js';

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

class ScopeBuilder extends ExpressionScopes {
  constructor(private readonly annotationsAreText: boolean) {
    super();
  }

  statements(body: readonly Statement[]): void {
    for (const statement of body) {
      this.statement(statement);
    }
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
}
