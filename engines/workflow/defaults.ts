import { TEMPLATE_KINDS } from '@kubeflow-lab/resources';
import type { WorkflowSpec, WorkflowTemplateSpec } from '@kubeflow-lab/resources';

type Fields = Record<string, unknown>;

/** The templates of a workflow with what its `templateDefaults` say where they say nothing themselves. */
export function withDefaults({
  templates,
  templateDefaults
}: WorkflowSpec): WorkflowTemplateSpec[] {
  return (templates ?? []).map(template =>
    templateDefaults === undefined
      ? template
      : (merged(ofItsKind(templateDefaults, template), template) as WorkflowTemplateSpec)
  );
}

/** Defaults of a container do not make a dag one. */
function ofItsKind(defaults: WorkflowTemplateSpec, template: WorkflowTemplateSpec): Fields {
  return Object.fromEntries(
    Object.entries(defaults).filter(
      ([field]) =>
        !(TEMPLATE_KINDS as readonly string[]).includes(field) || template[field] !== undefined
    )
  );
}

/** As Argo's strategic merge: maps field by field, lists of named things by name, anything else as a whole. */
function merged(under: unknown, over: unknown): unknown {
  if (over === undefined || over === null) {
    return under;
  }
  if (isFields(under) && isFields(over)) {
    const fields = new Set([...Object.keys(under), ...Object.keys(over)]);
    return Object.fromEntries([...fields].map(field => [field, merged(under[field], over[field])]));
  }
  return isNamedList(under) && isNamedList(over) ? joined(under, over) : over;
}

function joined(under: readonly Fields[], over: readonly Fields[]): Fields[] {
  const rest = under.filter(({ name }) => !over.some(other => other.name === name));
  const own = over.map(
    item =>
      merged(
        under.find(({ name }) => name === item.name),
        item
      ) as Fields
  );
  return [...own, ...rest];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNamedList(value: unknown): value is Fields[] {
  return Array.isArray(value) && value.every(item => isFields(item) && 'name' in item);
}
