import { type Workflow, stepInputs } from '@kubeflow-lab/resources';
import type { Item, StepSummary, ValueSummary, WorkflowSummary } from '@kubeflow-lab/schema';

/** A value that a step took from another one, or from elsewhere. */
export interface TakenValue {
  name: string;
  /** As the step described it that stored it; null where this run does not know. */
  value: ValueSummary | null;
  /** The step of this run that had it; null for what is from elsewhere. */
  step: { id: string; name: string } | null;
  /** Where it lies. */
  place: string;
}

export interface Taken {
  parameters: { name: string; value: string }[];
  values: TakenValue[];
}

/** What a step of a run got, with what the run knows of the values. */
export function takenBy({ object, summary }: Item<WorkflowSummary>, { id }: StepSummary): Taken {
  const { parameters, values } = stepInputs(object as Workflow, id);
  return {
    parameters,
    values: values.map(({ name, from, place }) => {
      const step = summary.steps.find(one => one.name === from?.step) ?? null;
      const value = step?.outputs.find(output => output.name === name) ?? null;
      return { name, value, step: step && { id: step.id, name: step.name }, place };
    })
  };
}
