import type { Expression, FunctionDefinition, Statement } from '../python/ast.js';
import type { Scope, ScopeTree } from '../python/scopes.js';
import { mangled } from '../python/scopes.js';
import type { CallableFacts, Holding, Mutation } from './facts.js';
import { newHolding } from './facts.js';
import { deferred, lookedUp } from './references.js';
import { assignmentSite, callSites, elementRoots, rootOf, sharedRoots } from './sites.js';
import type { Site } from './sites.js';
import { visitStatements } from './visit.js';
import type { Visitor } from './visit.js';

export interface FunctionFacts {
  holding: Holding;
  /** What its result may hold. */
  result: Holding;
  callable: CallableFacts;
}

/** What calling a function, whenever that is, reads, binds and changes. */
export function functionFacts(
  definition: FunctionDefinition,
  scopes: ScopeTree,
  className: string | null
): FunctionFacts {
  const scope = scopes.of.get(definition)!;
  const { reads, writes } = lookedUp(scope);
  const body = new Body(definition, scopes, className);
  visitStatements(definition.body, body);
  const result = newHolding();
  deferred(scope).forEach(name => result.reads.add(name));
  reads.forEach(name => result.refs.add(name).add(`${name}()`));
  const parameters = definition.parameters.names.map(({ name }) => mangled(name.id, className));
  return {
    holding: { reads, writes, mutates: body.globals, refs: new Set() },
    result,
    callable: { parameters, ...body.effects(parameters) }
  };
}

/** What the methods of a class do to the module's names, and what its instances carry along. */
export function mutatedIn(
  body: readonly Statement[],
  scopes: ScopeTree,
  scope: Scope,
  className: string | null
): Map<string, Mutation> {
  const found = new Body({ body, scope }, scopes, className);
  visitStatements(body, found);
  return found.globals;
}

/** Collects the effects of a body of code, in whatever order it runs. */
class Body implements Visitor {
  readonly globals = new Map<string, Mutation>();
  private readonly locals = new Map<string, Mutation>();
  private readonly passes: CallableFacts['passes'] = [];
  private readonly shares = new Map<string, Set<string>>();
  private readonly rebound = new Map<string, number>();
  private scope: Scope;

  constructor(
    of: FunctionDefinition | { body: readonly Statement[]; scope: Scope },
    private readonly scopes: ScopeTree,
    private className: string | null
  ) {
    this.scope = 'scope' in of ? of.scope : scopes.of.get(of)!;
    for (const statement of of.body) {
      this.noteRebinding(statement);
    }
  }

  /** A parameter that is bound to something else at the top of its function is no longer the argument. */
  private noteRebinding(statement: Statement): void {
    if (statement.kind === 'assign' && sharedRoots(statement.value).length === 0) {
      for (const target of statement.targets) {
        if (target.kind === 'name' && !this.rebound.has(target.id)) {
          this.rebound.set(target.id, statement.line);
        }
      }
    }
  }

  enter(node: object): () => void {
    const { scope, className } = this;
    this.scope = this.scopes.of.get(node) ?? scope;
    if (this.scope.type === 'class') {
      this.className = this.scope.name;
    }
    return () => {
      this.scope = scope;
      this.className = className;
    };
  }

  call(call: Extract<Expression, { kind: 'call' }>): void {
    callSites(call).forEach(site => this.site(site));
    if (call.callee.kind !== 'name') {
      return;
    }
    const callee = call.callee.id;
    call.arguments.forEach(({ name, value }, index) => {
      const root = rootOf(value);
      if (root) {
        this.passes.push({ callee, position: name ?? index, name: root.id, line: call.line });
      }
    });
  }

  assigned(target: Expression, value: Expression | null): void {
    const site = assignmentSite(target);
    if (site) {
      this.site(site);
    }
    if (target.kind === 'name' && value) {
      for (const { name, relation } of sharedRoots(value)) {
        if (relation !== 'contains') {
          this.share(target.id, name.id);
        }
      }
    }
  }

  iterated(target: Expression, iterable: Expression): void {
    for (const { name } of elementRoots(iterable)) {
      for (const bound of sharedRoots(target)) {
        this.share(bound.name.id, name.id);
      }
    }
  }

  private share(one: string, other: string): void {
    for (const [from, to] of [
      [one, other],
      [other, one]
    ] as const) {
      this.shares.set(from, (this.shares.get(from) ?? new Set()).add(to));
    }
  }

  private site({ name, ...site }: Site): void {
    const key = mangled(name.id, this.className);
    const symbol = this.scope.symbols.get(key);
    const mutations = !symbol || symbol.found === 'global' ? this.globals : this.locals;
    if (!mutations.get(key)?.certain) {
      mutations.set(key, { ...site, name: key });
    }
  }

  /** What of this concerns the parameters. */
  effects(parameters: readonly string[]): Omit<CallableFacts, 'parameters'> {
    const mutates = new Map<string, Mutation>();
    for (const parameter of parameters) {
      for (const name of this.sharing(parameter)) {
        const mutation = this.locals.get(name);
        const rebound = this.rebound.get(parameter);
        if (mutation && !(rebound !== undefined && rebound <= mutation.line)) {
          mutates.set(parameter, mutation);
        }
      }
    }
    const passes = this.passes.filter(
      ({ name, line }) =>
        parameters.includes(name) && !((this.rebound.get(name) ?? Infinity) < line)
    );
    return { mutates, passes };
  }

  private sharing(name: string): Set<string> {
    const found = new Set([name]);
    for (const next of found) {
      this.shares.get(next)?.forEach(other => found.add(other));
    }
    return found;
  }
}
