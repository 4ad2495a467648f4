import { isObjectName, nameProblem } from '../common/names.js';
import { parseQuantity } from '../common/quantity.js';
import type { FieldProblem } from '../common/summary.js';
import { NOTEBOOK_NAME_MAX, SHARED_CLAIM } from './types.js';
import type { NotebookForm, Workspace } from './types.js';

/** What the largest node can give, as quantities; left out where it is not known. */
export interface ResourceLimits {
  cpu?: string;
  memory?: string;
}

const MINIMUM_MEMORY = 64 * 2 ** 20;

/** Everything about a form that would keep the server from starting, one sentence for each field. */
export function checkNotebook(form: NotebookForm, limits: ResourceLimits = {}): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report = (path: string, message: string | null) => {
    if (message !== null) {
      problems.push({ path, message });
    }
  };
  report('name', nameProblem(form.name, 'a notebook server', NOTEBOOK_NAME_MAX));
  report('image', imageProblem(form.image));
  report('cpu', cpuProblem(form.cpu, limits.cpu));
  report('memory', memoryProblem(form.memory, limits.memory));
  problems.push(...checkWorkspace(form.workspace));
  return problems;
}

function imageProblem(image: string): string | null {
  if (image === '') {
    return 'Choose an image.';
  }
  return /^[\w][\w.:/@+-]*$/.test(image) && image.length <= 512
    ? null
    : `"${image.slice(0, 80)}" is no image name; one looks like registry/name:tag.`;
}

function cpuProblem(cpu: string, largest: string | undefined): string | null {
  const cores = parseQuantity(cpu);
  if (cores === null || cores <= 0) {
    return 'Give the CPU as a number of cores, such as 0.5 or 2.';
  }
  if (cores < 0.001) {
    return 'The smallest amount of CPU is 1m, a thousandth of a core.';
  }
  const most = parseQuantity(largest ?? '');
  return most !== null && cores > most
    ? `No node of the cluster has ${cpu} CPUs; the largest has ${largest}.`
    : null;
}

function memoryProblem(memory: string, largest: string | undefined): string | null {
  const bytes = parseQuantity(memory);
  if (bytes === null || bytes <= 0) {
    return 'Give the memory as a quantity, such as 512Mi or 2Gi.';
  }
  if (bytes < MINIMUM_MEMORY) {
    return `${memory} is ${formatBytes(bytes)}, too little for a notebook server; did you mean ${memory.replace(/\D+$/, '')}Gi?`;
  }
  const most = parseQuantity(largest ?? '');
  return most !== null && bytes > most
    ? `No node of the cluster has ${memory} of memory; the largest has ${formatBytes(most)}.`
    : null;
}

function checkWorkspace(workspace: Workspace): FieldProblem[] {
  if (workspace.mode === 'existing') {
    return checkExisting(workspace.claim);
  }
  if (workspace.mode === 'none') {
    return [];
  }
  const problems: FieldProblem[] = [];
  const bytes = parseQuantity(workspace.size);
  if (bytes === null || bytes < 2 ** 20) {
    problems.push({
      path: 'workspace.size',
      message: 'Give the size of the volume as a quantity, such as 5Gi.'
    });
  }
  if (workspace.storageClass && !isObjectName(workspace.storageClass)) {
    problems.push({
      path: 'workspace.storageClass',
      message: `"${workspace.storageClass.slice(0, 80)}" cannot be the name of a storage class.`
    });
  }
  return problems;
}

function checkExisting(claim: string): FieldProblem[] {
  const path = 'workspace.claim';
  if (claim === '') {
    return [{ path, message: 'Choose the volume to use as the home folder.' }];
  }
  if (claim === SHARED_CLAIM) {
    const message = `"${SHARED_CLAIM}" is the project's shared folder, which every server has already; choose another volume.`;
    return [{ path, message }];
  }
  return isObjectName(claim)
    ? []
    : [{ path, message: `"${claim.slice(0, 80)}" cannot be the name of a volume.` }];
}

/** Bytes for people: at most one decimal, binary units. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${Math.round(value * 10) / 10}${unit === 0 ? ' ' : ''}${units[unit]}`;
}
