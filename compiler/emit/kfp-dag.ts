import type { Compilation } from '../compile.js';
import type { Condition } from '../notebook/condition.js';
import { readCondition } from '../notebook/condition.js';
import { templateName } from '../notebook/step-names.js';
import type { ParameterType, Step, StepLoop } from '../types.js';
import { celCondition, parametersOf } from './condition.js';
import { KFP_ARTIFACT, KFP_TYPES } from './kfp-types.js';

/** Tasks, and the components that they need beside those of the steps: conditions, loops and exit handlers are dags. */
export interface KfpDag {
  tasks: Record<string, object>;
  components: Record<string, object>;
}

/** The steps as tasks of the pipeline's dag. */
export function kfpDag(compilation: Compilation): KfpDag {
  return new DagBuilder(compilation).build();
}

/** What a task is given, by the names that its component knows. */
interface Inputs {
  parameters: ReadonlySet<string>;
  artifacts: readonly string[];
}

class DagBuilder {
  private readonly components: Record<string, object> = {};
  private readonly types: ReadonlyMap<string, ParameterType>;
  private readonly taken: Set<string>;
  /** By step: its tasks, the outermost first, which is the one that others follow. */
  private readonly names = new Map<string, string[]>();

  constructor(private readonly compilation: Compilation) {
    const { parameters, steps } = compilation.graph;
    this.types = new Map(parameters.map(({ name, type }) => [name, type]));
    this.taken = new Set(steps.map(({ name }) => templateName(name)));
    for (const { name, settings } of steps) {
      this.names.set(name, [
        ...(settings.when === undefined ? [] : [this.freeName('condition')]),
        ...(settings.loop === undefined ? [] : [this.freeName('for-loop')]),
        templateName(name)
      ]);
    }
  }

  build(): KfpDag {
    const { steps } = this.compilation.graph;
    const exit = steps.find(({ settings }) => settings.onExit === true);
    const others = steps.filter(step => step !== exit);
    const tasks = Object.fromEntries(
      others.map(step => [this.names.get(step.name)![0]!, this.outermost(step)])
    );
    return {
      tasks: exit === undefined ? tasks : this.withExit(exit, others, tasks),
      components: this.components
    };
  }

  /** The task of a step, within the dags of its condition and its loop. */
  private outermost(step: Step): object {
    const { when, loop } = step.settings;
    const names = [...this.names.get(step.name)!];
    let name = names.pop()!;
    let inputs: Inputs = { parameters: new Set(step.parameters), artifacts: step.inputs };
    let more = settingsOf(step);
    const wrap = (outer: string, given: Inputs, own: Inputs, policy: object): void => {
      const inner = this.task(name, inputs, [], artifact => ({ componentInputArtifact: artifact }));
      this.addComponent(outer, { [name]: { ...inner, ...more } }, given, step.outputs, name);
      [name, inputs, more] = [outer, own, policy];
    };
    if (loop !== undefined) {
      const from = 'from' in loop ? [loop.from] : [];
      const given = { ...inputs, parameters: new Set([...inputs.parameters, ...from]) };
      const own = new Set(given.parameters);
      own.delete(loop.parameter);
      from.forEach(parameter => own.add(parameter));
      wrap(names.pop()!, given, { ...inputs, parameters: own }, iterator(loop));
    }
    if (when !== undefined) {
      const condition = readCondition(when, this.compilation.graph.parameters);
      const parameters = new Set([...inputs.parameters, ...parametersOf(condition)]);
      const given = { ...inputs, parameters };
      wrap(names.pop()!, given, given, trigger(condition));
    }
    const before = step.dependsOn.map(one => this.names.get(one)![0]!).sort();
    const task = this.task(name, inputs, before, artifact => this.produced(step, artifact));
    return { ...task, ...more };
  }

  /** The step that runs at the end, after all others as one task. */
  private withExit(
    exit: Step,
    others: readonly Step[],
    tasks: Record<string, object>
  ): Record<string, object> {
    const handler = this.freeName('exit-handler');
    const parameters = new Set(others.flatMap(step => [...this.needed(step)]));
    const inputs = { parameters, artifacts: [] };
    this.addComponent(handler, tasks, inputs, [], '');
    return {
      [handler]: this.task(handler, inputs, [], noArtifact),
      [templateName(exit.name)]: {
        ...this.task(
          templateName(exit.name),
          { parameters: new Set(exit.parameters), artifacts: [] },
          [handler],
          noArtifact
        ),
        ...settingsOf(exit),
        triggerPolicy: { strategy: 'ALL_UPSTREAM_TASKS_COMPLETED' }
      }
    };
  }

  /** The parameters of the pipeline that a step, its condition and its loop use. */
  private needed({ parameters, settings: { when, loop } }: Step): Set<string> {
    const all = this.compilation.graph.parameters;
    return new Set([
      ...parameters,
      ...(when === undefined ? [] : parametersOf(readCondition(when, all))),
      ...(loop !== undefined && 'from' in loop ? [loop.from] : [])
    ]);
  }

  private task(
    name: string,
    inputs: Inputs,
    before: readonly string[],
    artifact: (name: string) => object
  ): object {
    const given = {
      ...some(
        'artifacts',
        inputs.artifacts.map(one => [one, artifact(one)])
      ),
      ...some(
        'parameters',
        [...inputs.parameters].sort().map(one => [one, { componentInputParameter: one }])
      )
    };
    return {
      componentRef: { name: `comp-${name}` },
      ...(before.length > 0 ? { dependentTasks: before } : {}),
      ...(Object.keys(given).length > 0 ? { inputs: given } : {}),
      taskInfo: { name }
    };
  }

  /** A component that is a dag; `outputs` of its task `producer` are its own. */
  private addComponent(
    name: string,
    tasks: Record<string, object>,
    inputs: Inputs,
    outputs: readonly string[],
    producer: string
  ): void {
    const selected = outputs.map(one => [
      one,
      { artifactSelectors: [{ outputArtifactKey: one, producerSubtask: producer }] }
    ]);
    const definitions = {
      ...some(
        'artifacts',
        inputs.artifacts.map(one => [one, KFP_ARTIFACT])
      ),
      ...some(
        'parameters',
        [...inputs.parameters]
          .sort()
          .map(one => [one, { parameterType: KFP_TYPES[this.types.get(one)!] }])
      )
    };
    this.components[`comp-${name}`] = {
      dag: {
        ...(selected.length > 0 ? { outputs: { artifacts: Object.fromEntries(selected) } } : {}),
        tasks
      },
      ...(Object.keys(definitions).length > 0 ? { inputDefinitions: definitions } : {}),
      ...(outputs.length > 0
        ? {
            outputDefinitions: {
              artifacts: Object.fromEntries(outputs.map(one => [one, KFP_ARTIFACT]))
            }
          }
        : {})
    };
  }

  private produced(step: Step, artifact: string): object {
    const { sources } = this.compilation.plan.steps.find(({ name }) => name === step.name)!;
    return {
      taskOutputArtifact: {
        outputArtifactKey: artifact,
        producerTask: this.names.get(sources.get(artifact)!)![0]!
      }
    };
  }

  /** Steps may have such names too. */
  private freeName(base: string): string {
    let number = 1;
    while (this.taken.has(`${base}-${number}`)) {
      number += 1;
    }
    this.taken.add(`${base}-${number}`);
    return `${base}-${number}`;
  }
}

function settingsOf({ settings: { cache, retry } }: Step): object {
  return {
    cachingOptions: cache === false ? {} : { enableCache: true },
    ...(retry
      ? {
          retryPolicy: {
            maxRetryCount: retry.limit,
            backoffDuration: `${retry.backoffSeconds ?? 0}s`,
            backoffFactor: retry.factor ?? 2,
            backoffMaxDuration: '3600s'
          }
        }
      : {})
  };
}

function iterator(loop: StepLoop): object {
  const items =
    'items' in loop ? { raw: JSON.stringify(loop.items) } : { inputParameter: loop.from };
  return { parameterIterator: { itemInput: loop.parameter, items } };
}

function trigger(condition: Condition): object {
  return { triggerPolicy: { condition: celCondition(condition) } };
}

function some(key: string, entries: [string, object][]): object {
  return entries.length > 0 ? { [key]: Object.fromEntries(entries) } : {};
}

function noArtifact(name: string): never {
  throw new Error(`The task takes no artifact ${name}.`);
}
