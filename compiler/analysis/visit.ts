import type { Expression, Statement } from '../python/ast.js';

/** What a visitor is told of, in no order that means anything. */
export interface Visitor {
  /** Before what a function, class, lambda or comprehension contains; the answer is called after it. */
  enter(node: object): () => void;
  call(call: Extract<Expression, { kind: 'call' }>): void;
  /** `value` is null for a deletion and where a part of a larger target is bound. */
  assigned(target: Expression, value: Expression | null): void;
  iterated(target: Expression, iterable: Expression): void;
}

/** Shows everything in `body`, functions and classes in it too. */
export function visitStatements(body: readonly Statement[], visitor: Visitor): void {
  for (const statement of body) {
    visitStatement(statement, visitor);
  }
}

function visitStatement(statement: Statement, visitor: Visitor): void {
  const expressions = (...found: (Expression | null)[]): void =>
    found.forEach(expression => expression && visitExpression(expression, visitor));
  switch (statement.kind) {
    case 'expression':
      return expressions(statement.value);
    case 'assign':
      statement.targets.forEach(target => visitTarget(target, statement.value, visitor));
      return expressions(statement.value);
    case 'augmented':
    case 'annotated':
      visitTarget(statement.target, null, visitor);
      return expressions(statement.value);
    case 'delete':
      return statement.targets.forEach(target => visitTarget(target, null, visitor));
    case 'return':
      return expressions(statement.value);
    case 'raise':
    case 'assert':
      return expressions(...statement.operands);
    case 'if':
    case 'while':
      expressions(statement.test);
      visitStatements(statement.body, visitor);
      return visitStatements(statement.otherwise, visitor);
    case 'for':
      visitor.iterated(statement.target, statement.iterable);
      visitTarget(statement.target, null, visitor);
      expressions(statement.iterable);
      visitStatements(statement.body, visitor);
      return visitStatements(statement.otherwise, visitor);
    case 'try':
      visitStatements(statement.body, visitor);
      for (const handler of statement.handlers) {
        expressions(handler.type);
        visitStatements(handler.body, visitor);
      }
      visitStatements(statement.otherwise, visitor);
      return visitStatements(statement.finally, visitor);
    case 'with':
      for (const { context, target } of statement.items) {
        expressions(context);
        if (target) {
          visitTarget(target, context, visitor);
        }
      }
      return visitStatements(statement.body, visitor);
    case 'match':
      expressions(statement.subject);
      for (const { pattern, guard, body } of statement.cases) {
        expressions(...pattern.values, guard);
        visitStatements(body, visitor);
      }
      return undefined;
    case 'function': {
      expressions(...statement.decorators, ...statement.parameters.defaults);
      const leave = visitor.enter(statement);
      visitStatements(statement.body, visitor);
      return leave();
    }
    case 'class': {
      expressions(...statement.decorators, ...statement.arguments.map(({ value }) => value));
      const leave = visitor.enter(statement);
      visitStatements(statement.body, visitor);
      return leave();
    }
  }
}

function visitTarget(target: Expression, value: Expression | null, visitor: Visitor): void {
  switch (target.kind) {
    case 'collection':
      return target.items.forEach(item => visitTarget(item, null, visitor));
    case 'starred':
      return visitTarget(target.value, null, visitor);
    default:
      visitor.assigned(target, value);
      if (target.kind !== 'name') {
        visitExpression(target, visitor);
      }
  }
}

function visitExpression(expression: Expression, visitor: Visitor): void {
  switch (expression.kind) {
    case 'attribute':
    case 'starred':
      return visitExpression(expression.value, visitor);
    case 'walrus':
      visitor.assigned(expression.target, expression.value);
      return visitExpression(expression.value, visitor);
    case 'subscript':
      visitExpression(expression.value, visitor);
      return visitExpression(expression.index, visitor);
    case 'call':
      visitor.call(expression);
      visitExpression(expression.callee, visitor);
      return expression.arguments.forEach(({ value }) => visitExpression(value, visitor));
    case 'lambda': {
      const leave = visitor.enter(expression);
      visitExpression(expression.body, visitor);
      return leave();
    }
    case 'comprehension': {
      visitExpression(expression.clauses[0]!.iterable, visitor);
      const leave = visitor.enter(expression);
      expression.clauses.forEach(({ iterable, conditions }, index) => {
        if (index > 0) {
          visitExpression(iterable, visitor);
        }
        conditions.forEach(condition => visitExpression(condition, visitor));
      });
      expression.elements.forEach(element => visitExpression(element, visitor));
      return leave();
    }
    case 'operation':
      return expression.operands.forEach(operand => visitExpression(operand, visitor));
    case 'collection':
      return expression.items.forEach(item => visitExpression(item, visitor));
  }
}
