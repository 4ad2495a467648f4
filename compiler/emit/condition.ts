import type { Comparison, Condition, Operand } from '../notebook/condition.js';
import { parameterText } from '../notebook/parameters.js';

/**
 * A condition as Argo's `when` has it. Argo puts the values of parameters in before it reads the condition, so that
 * texts stand in quotes here.
 */
export function argoCondition(condition: Condition): string {
  return joined(condition, (left, operator, right) => {
    return `${argoOperand(left)} ${operator} ${argoOperand(right)}`;
  });
}

/**
 * A condition in the Common Expression Language, as Kubeflow Pipelines has it. It compares only what is of one type,
 * and every number that it is given is a floating one.
 */
export function celCondition(condition: Condition): string {
  return joined(condition, (left, operator, right) => {
    const isFloat = left.type === 'float' || right.type === 'float';
    return `${celOperand(left, isFloat)} ${operator} ${celOperand(right, isFloat)}`;
  });
}

/** The names of the parameters that a condition compares. */
export function parametersOf(condition: Condition): string[] {
  switch (condition.kind) {
    case 'or':
    case 'and':
      return condition.parts.flatMap(parametersOf);
    case 'not':
      return parametersOf(condition.part);
    case 'compare':
      return [condition.left, condition.right].flatMap(operand =>
        operand.kind === 'parameter' ? [operand.name] : []
      );
  }
}

type Compared = (left: Operand, operator: Comparison, right: Operand) => string;

function joined(condition: Condition, compared: Compared): string {
  const within = (part: Condition): string => {
    const text = joined(part, compared);
    return part.kind === 'or' || part.kind === 'and' ? `(${text})` : text;
  };
  switch (condition.kind) {
    case 'or':
      return condition.parts.map(within).join(' || ');
    case 'and':
      return condition.parts.map(within).join(' && ');
    case 'not':
      return `!(${joined(condition.part, compared)})`;
    case 'compare':
      return compared(condition.left, condition.operator, condition.right);
  }
}

function argoOperand(operand: Operand): string {
  const text =
    operand.kind === 'parameter'
      ? `{{workflow.parameters.${operand.name}}}`
      : parameterText(operand.value);
  return operand.type === 'int' || operand.type === 'float' ? text : `'${text}'`;
}

function celOperand(operand: Operand, isFloat: boolean): string {
  if (operand.kind === 'parameter') {
    const value = `inputs.parameter_values['${operand.name}']`;
    return operand.type === 'int' && !isFloat ? `int(${value})` : value;
  }
  const text = parameterText(operand.value);
  switch (operand.type) {
    case 'int':
    case 'float':
      return isFloat ? `double(${text})` : text;
    case 'bool':
      return text.toLowerCase();
    case 'str':
      return `'${text}'`;
  }
}
