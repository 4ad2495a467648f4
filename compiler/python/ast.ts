/**
 * The syntax tree of Python, reduced to what tells definitions from uses: operators and literals that
 * cannot name anything are kept only where they must be evaluated. Lines count from 1 in the parsed text.
 */

export type Expression =
  | Name
  | Constant
  | Attribute
  | Subscript
  | Call
  | Starred
  | Lambda
  | Comprehension
  | Walrus
  | Operation
  | Collection
  | MagicValue;

export interface Name {
  kind: 'name';
  id: string;
  line: number;
}

export interface Constant {
  kind: 'constant';
  type: 'int' | 'float' | 'complex' | 'str' | 'bytes' | 'bool' | 'none' | 'ellipsis';
  /** As written; adjacent strings are joined by a space. */
  text: string;
  line: number;
}

export interface Attribute {
  kind: 'attribute';
  value: Expression;
  attribute: string;
  line: number;
}

export interface Subscript {
  kind: 'subscript';
  value: Expression;
  index: Expression;
  line: number;
}

export interface Call {
  kind: 'call';
  callee: Expression;
  arguments: Argument[];
  line: number;
}

export interface Argument {
  /** Null for a positional argument and for `**mapping`. */
  name: string | null;
  value: Expression;
}

export interface Starred {
  kind: 'starred';
  value: Expression;
  line: number;
}

export interface Lambda {
  kind: 'lambda';
  parameters: Parameters;
  body: Expression;
  line: number;
}

export interface Comprehension {
  kind: 'comprehension';
  type: 'list' | 'set' | 'dict' | 'generator';
  /** One, or key and value. */
  elements: Expression[];
  clauses: ComprehensionClause[];
  line: number;
}

export interface ComprehensionClause {
  target: Expression;
  iterable: Expression;
  conditions: Expression[];
}

export interface Walrus {
  kind: 'walrus';
  target: Name;
  value: Expression;
  line: number;
}

/**
 * Anything computed from its operands in order: arithmetic, comparisons, `await`, `yield`, f-strings, slices.
 * Of a `lazy` one (`and`, `or`, `… if … else …`) only the first operand is certain to be evaluated.
 */
export interface Operation {
  kind: 'operation';
  operator: 'eager' | 'lazy' | 'unary-minus' | 'unary-plus';
  operands: Expression[];
  line: number;
}

export interface Collection {
  kind: 'collection';
  type: 'tuple' | 'list' | 'set' | 'dict';
  items: Expression[];
  line: number;
}

/** The right side of `x = !ls` or `x = %magic …`. */
export interface MagicValue {
  kind: 'magic';
  text: string;
  line: number;
}

export interface Parameters {
  /** In the order of the signature, `*args` and `**kwargs` too. */
  names: { name: Name; annotation: Expression | null }[];
  defaults: Expression[];
}

export interface TypeParameter {
  name: Name;
  bounds: Expression[];
}

export type Statement =
  | { kind: 'expression'; value: Expression; line: number }
  | { kind: 'assign'; targets: Expression[]; value: Expression; line: number }
  | { kind: 'augmented'; target: Expression; value: Expression; line: number }
  | AnnotatedAssignment
  | { kind: 'delete'; targets: Expression[]; line: number }
  | { kind: 'jump'; type: 'pass' | 'break' | 'continue'; line: number }
  | { kind: 'return'; value: Expression | null; line: number }
  | { kind: 'raise'; operands: Expression[]; line: number }
  | { kind: 'assert'; operands: Expression[]; line: number }
  | Import
  | FromImport
  | { kind: 'scope'; type: 'global' | 'nonlocal'; names: Name[]; line: number }
  | { kind: 'if'; test: Expression; body: Statement[]; otherwise: Statement[]; line: number }
  | { kind: 'while'; test: Expression; body: Statement[]; otherwise: Statement[]; line: number }
  | For
  | Try
  | With
  | FunctionDefinition
  | ClassDefinition
  | Match
  | TypeAlias
  | { kind: 'magic-line'; text: string; line: number };

export interface AnnotatedAssignment {
  kind: 'annotated';
  target: Expression;
  annotation: Expression;
  value: Expression | null;
  /** A bare name, not in parentheses: only that makes a name local without a value. */
  simple: boolean;
  line: number;
}

export interface Import {
  kind: 'import';
  names: ImportedName[];
  line: number;
  /** The line that the statement ends on. */
  endLine: number;
  /** The statement as written. */
  text: string;
}

export interface ImportedName {
  /** Dotted. */
  module: string;
  alias: string | null;
}

export interface FromImport {
  kind: 'from-import';
  /** With its leading dots. */
  module: string;
  /** Null for `*`. */
  names: { name: string; alias: string | null }[] | null;
  line: number;
}

export interface For {
  kind: 'for';
  target: Expression;
  iterable: Expression;
  body: Statement[];
  otherwise: Statement[];
  line: number;
}

export interface Try {
  kind: 'try';
  body: Statement[];
  handlers: { type: Expression | null; name: Name | null; body: Statement[] }[];
  otherwise: Statement[];
  finally: Statement[];
  line: number;
}

export interface With {
  kind: 'with';
  items: { context: Expression; target: Expression | null }[];
  body: Statement[];
  line: number;
}

export interface FunctionDefinition {
  kind: 'function';
  name: Name;
  typeParameters: TypeParameter[];
  parameters: Parameters;
  returns: Expression | null;
  decorators: Expression[];
  body: Statement[];
  line: number;
}

export interface ClassDefinition {
  kind: 'class';
  name: Name;
  typeParameters: TypeParameter[];
  arguments: Argument[];
  decorators: Expression[];
  body: Statement[];
  line: number;
}

export interface Match {
  kind: 'match';
  subject: Expression;
  cases: { pattern: Pattern; guard: Expression | null; body: Statement[] }[];
  line: number;
}

/** Patterns bind names and look values up; how they nest does not matter here. */
export interface Pattern {
  captures: Name[];
  values: Expression[];
  /** `_` or a bare name: it matches anything. */
  irrefutable: boolean;
}

export interface TypeAlias {
  kind: 'type-alias';
  name: Name;
  typeParameters: TypeParameter[];
  value: Expression;
  line: number;
}
