import { checkNotebook, workspaceClaimOf, type NodeLimits } from '@kubeflow-lab/resources';
import type { NotebookForm, Problem } from '@kubeflow-lab/schema';

export const FIELDS = [
  'name',
  'image',
  'cpu',
  'memory',
  'workspace',
  'workspace.size',
  'workspace.storageClass',
  'workspace.claim',
  'workspace.snapshot',
  'imagePullPolicy',
  'cpuLimit',
  'memoryLimit',
  'gpu',
  'dataVolumes',
  'configurations',
  'affinity',
  'tolerations',
  'shm',
  'env',
  'secrets',
  'idleTime'
] as const;

export type Field = (typeof FIELDS)[number];
export type Errors = Partial<Record<Field, string>>;

/**
 * The field of a path, which may be dotted (`workspace.size`) or a JSON pointer (`/workspace/size`). What is in a list
 * (`env.0`) belongs to the list.
 */
export function fieldOf(path: string): Field | null {
  const dotted = path
    .replace(/^[/.]/, '')
    .replaceAll('/', '.')
    .replace(/\.\d+(\..*)?$/, '');
  return FIELDS.find(field => field === dotted) ?? null;
}

export interface Surroundings {
  namespace: string;
  limits: NodeLimits;
  /** Names of the servers of the project. */
  servers: ReadonlySet<string>;
  /** Names of its volumes. */
  claims: ReadonlySet<string>;
}

function takenErrors(form: NotebookForm, { namespace, servers, claims }: Surroundings): Errors {
  const claim = workspaceClaimOf(form) ?? '';
  return {
    ...(servers.has(form.name)
      ? {
          name: `A notebook server named "${form.name}" exists already in project "${namespace}"; choose another name.`
        }
      : {}),
    ...(form.workspace.mode === 'new' && claims.has(claim)
      ? {
          workspace: `A volume named "${claim}" exists already; use it, or give the server another name.`
        }
      : {})
  };
}

/** What keeps a form from being sent, by field; the first sentence of each, in English until it is drawn. */
export function errorsOf(form: NotebookForm, around: Surroundings): Errors {
  const errors: Errors = takenErrors(form, around);
  for (const { path, message } of checkNotebook(form, around.limits)) {
    const field = fieldOf(path);
    if (field && !(field in errors)) {
      errors[field] = message;
    }
  }
  return errors;
}

export interface ServerErrors {
  fields: Errors;
  /** What belongs to no field of the form. */
  general: string | null;
}

/** The field that a name already taken belongs to: the volume's name comes from the server's. */
function takenField({ object }: Problem): Field {
  return /^persistentvolumeclaim/i.test(object?.kind ?? '') ? 'workspace' : 'name';
}

/** The server's problem, taken apart to where each sentence belongs. */
export function errorsFrom(problem: Problem): ServerErrors {
  const fields: Errors = {};
  const rest: string[] = [];
  for (const { path, message } of problem.errors ?? []) {
    const field = fieldOf(path);
    if (field && !(field in fields)) {
      fields[field] = message;
    } else {
      rest.push(message);
    }
  }
  if (problem.status === 409 && rest.length === 0 && Object.keys(fields).length === 0) {
    return { fields: { [takenField(problem)]: problem.detail }, general: null };
  }
  const placed = Object.keys(fields).length > 0;
  const general = rest.length > 0 ? rest.join(' ') : placed ? null : problem.detail;
  return { fields, general };
}
