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

const INLINE = 'inline:';

/** Where a template stands that only one call has, by what it is called among those that run; null for all others. */
export function inlinePlace(key: string): string | null {
  return key.startsWith(INLINE) ? key.slice(INLINE.length) : null;
}

/** What the template of a node is called among the templates that run; '' for one that only its call has. */
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
  const own = listOf(specOf(workflow).templates).map((template, index) =>
    withKeys(template, null, `spec.templates[${index}]`)
  );
  const stored = Object.entries(workflow.status?.storedTemplates ?? {}).flatMap(
    ([key, template]) => {
      const reference = referenceOf(key.replace(/^namespaced\//, ''));
      if (reference === null) {
        return [];
      }
      const name = referenceKey(reference);
      const [first, ...inline] = withKeys(template, reference.name, `WorkflowTemplate ${name}`);
      return [{ ...first, name }, ...inline];
    }
  );
  // Those of the spec first, each at its own place.
  return [...own.map(([first]) => first!), ...own.flatMap(([, ...rest]) => rest), ...stored];
}

/**
 * A template whose calls name their templates as all templates that run are called, and behind it those that stand
 * within its calls, under the names of `inlinePlace`.
 */
function withKeys(
  template: WorkflowTemplateSpec,
  owner: string | null,
  path: string
): WorkflowTemplateSpec[] {
  const { dag, steps } = template ?? {};
  const inline: WorkflowTemplateSpec[] = [];
  const keyed = <C extends Call>(call: C, place: string): C => {
    if (!isInline(call)) {
      return withKey(call, owner);
    }
    const own = `${path}.${place}.inline`;
    const [first, ...within] = withKeys(call.inline, owner, own);
    inline.push({ ...first, name: `${INLINE}${own}` }, ...within);
    const named: C = { ...withHookKeys(call, owner), template: `${INLINE}${own}` };
    delete named.inline;
    return named;
  };
  const own = {
    ...template,
    ...(dag === undefined
      ? {}
      : {
          dag: {
            ...dag,
            tasks: listOf(dag.tasks).map((task, index) => keyed(task, `dag.tasks[${index}]`))
          }
        }),
    ...(steps === undefined
      ? {}
      : {
          steps: listOf(steps).map((group, outer) =>
            Array.isArray(group)
              ? group.map((step: WorkflowStep, inner) => keyed(step, `steps[${outer}][${inner}]`))
              : keyed(group, `steps[${outer}]`)
          )
        })
  };
  return [own, ...inline];
}

/** Whether a call brings its template along. */
function isInline<C extends Call>(call: C): call is C & { inline: WorkflowTemplateSpec } {
  return typeof call?.inline === 'object' && call.inline !== null && call.template === undefined;
}

function withKey<C extends Call>(call: C, owner: string | null): C {
  const reference = calledReference(call, owner);
  if (reference === null) {
    return call;
  }
  const renamed = { ...withHookKeys(call, owner), template: referenceKey(reference) };
  delete renamed.templateRef;
  return renamed;
}

/** The hooks of a call name templates of the same WorkflowTemplate. */
function withHookKeys<C extends Call>(call: C, owner: string | null): C {
  if (owner === null || call.hooks === undefined) {
    return call;
  }
  const hooks = Object.entries(call.hooks).map(([name, hook]) => [
    name,
    { ...hook, template: referenceKey({ name: owner, template: hook?.template ?? '' }) }
  ]);
  return { ...call, hooks: Object.fromEntries(hooks) as C['hooks'] };
}

/** The template of a WorkflowTemplate that a call is about; null where it is one of the Workflow itself. */
export function calledReference(call: Call, owner: string | null): TemplateReference | null {
  const { templateRef, template } = call ?? {};
  if (templateRef !== undefined && templateRef !== null) {
    return { name: templateRef.name ?? '', template: templateRef.template ?? '' };
  }
  if (isInline(call)) {
    return null;
  }
  return owner === null ? null : { name: owner, template: template ?? '' };
}
