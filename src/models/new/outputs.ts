import { storingRun } from '@kubeflow-lab/resources';
import type { Workflow } from '@kubeflow-lab/resources';
import type { Item, RunOutput, WorkflowSummary } from '@kubeflow-lab/schema';

import type { Fields } from './form';

/** A value that a step of a run stored. */
export interface Output {
  /** Of the run that has stored it, which may be an earlier one. */
  uid: string;
  step: string;
  name: string;
  type: string;
}

/** A run with something to choose from. */
export interface RunChoice {
  name: string;
  uid: string;
  createdAt: string;
  outputs: Output[];
}

/** Types by the packages that models come from; whether one can be served is known when its `meta.json` is read. */
const MODEL = /^(sklearn|xgboost|lightgbm|catboost|keras|tf_keras|torch)\b/;
/** What these packages have beside models. */
const DATA = /\.(Bunch|DMatrix|QuantileDMatrix|Dataset|Tensor)$/;

/** Whether a value looks like a model, by the type that its step says it has. */
export function isModel({ type }: { type: string }): boolean {
  return MODEL.test(type) && !DATA.test(type);
}

/** The runs that stored something, the youngest first, and of each what looks like a model first. */
export function runChoices(runs: readonly Item<WorkflowSummary>[]): RunChoice[] {
  return runs
    .map(({ object, summary }) => ({
      name: object.metadata.name,
      uid: object.metadata.uid ?? '',
      createdAt: summary.createdAt,
      outputs: summary.steps
        .flatMap(step => {
          const uid = storingRun(object as Workflow, step.name);
          return step.outputs.map(({ name, type }) => ({ uid, step: step.name, name, type }));
        })
        .sort((a, b) => Number(isModel(b)) - Number(isModel(a)))
    }))
    .filter(({ outputs }) => outputs.length > 0)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** The first value of a run that looks like a model; null where it stored none. */
export function storedModel(run: Item<WorkflowSummary>): RunOutput | null {
  for (const { outputs } of runChoices([run])) {
    const found = outputs.find(isModel);
    if (found) {
      return { run: run.object.metadata.name, step: found.step, output: found.name };
    }
  }
  return null;
}

/** How the form of a new model begins with a stored value. */
export function startOf({ run, step, output }: RunOutput): Partial<Fields> {
  return { source: 'run', run, output: `${step}/${output}`, name: serviceName(output) };
}

/** A name for the service of a variable: the nearest that Kubernetes takes; empty where nothing is left of it. */
export function serviceName(variable: string): string {
  return variable
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 53)
    .replace(/-+$/, '');
}

/** The last part of a type, which people know it by. */
export function className(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}
