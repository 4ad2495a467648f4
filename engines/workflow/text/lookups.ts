import type { Inputs, NodeStatus, Workflow, WorkflowArtifact } from '@kubeflow-lab/resources';

import type { Lookup } from './substitute.js';
import { UnresolvedError } from './substitute.js';

/** `workflow.…`: what holds for the whole run. */
export function workflowLookup(workflow: Workflow): Lookup {
  const { metadata, spec } = workflow;
  const parameters = spec?.arguments?.parameters ?? [];
  const fixed: Record<string, string | undefined> = {
    'workflow.name': metadata?.name,
    'workflow.namespace': metadata?.namespace,
    'workflow.uid': metadata?.uid,
    'workflow.serviceAccountName': spec?.serviceAccountName ?? 'default',
    'workflow.creationTimestamp': metadata?.creationTimestamp,
    'workflow.mainEntrypoint': spec?.entrypoint,
    'workflow.parameters': JSON.stringify(parameters)
  };
  return name => {
    const [, kind, key] = /^workflow\.(parameters|labels|annotations)\.(.+)$/.exec(name) ?? [];
    switch (kind) {
      case 'parameters': {
        const parameter = parameters.find(p => p.name === key);
        return textOf(parameter?.value ?? parameter?.default);
      }
      case 'labels':
        return metadata?.labels?.[key];
      case 'annotations':
        return metadata?.annotations?.[key];
      default:
        return Object.hasOwn(fixed, name) ? fixed[name] : undefined;
    }
  };
}

/** `inputs.…`: what a template got. */
export function inputsLookup(inputs: Inputs): Lookup {
  return name => {
    if (name === 'inputs.parameters') {
      return JSON.stringify(inputs.parameters ?? []);
    }
    const [, kind, key] = /^inputs\.(parameters|artifacts)\.(.+)$/.exec(name) ?? [];
    return kind === 'parameters'
      ? textOf(inputs.parameters?.find(p => p.name === key)?.value)
      : inputs.artifacts?.find(a => `${a.name}.path` === key)?.path;
  };
}

/** Finds the node of a task of the same dag, or of an earlier step; undefined where it has none yet. */
export type NodeFinder = (name: string) => NodeStatus | undefined;

/** `tasks.…` or `steps.…`: what the ones before have made. */
export function siblingLookup(prefix: 'tasks' | 'steps', find: NodeFinder): Lookup {
  const pattern = new RegExp(`^${prefix}\\.([^.]+)\\.(.+)$`);
  return name => {
    const [, sibling, field = ''] = pattern.exec(name) ?? [];
    const node = sibling === undefined ? undefined : find(sibling);
    if (node === undefined) {
      return undefined;
    }
    const parameter = /^outputs\.parameters\.(.+)$/.exec(field)?.[1];
    if (parameter !== undefined) {
      return textOf(node.outputs?.parameters?.find(p => p.name === parameter)?.value);
    }
    const fields: Record<string, string | null | undefined> = {
      id: node.id,
      status: node.phase,
      startedAt: node.startedAt,
      finishedAt: node.finishedAt,
      exitCode: node.outputs?.exitCode,
      'outputs.result': node.outputs?.result
    };
    return Object.hasOwn(fields, field) ? (fields[field] ?? undefined) : undefined;
  };
}

/** Finds the rounds of a looped task or step; undefined where it is no loop, or has not begun. */
export type RoundsFinder = (name: string) => readonly NodeStatus[] | undefined;

/** `tasks.…` or `steps.…` of loops: what their rounds have made, as JSON lists in the order of the items. */
export function loopLookup(prefix: 'tasks' | 'steps', find: RoundsFinder): Lookup {
  const pattern = new RegExp(`^${prefix}\\.([^.]+)\\.outputs\\.(result|parameters(?:\\.(.+))?)$`);
  return name => {
    const [, sibling, kind, parameter] = pattern.exec(name) ?? [];
    const rounds = sibling === undefined ? undefined : find(sibling);
    if (rounds === undefined) {
      return undefined;
    }
    const outputs = rounds
      .filter(round => round.phase === 'Succeeded')
      .map(round => round.outputs ?? {});
    if (kind === 'result') {
      return JSON.stringify(outputs.map(({ result }) => jsonOrText(result)));
    }
    const maps = outputs.map(({ parameters = [] }) =>
      Object.fromEntries(parameters.map(({ name: key, value }) => [key, textOf(value)]))
    );
    return JSON.stringify(parameter === undefined ? maps : maps.map(map => map[parameter]));
  };
}

function jsonOrText(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The artifact that a `from` leads to. Throws UnresolvedError. */
export function artifactFrom(
  from: string,
  inputs: Inputs,
  find: NodeFinder,
  prefix: 'tasks' | 'steps'
): WorkflowArtifact {
  const name = /^\s*\{\{\s*([^{}]*?)\s*\}\}\s*$/.exec(from)?.[1] ?? '';
  const input = /^inputs\.artifacts\.(.+)$/.exec(name)?.[1];
  const [, sibling = '', output] =
    new RegExp(`^${prefix}\\.([^.]+)\\.outputs\\.artifacts\\.(.+)$`).exec(name) ?? [];
  const found =
    input !== undefined
      ? inputs.artifacts?.find(artifact => artifact.name === input)
      : find(sibling)?.outputs?.artifacts?.find(artifact => artifact.name === output);
  if (found === undefined) {
    throw new UnresolvedError(`There is no artifact ${from}.`);
  }
  return found;
}

/** A parameter as text: its value may be written without quotes. */
export function textOf(value: unknown): string | undefined {
  return value === undefined || value === null
    ? undefined
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}
