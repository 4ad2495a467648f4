import type { Call, Expression, Name } from '../python/ast.js';
import { ARGUMENT_MUTATORS, ITERATORS, MUTATORS, PURE, VIEWS } from './vocabulary.js';

/** A place in the text that changes the value of a name without binding it. */
export interface Site {
  name: Name;
  certain: boolean;
  by: 'call' | 'assignment';
  text: string;
  line: number;
}

/** The name that `a.b[c].d` begins with; null where it begins with anything else. */
export function rootOf(expression: Expression): Name | null {
  switch (expression.kind) {
    case 'name':
      return expression;
    case 'attribute':
    case 'subscript':
    case 'starred':
      return rootOf(expression.value);
    default:
      return null;
  }
}

/** What assigning to or deleting `target` changes, where it is not a plain name. */
export function assignmentSite(target: Expression): Site | null {
  if (target.kind !== 'attribute' && target.kind !== 'subscript') {
    return null;
  }
  const name = rootOf(target) ?? rootThroughCalls(target);
  if (!name) {
    return null;
  }
  const text =
    target.kind === 'attribute' ? `${name.id}.${target.attribute} = …` : `${name.id}[…] = …`;
  return { name, certain: rootOf(target) !== null, by: 'assignment', text, line: target.line };
}

/** What a call changes, as far as its own text tells. */
export function callSites(call: Call): Site[] {
  const { callee, line } = call;
  const called =
    callee.kind === 'attribute' ? callee.attribute : callee.kind === 'name' ? callee.id : '';
  const sites: Site[] = [];
  if (callee.kind === 'attribute') {
    const site = methodSite(call, callee.value, called);
    if (site) {
      sites.push(site);
    }
  }
  const first = call.arguments[0];
  if (ARGUMENT_MUTATORS.has(called) && first && first.name === null) {
    const name = rootOf(first.value);
    if (name) {
      sites.push({ name, certain: true, by: 'call', text: `${called}(${name.id})`, line });
    }
  }
  return sites;
}

function methodSite(call: Call, base: Expression, method: string): Site | null {
  const inPlace = call.arguments.some(
    ({ name, value }) => name === 'inplace' && value.kind === 'constant' && value.text === 'True'
  );
  const direct = rootOf(base);
  const name = direct ?? rootThroughCalls(base);
  if (!name) {
    return null;
  }
  const mutator = MUTATORS.has(method) || inPlace;
  if (!mutator && (PURE.has(method) || !direct)) {
    return null;
  }
  const text = `${name.id}${base.kind === 'name' ? '' : '…'}.${method}()`;
  return { name, certain: mutator && direct !== null, by: 'call', text, line: call.line };
}

/** The name at the beginning of `a.b().c().d`. */
function rootThroughCalls(expression: Expression): Name | null {
  switch (expression.kind) {
    case 'call':
      return expression.callee.kind === 'attribute'
        ? rootThroughCalls(expression.callee.value)
        : null;
    case 'attribute':
    case 'subscript':
      return rootThroughCalls(expression.value);
    default:
      return rootOf(expression);
  }
}

/** Names whose object, or part of it, `expression` may be. `whole` where it is that very object. */
export function sharedRoots(
  expression: Expression,
  whole = true
): { name: Name; whole: boolean }[] {
  switch (expression.kind) {
    case 'name':
      return [{ name: expression, whole }];
    case 'attribute':
    case 'subscript':
    case 'starred':
      return sharedRoots(expression.value, false);
    case 'walrus':
      return sharedRoots(expression.value, whole);
    case 'collection':
      return expression.items.flatMap(item => sharedRoots(item, false));
    case 'operation':
      return expression.operator === 'lazy'
        ? expression.operands.flatMap(operand => sharedRoots(operand, whole))
        : [];
    case 'call':
      return sharedByCall(expression);
    default:
      return [];
  }
}

function sharedByCall({ callee, arguments: given }: Call): { name: Name; whole: boolean }[] {
  if (callee.kind === 'attribute') {
    return VIEWS.has(callee.attribute) ? sharedRoots(callee.value, false) : [];
  }
  if (callee.kind === 'name' && ITERATORS.has(callee.id)) {
    return given.flatMap(({ value }) => sharedRoots(value, false));
  }
  return [];
}
