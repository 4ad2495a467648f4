import type { Call, Expression, Name } from '../python/ast.js';
import { ARGUMENT_MUTATORS, ITERATORS, MUTATORS, PURE, VIEWS } from './vocabulary.js';

/** A place in the text that changes the value of a name without binding it. */
export interface Site {
  name: Name;
  certain: boolean;
  by: 'call' | 'assignment';
  /** Whether a part of the value changes, not (only) which parts it has. */
  deep: boolean;
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
  return {
    name,
    certain: rootOf(target) !== null,
    by: 'assignment',
    deep: target.value.kind !== 'name',
    text,
    line: target.line
  };
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
      sites.push({
        name,
        certain: true,
        by: 'call',
        deep: false,
        text: `${called}(${name.id})`,
        line
      });
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
  return {
    name,
    certain: mutator && direct !== null,
    by: 'call',
    deep: base.kind !== 'name',
    text,
    line: call.line
  };
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

/** How the object of a new name is related to that of another: it is the same, a part of it, or has it as a part. */
export type Relation = 'same' | 'inside' | 'contains';

export interface Root {
  name: Name;
  relation: Relation;
}

/** Names whose objects the value of `expression` shares. */
export function sharedRoots(expression: Expression): Root[] {
  switch (expression.kind) {
    case 'name':
      return [{ name: expression, relation: 'same' }];
    case 'attribute':
    case 'subscript':
    case 'starred':
      return partsOf(sharedRoots(expression.value));
    case 'walrus':
      return sharedRoots(expression.value);
    case 'collection':
      return expression.items.flatMap(sharedRoots).map(root => ({ ...root, relation: 'contains' }));
    case 'operation':
      return expression.operator === 'lazy' ? expression.operands.flatMap(sharedRoots) : [];
    case 'call': {
      const { callee } = expression;
      const isView = callee.kind === 'attribute' && VIEWS.has(callee.attribute);
      return isView ? partsOf(sharedRoots(callee.value)) : [];
    }
    default:
      return [];
  }
}

/** The same for what a loop takes out of `iterable`, or what unpacking takes out of a value. */
export function elementRoots(iterable: Expression): Root[] {
  if (
    iterable.kind === 'call' &&
    iterable.callee.kind === 'name' &&
    ITERATORS.has(iterable.callee.id)
  ) {
    return iterable.arguments.flatMap(({ value }) => elementRoots(value));
  }
  return partsOf(sharedRoots(iterable));
}

/** What is taken out of a new collection is what was put into it; what is taken out of another object is part of it. */
function partsOf(roots: readonly Root[]): Root[] {
  return roots.map(({ name, relation }) => ({
    name,
    relation: relation === 'contains' ? 'same' : 'inside'
  }));
}

export function inverse(relation: Relation): Relation {
  return { same: 'same', inside: 'contains', contains: 'inside' }[relation] as Relation;
}
