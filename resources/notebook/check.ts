import { amountProblem } from '../common/amount.js';
import type { NodeLimits } from '../common/amount.js';
import { isObjectName, nameProblem } from '../common/names.js';
import { formatBytes, parseQuantity } from '../common/quantity.js';
import type { FieldProblem } from '../common/summary.js';
import { NOTEBOOK_NAME_MAX, SHARED_CLAIM } from './types.js';
import type { NotebookForm, Workspace } from './types.js';
import { checkMore } from './check-more.js';
import { checkDataVolumes, checkNewVolume } from './check-volumes.js';

const MINIMUM_MEMORY = 64 * 2 ** 20;

/** Everything about a form that would keep the server from starting, one sentence for each field. */
export function checkNotebook(form: NotebookForm, limits: NodeLimits = {}): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report = (path: string, message: string | null) => {
    if (message !== null) {
      problems.push({ path, message });
    }
  };
  report('name', nameProblem(form.name, 'a notebook server', NOTEBOOK_NAME_MAX));
  report('image', imageProblem(form.image));
  report('cpu', cpuProblem(form.cpu, limits));
  report('memory', memoryProblem(form.memory, limits));
  problems.push(...checkWorkspace(form.workspace), ...checkDataVolumes(form), ...checkMore(form));
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

function cpuProblem(cpu: string, limits: NodeLimits): string | null {
  const cores = parseQuantity(cpu) ?? 0;
  return cores > 0 && cores < 0.001
    ? 'The smallest amount of CPU is 1m, a thousandth of a core.'
    : amountProblem('cpu', cpu, limits);
}

function memoryProblem(memory: string, limits: NodeLimits): string | null {
  const bytes = parseQuantity(memory) ?? 0;
  return bytes > 0 && bytes < MINIMUM_MEMORY
    ? `${memory} is ${formatBytes(bytes)}, too little for a notebook server; did you mean ${memory.replace(/\D+$/, '')}Gi?`
    : amountProblem('memory', memory, limits);
}

function checkWorkspace(workspace: Workspace): FieldProblem[] {
  if (workspace.mode === 'existing') {
    return checkExisting(workspace.claim);
  }
  if (workspace.mode === 'none') {
    return [];
  }
  return checkNewVolume(workspace, 'workspace');
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
