/** What the sources of the platform say to people, for tests of what other languages make of it. */
import ts from 'typescript';

import { found } from './sources.js';

/** In place of what is known only when it is said. */
const UNKNOWN = 'x';
/** Properties and calls whose texts are for developers and logs. */
const NOT_FOR_PEOPLE = /^(summary|description|help)$/;
const NOT_SAID = /^(logger|log|console)\b|^(Error|RangeError|TypeError)$/;

/** What an expression may be, by how it is written, as `{ noun: ['volume', 'pod'] }`. */
export type Values = Readonly<Record<string, readonly string[]>>;

interface Known {
  constants: ReadonlyMap<string, ts.Expression>;
  values: Values;
}

/** The constants of a file, by name; a name that it has twice is none of them. */
function constantsOf(file: ts.SourceFile): Known['constants'] {
  const all = found(file, node =>
    ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer
      ? ([node.name.text, node.initializer] as const)
      : null
  );
  return new Map(all.filter(([name]) => all.filter(([other]) => other === name).length === 1));
}

/** All that some parts in a row can say. */
const inARow = (parts: string[][]): string[] =>
  parts.reduce((heads, tails) => heads.flatMap(head => tails.map(tail => head + tail)), ['']);

/** All that an expression can say. */
function sayingsOf(node: ts.Expression, known: Known): string[] {
  const rest = (inner: ts.Expression) => sayingsOf(inner, known);
  const text = node.getText();
  if (Object.hasOwn(known.values, text)) {
    return [...known.values[text]];
  }
  if (ts.isStringLiteralLike(node)) {
    return [node.text];
  }
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(span =>
      inARow([rest(span.expression), [span.literal.text]])
    );
    return inARow([[node.head.text], ...spans]);
  }
  if (ts.isParenthesizedExpression(node)) {
    return rest(node.expression);
  }
  if (ts.isConditionalExpression(node)) {
    return [...rest(node.whenTrue), ...rest(node.whenFalse)];
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    return inARow([rest(node.left), rest(node.right)]);
  }
  if (ts.isCallExpression(node) && node.expression.getText() === 'lowerFirst') {
    return rest(node.arguments[0]).map(text => text.charAt(0).toLowerCase() + text.slice(1));
  }
  if (ts.isIdentifier(node)) {
    const constant = known.constants.get(node.text);
    return constant ? rest(constant) : [UNKNOWN];
  }
  return [UNKNOWN];
}

/** Whether an expression is a whole text, and one for people. */
function isWhole(node: ts.Node): node is ts.Expression {
  const isText =
    ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isBinaryExpression(node);
  if (!isText) {
    return false;
  }
  let above = node.parent;
  while (ts.isParenthesizedExpression(above) || ts.isConditionalExpression(above)) {
    above = above.parent;
  }
  if (ts.isBinaryExpression(above) || ts.isTemplateSpan(above)) {
    return false;
  }
  const isNamed = ts.isPropertyAssignment(above) && NOT_FOR_PEOPLE.test(above.name.getText());
  const isCalled =
    (ts.isCallExpression(above) || ts.isNewExpression(above)) &&
    NOT_SAID.test(above.expression.getText());
  return !isNamed && !isCalled;
}

/** The sentences that a file says to people, each with `x` in the places whose values are not given. */
export function sentencesOf(file: ts.SourceFile, values: Values): string[] {
  const known = { constants: constantsOf(file), values };
  return found(file, node => (isWhole(node) ? sayingsOf(node, known) : null))
    .flat()
    .filter(text => /^["A-Z].* .* .*\.$/s.test(text) && !text.includes('\n'));
}
