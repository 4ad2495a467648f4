import type {
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Statement,
  TypeAlias,
  TypeParameter
} from '../python/ast.js';
import { Evaluator } from './evaluate.js';
import { functionFacts, mutatedIn } from './functions.js';
import { collectReferences, deferred, lookedUp } from './references.js';

/** What defining functions and classes at the top of a cell evaluates, and what they carry along. */
export abstract class Definer extends Evaluator {
  /** Follows the statements of a block. */
  protected abstract nested(body: readonly Statement[]): void;

  protected function(definition: FunctionDefinition): void {
    const { record, scopes } = this;
    const { parameters, decorators } = definition;
    this.evaluateAll([...decorators, ...parameters.defaults]);
    this.withTypeParameters(definition.typeParameters, () => {
      this.annotations([
        ...parameters.names.map(({ annotation }) => annotation),
        definition.returns
      ]);
    });
    const { holding, result, callable } = functionFacts(
      definition,
      scopes,
      record.frame?.className ?? null
    );
    const name = record.bind(definition.name.id, definition.line, 'function');
    if (name === null) {
      return;
    }
    const held = record.holding(name);
    [...decorators, ...parameters.defaults].forEach(value =>
      collectReferences(value, scopes, record.globalName, held)
    );
    decorators.forEach(
      decorator => decorator.kind === 'name' && held.refs.add(`${decorator.id}()`)
    );
    holding.reads.forEach(read => held.reads.add(read));
    holding.writes.forEach(write => held.writes.add(write));
    holding.mutates.forEach((mutation, mutated) => held.mutates.set(mutated, mutation));
    const returned = record.holding(`${name}()`);
    result.reads.forEach(read => returned.reads.add(read));
    result.refs.forEach(ref => returned.refs.add(ref));
    if (decorators.length === 0) {
      record.callables.set(name, callable);
    }
  }

  protected class(definition: ClassDefinition): void {
    const { record, scopes } = this;
    const { decorators, line } = definition;
    const bases = definition.arguments.map(({ value }) => value);
    this.evaluateAll(decorators);
    this.withTypeParameters(definition.typeParameters, () => this.evaluateAll(bases));
    const scope = scopes.of.get(definition)!;
    const className = definition.name.id;
    const outer = record.frame;
    record.frame = { scope, className, bound: new Set() };
    this.nested(definition.body);
    record.frame = outer;
    const name = record.bind(className, line, 'class');
    if (name === null) {
      return;
    }
    const held = record.holding(name);
    [...decorators, ...bases].forEach(value =>
      collectReferences(value, scopes, record.globalName, held)
    );
    deferred(scope).forEach(read => held.reads.add(read));
    const { reads, writes } = lookedUp(scope);
    reads.forEach(read => held.refs.add(read));
    writes.forEach(write => held.writes.add(write));
    mutatedIn(definition.body, scopes, scope, className).forEach((mutation, mutated) =>
      held.mutates.set(mutated, mutation)
    );
    record.holding(`${name}()`).refs.add(name);
  }

  protected annotations(annotations: readonly (Expression | null)[]): void {
    if (!this.scopes.annotationsAreText) {
      this.evaluateAll(annotations);
    }
  }

  /** What stands in a signature may name the type parameters. */
  private withTypeParameters(typeParameters: readonly TypeParameter[], evaluate: () => void): void {
    const { record } = this;
    const outer = record.frame;
    const scope = this.scopes.of.get(typeParameters);
    if (scope) {
      record.frame = { scope, className: outer?.className ?? null, bound: new Set() };
    }
    evaluate();
    record.frame = outer;
  }

  protected typeAlias(alias: TypeAlias): void {
    const name = this.record.bind(alias.name.id, alias.line, 'value');
    if (name !== null) {
      const { reads } = lookedUp(this.scopes.of.get(alias)!);
      reads.forEach(read => this.record.holding(name).reads.add(read));
    }
  }
}
