import type {
  Arguments,
  Inputs,
  WorkflowArtifact,
  WorkflowParameter,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import { inputsLookup, textOf } from '../text/lookups.js';
import type { NodeFinder } from '../text/lookups.js';
import { UnresolvedError, anyOf, substitute, substituteAll } from '../text/substitute.js';
import type { Lookup } from '../text/substitute.js';
import { artifactOf } from './artifacts.js';

/** What a call can refer to. */
export interface CallScope {
  lookup: Lookup;
  /** The inputs of the template that calls. */
  inputs: Inputs;
  find: NodeFinder;
  prefix: 'tasks' | 'steps';
}

/** The arguments of a call with their variables replaced. Throws UnresolvedError. */
export function resolveArguments(given: Arguments | undefined, scope: CallScope): Arguments {
  return {
    parameters: (given?.parameters ?? []).map(parameter => ({
      name: parameter.name,
      value: substitute(textOf(parameter.value ?? parameter.default) ?? '', scope.lookup)
    })),
    artifacts: (given?.artifacts ?? []).map(artifact =>
      artifact.from === undefined && artifact.fromExpression === undefined
        ? substituteAll(artifact, scope.lookup)
        : { ...artifactOf(artifact, scope), name: artifact.name }
    )
  };
}

/**
 * What a template gets: the arguments of its call, else its own defaults. Artifacts that a container's template names
 * itself are left out: they may be large, and stand in the template. Throws UnresolvedError.
 */
export function resolveInputs(
  template: WorkflowTemplateSpec,
  given: Arguments,
  globals: Lookup
): Inputs {
  const parameters = (template.inputs?.parameters ?? []).map(parameter => {
    const argument = given.parameters?.find(p => p.name === parameter.name);
    const value =
      textOf(argument?.value ?? argument?.default) ?? ownValue(parameter, template, globals);
    return { name: parameter.name, value };
  });
  const lookup = anyOf(inputsLookup({ parameters }), globals);
  const inPod = template.container !== undefined || template.script !== undefined;
  const artifacts = (template.inputs?.artifacts ?? []).flatMap(artifact => {
    const argument = given.artifacts?.find(a => a.name === artifact.name);
    if (argument !== undefined) {
      return [placed(argument, artifact)];
    }
    if (artifact.raw === undefined && artifact.s3 === undefined && artifact.http === undefined) {
      throw new UnresolvedError(
        `The template ${template.name} needs the artifact ${artifact.name}, which it does not get.`
      );
    }
    return inPod ? [] : [substituteAll(artifact, lookup)];
  });
  return {
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(artifacts.length > 0 ? { artifacts } : {})
  };
}

function ownValue(
  { name, value, default: fallback }: WorkflowParameter,
  template: WorkflowTemplateSpec,
  globals: Lookup
): string {
  const own = textOf(value ?? fallback);
  if (own === undefined) {
    throw new UnresolvedError(
      `The template ${template.name} needs the parameter ${name}, which it does not get.`
    );
  }
  return substitute(own, globals);
}

/** Where an artifact comes from is its argument's, where it goes is the template's. */
function placed(argument: WorkflowArtifact, artifact: WorkflowArtifact): WorkflowArtifact {
  const { raw, s3, http, archive = artifact.archive } = argument;
  return {
    name: artifact.name,
    ...(artifact.path === undefined ? {} : { path: artifact.path }),
    ...(artifact.mode === undefined ? {} : { mode: artifact.mode }),
    ...(archive === undefined ? {} : { archive }),
    ...(raw === undefined ? {} : { raw }),
    ...(s3 === undefined ? {} : { s3 }),
    ...(http === undefined ? {} : { http })
  };
}
