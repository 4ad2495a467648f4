import { WORKFLOW_TEMPLATE, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import {
  WORKFLOW_TEMPLATE_LABEL,
  calledReference,
  referenceKey,
  runnableTemplates,
  specOf,
  storedTemplateKey
} from '@kubeflow-lab/resources';
import type {
  Call,
  FieldProblem,
  TemplateReference,
  Workflow,
  WorkflowMetadata,
  WorkflowTemplate,
  WorkflowTemplateSpec
} from '@kubeflow-lab/resources';

import { withDefaults } from './defaults.js';

/** A Workflow with everything of WorkflowTemplates that it needs, or what is wrong with its references. */
export interface Resolved {
  /** With the templates in its status, where Argo keeps them too: what is changed there later does not reach this run. */
  workflow: Workflow;
  problems: FieldProblem[];
  /** Labels and annotations that it gets from its template. */
  metadata: WorkflowMetadata;
}

/** The name of a WorkflowTemplate to the object; null where there is none. */
export type FindTemplate = (name: string) => Promise<WorkflowTemplate | null>;

/** Looks WorkflowTemplates up in the namespace of a workflow, each once. */
export function templateFinder(client: KubeClient, { metadata }: Workflow): FindTemplate {
  const found = new Map<string, Promise<WorkflowTemplate | null>>();
  const look = async (name: string) => {
    try {
      return await client.get<WorkflowTemplate>(WORKFLOW_TEMPLATE, {
        namespace: metadata?.namespace,
        name
      });
    } catch (error) {
      if (isNotFound(error)) {
        return null;
      }
      throw error;
    }
  };
  return name => {
    const known = found.get(name) ?? look(name);
    found.set(name, known);
    return known;
  };
}

/** Brings what a Workflow refers to and does not have yet. Asks for nothing where it has all. */
export async function resolveReferences(workflow: Workflow, find: FindTemplate): Promise<Resolved> {
  const whole = await resolveWorkflowTemplate(workflow, find);
  return whole.problems.length > 0 ? whole : resolveTemplates(whole, find);
}

/** The workflow as the engine runs it: every template at hand, and every call naming one of them. */
export function runnable(workflow: Workflow): Workflow {
  const spec = { ...specOf(workflow), templates: runnableTemplates(workflow) };
  return { ...workflow, spec: { ...spec, templates: withDefaults(spec) } };
}

async function resolveWorkflowTemplate(workflow: Workflow, find: FindTemplate): Promise<Resolved> {
  const { spec, status } = workflow;
  const reference = spec?.workflowTemplateRef;
  const same = { workflow, problems: [], metadata: {} };
  if (reference === undefined || status?.storedWorkflowTemplateSpec !== undefined) {
    return same;
  }
  const path = 'spec.workflowTemplateRef';
  const refused = (message: string, field = ''): Resolved => ({
    ...same,
    problems: [{ path: `${path}${field}`, message }]
  });
  if (reference.clusterScope === true) {
    return refused('is not supported by the embedded engine', '.clusterScope');
  }
  if (spec?.templates !== undefined) {
    return refused('cannot stand beside templates of the workflow itself');
  }
  const name = reference.name ?? '';
  const template = name === '' ? null : await find(name);
  if (template === null) {
    return refused(name === '' ? 'is missing' : `there is no WorkflowTemplate ${name}`, '.name');
  }
  const { workflowMetadata = {}, ...stored } = template.spec ?? {};
  return {
    workflow: { ...workflow, status: { ...status, storedWorkflowTemplateSpec: stored } },
    problems: [],
    metadata: {
      annotations: workflowMetadata.annotations,
      labels: { ...workflowMetadata.labels, [WORKFLOW_TEMPLATE_LABEL]: name }
    }
  };
}

async function resolveTemplates(resolved: Resolved, find: FindTemplate): Promise<Resolved> {
  const { workflow } = resolved;
  const stored: Record<string, WorkflowTemplateSpec> = { ...workflow.status?.storedTemplates };
  const problems: FieldProblem[] = [];
  const bring = async (reference: TemplateReference, path: string) => {
    if (stored[storedTemplateKey(reference)] !== undefined) {
      return;
    }
    const found = await templateOf(reference, find);
    if (found === null) {
      problems.push({ path, message: `there is no template ${referenceKey(reference)}` });
    } else {
      stored[storedTemplateKey(reference)] = found;
      await visit(found, `WorkflowTemplate ${referenceKey(reference)}`, reference.name);
    }
  };
  const visit = async (template: WorkflowTemplateSpec, path: string, owner: string | null) => {
    for (const [place, call] of placedCalls(template ?? {})) {
      if (call.templateRef?.clusterScope === true) {
        const message = 'is not supported by the embedded engine';
        problems.push({ path: `${path}.${place}.templateRef.clusterScope`, message });
        continue;
      }
      for (const [field, reference] of referencesOf(call, owner)) {
        await bring(reference, `${path}.${place}.${field}`);
      }
      if (call.inline !== undefined) {
        await visit(call.inline, `${path}.${place}.inline`, owner);
      }
    }
  };
  for (const [index, template] of (specOf(workflow).templates ?? []).entries()) {
    await visit(template, `spec.templates[${index}]`, null);
  }
  return Object.keys(stored).length === 0
    ? { ...resolved, problems }
    : {
        ...resolved,
        problems,
        workflow: { ...workflow, status: { ...workflow.status, storedTemplates: stored } }
      };
}

/** The templates of WorkflowTemplates that a call needs, with the fields that say so. */
function referencesOf(call: Call, owner: string | null): [string, TemplateReference][] {
  const own = calledReference(call, owner);
  const hooks = owner === null ? [] : Object.entries(call.hooks ?? {});
  return [
    ...(own === null
      ? []
      : [
          [call.templateRef === undefined ? 'template' : 'templateRef', own] satisfies [
            string,
            TemplateReference
          ]
        ]),
    ...hooks.map(([name, hook]): [string, TemplateReference] => [
      `hooks.${name}.template`,
      { name: owner!, template: hook?.template ?? '' }
    ])
  ];
}

async function templateOf(
  { name, template }: TemplateReference,
  find: FindTemplate
): Promise<WorkflowTemplateSpec | null> {
  const found = await find(name);
  const templates = found?.spec?.templates;
  return (
    (Array.isArray(templates) ? templates : []).find(({ name: own }) => own === template) ?? null
  );
}

/** The calls of a template with their places in it. */
function placedCalls(template: WorkflowTemplateSpec): [string, Call][] {
  const { dag, steps } = template;
  const tasks = Array.isArray(dag?.tasks) ? dag.tasks : [];
  const groups = Array.isArray(steps) ? steps : [];
  const placed: [string, Call][] = [
    ...tasks.map((task, index): [string, Call] => [`dag.tasks[${index}]`, task]),
    ...groups.flatMap((group, outer) =>
      Array.isArray(group)
        ? group.map((step, inner): [string, Call] => [`steps[${outer}][${inner}]`, step])
        : [[`steps[${outer}]`, group] satisfies [string, Call]]
    )
  ];
  // What is no call at all is said when the fields are checked.
  return placed.filter(([, call]) => typeof call === 'object' && call !== null);
}
