/** Whether objects that somebody wrote have the shape of a notebook server with its claims, so that they can be read. */
import type { KubeObject, PersistentVolumeClaim } from '../common/object.js';
import type { FieldProblem } from '../common/summary.js';
import { plainText } from '../common/text.js';
import { NOTEBOOK_API_VERSION } from './types.js';
import type { Notebook } from './types.js';

export interface NotebookObjects {
  notebook: Notebook;
  claims: PersistentVolumeClaim[];
}

type Shape = 'map' | 'texts' | 'things';

const DEPTH_MAX = 40;
const POD = 'spec.template.spec';
const NOTEBOOK_SHAPES: [string, Shape][] = [
  ['metadata', 'map'],
  ['metadata.labels', 'texts'],
  ['metadata.annotations', 'texts'],
  ['spec', 'map'],
  ['spec.template', 'map'],
  [POD, 'map'],
  [`${POD}.containers`, 'things'],
  [`${POD}.initContainers`, 'things'],
  [`${POD}.volumes`, 'things'],
  [`${POD}.tolerations`, 'things']
];
const CONTAINER_SHAPES: [string, Shape][] = [
  ['env', 'things'],
  ['envFrom', 'things'],
  ['volumeMounts', 'things'],
  ['resources', 'map'],
  ['resources.requests', 'map'],
  ['resources.limits', 'map']
];
const CLAIM_SHAPES: [string, Shape][] = [
  ['metadata', 'map'],
  ['spec', 'map'],
  ['spec.resources', 'map'],
  ['spec.resources.requests', 'map']
];
const SENTENCES: Record<Shape, (path: string) => string> = {
  map: path => `"${path}" must have fields.`,
  texts: path => `"${path}" must have fields, each with a text.`,
  things: path => `"${path}" must be a list whose entries have fields.`
};

/** The objects, told apart, or what is wrong with them. Each must be a plain object of JSON. */
export function notebookObjectsOf(
  objects: readonly KubeObject[],
  namespace: string
): NotebookObjects | FieldProblem {
  const notebooks = objects.filter(({ kind }) => kind === 'Notebook');
  const others = objects.filter(({ kind }) => kind !== 'Notebook');
  const odd = others.find(({ kind }) => kind !== 'PersistentVolumeClaim');
  if (notebooks.length !== 1) {
    return { path: '', message: 'There must be one Notebook, and the claims of its new volumes.' };
  }
  if (odd !== undefined) {
    const message = `A ${plainText(odd.kind ?? 'thing without kind', 63)} cannot be made here, only a Notebook and the claims of its new volumes.`;
    return { path: 'kind', message };
  }
  const parts = { notebook: notebooks[0], claims: others };
  return problemOf(parts, namespace) ?? parts;
}

function problemOf({ notebook, claims }: NotebookObjects, namespace: string): FieldProblem | null {
  if (notebook.apiVersion !== NOTEBOOK_API_VERSION) {
    const message = `The apiVersion of a Notebook is ${NOTEBOOK_API_VERSION} here.`;
    return { path: 'apiVersion', message };
  }
  const foreign = [notebook, ...claims].find(
    ({ metadata }) => metadata?.namespace !== undefined && metadata.namespace !== namespace
  );
  return (
    shapeProblem(notebook, NOTEBOOK_SHAPES, '') ??
    containerProblem(notebook) ??
    claims.map(claim => shapeProblem(claim, CLAIM_SHAPES, '')).find(each => each !== null) ??
    (foreign === undefined
      ? null
      : {
          path: 'metadata.namespace',
          message: `The namespace must be ${namespace}, or be left out.`
        })
  );
}

function containerProblem(notebook: Notebook): FieldProblem | null {
  const containers = notebook.spec?.template?.spec?.containers ?? [];
  if (containers.length === 0) {
    return { path: `${POD}.containers`, message: `"${POD}.containers" must have a container.` };
  }
  return (
    containers
      .map((container, index) =>
        shapeProblem(container, CONTAINER_SHAPES, `${POD}.containers[${index}].`)
      )
      .find(problem => problem !== null) ?? null
  );
}

function shapeProblem(
  object: object,
  shapes: readonly [string, Shape][],
  prefix: string
): FieldProblem | null {
  const wrong = shapes.find(([path, shape]) => !fits(at(object, path), shape));
  if (wrong === undefined) {
    return null;
  }
  const path = `${prefix}${wrong[0]}`;
  return { path, message: SENTENCES[wrong[1]](path) };
}

function at(object: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, field) => (isMap(value) ? value[field] : undefined), object);
}

function fits(value: unknown, shape: Shape): boolean {
  switch (true) {
    case value === undefined:
      return true;
    case shape === 'things':
      return Array.isArray(value) && value.every(isMap);
    case shape === 'texts':
      return isMap(value) && Object.values(value).every(text => typeof text === 'string');
    default:
      return isMap(value);
  }
}

/** Whether a value can be walked through without fear for the stack. */
export function isShallow(value: unknown, depth = DEPTH_MAX): boolean {
  return (
    typeof value !== 'object' ||
    value === null ||
    (depth > 0 && Object.values(value).every(part => isShallow(part, depth - 1)))
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
