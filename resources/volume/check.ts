/** What keeps a volume from being made, made larger, or deleted; sentences for a person. */
import type { ClaimItem, VolumeForm } from '@kubeflow-lab/schema';

import { isObjectName } from '../common/names.js';
import { parseQuantity } from '../common/quantity.js';
import type { FieldProblem } from '../common/summary.js';
import { checkNewVolume } from '../notebook/check-volumes.js';
import { SHARED_CLAIM } from '../notebook/types.js';

export function checkVolumeForm({ name, ...volume }: VolumeForm): FieldProblem[] {
  const problems = checkNewVolume(volume, '').map(({ path, message }) => ({
    path: path.slice(1),
    message
  }));
  return name !== '' && isObjectName(name)
    ? problems
    : [
        {
          path: 'name',
          message:
            name === ''
              ? 'Give the volume a name.'
              : `"${name.slice(0, 80)}" cannot be the name of a volume: use lower-case letters, digits, dashes and dots.`
        },
        ...problems
      ];
}

/** Why a volume cannot be given this size; null where it can. */
export function expansionProblem(now: string, wanted: string): string | null {
  const bytes = parseQuantity(wanted);
  if (bytes === null || bytes <= 0) {
    return 'Give the size of the volume as a quantity, such as 10Gi.';
  }
  return bytes > (parseQuantity(now) ?? 0)
    ? null
    : `A volume can only become larger; ask for more than ${now}.`;
}

/** Why a volume cannot be deleted; null where it can. */
export function deletionProblem({
  name,
  servers,
  usedBy
}: Pick<ClaimItem, 'name' | 'servers' | 'usedBy'>): string | null {
  if (name === SHARED_CLAIM) {
    return `"${name}" is the project's shared folder; it goes with the project.`;
  }
  if (servers.length > 0) {
    const [which, it] = servers.length === 1 ? ['server', 'it'] : ['servers', 'them'];
    return `The notebook ${which} ${servers.join(', ')} would lose files; delete ${it} first.`;
  }
  return usedBy.length > 0
    ? `The volume is in use by ${usedBy.join(', ')}; wait until that has ended, or delete it first.`
    : null;
}
