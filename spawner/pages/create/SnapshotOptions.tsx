import type { SnapshotItem } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';
import { GoneOption } from './GoneOption.js';

export interface SnapshotOptionsProps {
  chosen: string;
  snapshots: readonly SnapshotItem[];
}

/** What a new volume can begin with. */
export function SnapshotOptions({ chosen, snapshots }: SnapshotOptionsProps): JSX.Element {
  return (
    <>
      <option value="">{t('Empty')}</option>
      {snapshots.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
      {snapshots.some(({ name }) => name === chosen) ? null : (
        <GoneOption chosen={chosen} offered={undefined} />
      )}
    </>
  );
}

/** What choosing a snapshot fills in: as much as it needs, on a storage class that can hold it. */
export function snapshotChoice(
  chosen: string,
  snapshots: readonly SnapshotItem[]
): { snapshot: string; size?: string; storageClass?: string } {
  const { size, storageClasses = [] } = snapshots.find(({ name }) => name === chosen) ?? {};
  return {
    snapshot: chosen,
    ...(size ? { size } : {}),
    ...(storageClasses.length > 0 ? { storageClass: storageClasses[0] } : {})
  };
}
