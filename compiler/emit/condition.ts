import type { Comparison, Condition, Operand } from '../notebook/condition.js';
import { parameterText } from '../notebook/parameters.js';

/**
 * A condition as Argo's `when` has it. Argo puts the values of parameters in before it reads the condition, so that
 * texts stand in quotes here.
 */
export function argoCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'or':
      return condition.parts.map(part => within(part)).join(' || ');
    case 'and':
      return condition.parts.map(part => within(part)).join(' && ');
    case 'not':
      return `!(${argoCondition(condition.part)})`;
    case 'compare':
      return compared(condition.left, condition.operator, condition.right);
  }
}

function within(part: Condition): string {
  const text = argoCondition(part);
  return part.kind === 'or' || part.kind === 'and' ? `(${text})` : text;
}

function compared(left: Operand, operator: Comparison, right: Operand): string {
  return `${operandText(left)} ${operator} ${operandText(right)}`;
}

function operandText(operand: Operand): string {
  const text =
    operand.kind === 'parameter'
      ? `{{workflow.parameters.${operand.name}}}`
      : parameterText(operand.value);
  return operand.type === 'int' || operand.type === 'float' ? text : `'${text}'`;
}
