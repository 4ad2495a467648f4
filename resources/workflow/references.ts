import { listOf } from '../common/text.js';
import type {
  Arguments,
  Call,
  NodeStatus,
  Workflow,
  WorkflowSpec,
  WorkflowStep,
  WorkflowTemplateSpec
} from './types.js';

/** A template of a WorkflowTemplate. */
export interface TemplateReference {
  name: string;
  template: string;
}

/** What a template of a WorkflowTemplate is called among the templates that run: no other name has a slash. */
export function referenceKey({ name, template }: TemplateReference): string {
  return `${name}/${template}`;
}

/** The reference that such a name stands for; null for a template of the Workflow itself. */
export function referenceOf(key: string): TemplateReference | null {
  const [, name, template] = /^([^/]+)\/(.*)$/s.exec(key) ?? [];
  return name === undefined ? null : { name, template: template ?? '' };
}

/** Where a Workflow's status keeps a template of a WorkflowTemplate, as Argo does. */
export function storedTemplateKey(reference: TemplateReference): string {
  return `namespaced/${referenceKey(reference)}`;
}

/** What the template of a node is called among the templates that run. */
export function templateKeyOf({ templateRef, templateName = '' }: NodeStatus): string {
  return templateRef === undefined ? templateName : referenceKey(templateRef);
}

/** The name of a node's template, which is part of its pod's name. */
export function templateNameOf({ templateRef, templateName = '' }: NodeStatus): string {
  return templateRef?.template ?? templateName;
}

/** The spec that runs: a Workflow's own, completed by what its workflowTemplateRef led to. */
export function specOf({ spec, status }: Workflow): WorkflowSpec {
  const stored = status?.storedWorkflowTemplateSpec;
  return stored === undefined
    ? { ...spec }
    : { ...stored, ...spec, arguments: joined(stored.arguments, spec?.arguments) };
}

/** The arguments of a template, with those that a Workflow gives in their place. */
function joined(under: Arguments = {}, over: Arguments = {}): Arguments {
  return {
    parameters: byName(under.parameters, over.parameters),
    artifacts: byName(under.artifacts, over.artifacts)
  };
}

function byName<T extends { name: string }>(under: T[] | undefined, over: T[] | undefined): T[] {
  const named = new Map(listOf(under).map(item => [item?.name, item]));
  listOf(over).forEach(item => named.set(item?.name, item));
  return [...named.values()];
}

/**
 * All templates that may run, with every call naming one of them: those of the spec, and those that the status keeps of
 * WorkflowTemplates, under the names of `referenceKey`.
 */
export function runnableTemplates(workflow: Workflow): WorkflowTemplateSpec[] {
  const own = listOf(specOf(workflow).templates).map(template => withKeys(template, null));
  const stored = Object.entries(workflow.status?.storedTemplates ?? {}).flatMap(
    ([key, template]) => {
      const reference = referenceOf(key.replace(/^namespaced\//, ''));
      return reference === null
        ? []
        : [{ ...withKeys(template, reference.name), name: referenceKey(reference) }];
    }
  );
  return [...own, ...stored];
}

/** A template whose calls name their templates as all templates that run are called. */
function withKeys(template: WorkflowTemplateSpec, owner: string | null): WorkflowTemplateSpec {
  const { dag, steps } = template ?? {};
  return {
    ...template,
    ...(dag === undefined
      ? {}
      : { dag: { ...dag, tasks: listOf(dag.tasks).map(task => withKey(task, owner)) } }),
    ...(steps === undefined
      ? {}
      : {
          steps: listOf(steps).map(group =>
            Array.isArray(group)
              ? group.map((step: WorkflowStep) => withKey(step, owner))
              : withKey(group, owner)
          )
        })
  };
}

function withKey<C extends Call>(call: C, owner: string | null): C {
  const reference = calledReference(call, owner);
  if (reference === null) {
    return call;
  }
  const renamed = { ...call, template: referenceKey(reference) };
  delete renamed.templateRef;
  return renamed;
}

/** The template of a WorkflowTemplate that a call is about; null where it is one of the Workflow itself. */
export function calledReference(call: Call, owner: string | null): TemplateReference | null {
  const { templateRef, template } = call ?? {};
  if (templateRef !== undefined && templateRef !== null) {
    return { name: templateRef.name ?? '', template: templateRef.template ?? '' };
  }
  return owner === null ? null : { name: owner, template: template ?? '' };
}
