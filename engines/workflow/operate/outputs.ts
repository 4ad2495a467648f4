import type { Outputs, ValueFrom, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { textOfExpression } from '../expression/index.js';
import { UnresolvedError, resolved, substitute } from '../text/substitute.js';
import { artifactOf } from './artifacts.js';
import type { PodView } from './context.js';
import type { CallScope } from './inputs.js';

/** The outputs of a dag or of steps: what they hand on from within. Throws UnresolvedError. */
export function groupOutputs(
  template: WorkflowTemplateSpec,
  scope: CallScope
): Outputs | undefined {
  const parameters = (template.outputs?.parameters ?? []).map(({ name, valueFrom }) => ({
    name,
    value: orDefault(valueFrom?.default, () => handedOn(name, valueFrom, scope))
  }));
  const artifacts = (template.outputs?.artifacts ?? []).map(artifact => ({
    ...artifactOf(artifact, scope),
    name: artifact.name
  }));
  return some({ parameters, artifacts });
}

function handedOn(name: string, valueFrom: ValueFrom | undefined, { lookup }: CallScope): string {
  const { expression, parameter = '' } = valueFrom ?? {};
  return expression === undefined
    ? substitute(String(parameter), lookup)
    : resolved(`The output ${name}`, () => textOfExpression(expression, lookup));
}

function orDefault(fallback: unknown, value: () => string): string {
  try {
    return value();
  } catch (error) {
    if (error instanceof UnresolvedError && fallback !== undefined) {
      return String(fallback);
    }
    throw error;
  }
}

/** The outputs of a step whose pod has ended. */
export function podOutputs(template: WorkflowTemplateSpec, view: PodView): Outputs | undefined {
  const stored = view.stored?.parameters ?? {};
  const parameters = (template.outputs?.parameters ?? [])
    .filter(({ name }) => Object.hasOwn(stored, name))
    .map(({ name, valueFrom }) => ({ name, value: stored[name], valueFrom }));
  return some({
    parameters,
    artifacts: view.stored?.artifacts,
    ...(view.exitCode === undefined ? {} : { exitCode: String(view.exitCode) }),
    ...(view.result === undefined ? {} : { result: view.result })
  });
}

function some({ parameters, artifacts, ...rest }: Outputs): Outputs | undefined {
  const outputs = {
    ...(parameters !== undefined && parameters.length > 0 ? { parameters } : {}),
    ...(artifacts !== undefined && artifacts.length > 0 ? { artifacts } : {}),
    ...rest
  };
  return Object.keys(outputs).length > 0 ? outputs : undefined;
}
