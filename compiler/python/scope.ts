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

/** The name that a name in a class has there: `__private` becomes `_Class__private`. */
export function mangled(name: string, className: string | null): string {
  if (className === null || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) {
    return name;
  }
  const stripped = className.replace(/^_+/, '');
  return stripped === '' ? name : `_${stripped}${name}`;
}

export function newScope(
  type: Scope['type'],
  name: string,
  line: number,
  parent: Scope | null
): Scope {
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
