/** What keeps the volumes of a form from being made or mounted. */
import { isObjectName } from '../common/names.js';
import { parseQuantity } from '../common/quantity.js';
import type { FieldProblem } from '../common/summary.js';
import { HOME_DIRECTORY, SHARED_CLAIM, SHARED_DIRECTORY } from './types.js';
import type { NotebookForm } from './types.js';
import { TOKEN_DIRECTORY, dataClaimOf, workspaceClaimOf } from './volumes.js';

const SMALLEST_BYTES = 2 ** 20;
const TAKEN_MOUNTS: readonly string[] = [
  HOME_DIRECTORY,
  SHARED_DIRECTORY,
  TOKEN_DIRECTORY,
  '/dev/shm'
];
const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteMany', 'ReadOnlyMany', 'ReadWriteOncePod'];

/** @param path of the volume in the form, as `workspace` or `dataVolumes.0` */
export function checkNewVolume(
  { size, storageClass, accessMode }: { size: string; storageClass?: string; accessMode?: string },
  path: string
): FieldProblem[] {
  const bytes = parseQuantity(size);
  const problems: (FieldProblem | null)[] = [
    bytes === null || bytes < SMALLEST_BYTES
      ? {
          path: `${path}.size`,
          message: 'Give the size of the volume as a quantity, such as 5Gi.'
        }
      : null,
    storageClass && !isObjectName(storageClass)
      ? {
          path: `${path}.storageClass`,
          message: `"${storageClass.slice(0, 80)}" cannot be the name of a storage class.`
        }
      : null,
    accessMode && !ACCESS_MODES.includes(accessMode)
      ? {
          path: `${path}.accessMode`,
          message: `The access mode is one of ${ACCESS_MODES.join(', ')}.`
        }
      : null
  ];
  return problems.filter(problem => problem !== null);
}

export function checkDataVolumes(form: NotebookForm): FieldProblem[] {
  const { dataVolumes = [] } = form;
  const claims = [workspaceClaimOf(form), SHARED_CLAIM];
  const mounts = [...TAKEN_MOUNTS];
  return dataVolumes.flatMap((volume, index) => {
    const path = `dataVolumes.${index}`;
    const claim = dataClaimOf(form, volume);
    const problems = [
      { path: `${path}.claim`, message: claimProblem(claim, claims) },
      { path: `${path}.mount`, message: mountProblem(volume.mount, mounts) }
    ].filter((problem): problem is FieldProblem => problem.message !== null);
    claims.push(claim);
    mounts.push(volume.mount.replace(/\/+$/, ''));
    return [...problems, ...(volume.mode === 'new' ? checkNewVolume(volume, path) : [])];
  });
}

function claimProblem(claim: string, taken: readonly (string | null)[]): string | null {
  if (claim === '') {
    return 'Choose a volume, or give the new one a name.';
  }
  if (!isObjectName(claim)) {
    return `"${claim.slice(0, 80)}" cannot be the name of a volume.`;
  }
  return taken.includes(claim) ? `The volume "${claim}" is mounted already.` : null;
}

function mountProblem(mount: string, taken: readonly string[]): string | null {
  const path = mount.replace(/\/+$/, '');
  if (!/^(\/[^/:\0]+)+$/.test(path) || path.split('/').includes('..') || path.length > 512) {
    return 'Say where it is mounted: a path that begins with /, such as /home/jovyan/data.';
  }
  return taken.includes(path) ? `Something else is mounted at ${path} already.` : null;
}
