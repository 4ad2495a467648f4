import type { Arguments, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import type { Report } from './shape.js';

/** The templates of a workflow by name. */
export type Templates = ReadonlyMap<string, WorkflowTemplateSpec>;

/** Reports a call of a template that does not exist, or of one that does not get what it needs. */
export function checkCallee(
  { template: name, arguments: given }: { template?: string; arguments?: Arguments },
  path: string,
  templates: Templates,
  report: Report
): void {
  const template = templates.get(name ?? '');
  if (template === undefined) {
    report(`${path}.template`, name === undefined ? 'is missing' : `there is no template ${name}`);
    return;
  }
  const { parameters = [], artifacts = [] } = template.inputs ?? {};
  const lacks = (wanted: { name: string }, own: readonly { name: string }[] | undefined) =>
    !own?.some(argument => argument.name === wanted.name);
  parameters
    .filter(parameter => (parameter.value ?? parameter.default ?? null) === null)
    .filter(parameter => lacks(parameter, given?.parameters))
    .forEach(parameter =>
      report(`${path}.arguments.parameters`, `lack ${parameter.name}, which ${name} needs`)
    );
  artifacts
    .filter(({ raw, s3, http }) => raw === undefined && s3 === undefined && http === undefined)
    .filter(artifact => lacks(artifact, given?.artifacts))
    .forEach(artifact =>
      report(`${path}.arguments.artifacts`, `lack ${artifact.name}, which ${name} needs`)
    );
}
