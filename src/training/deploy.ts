import type { Phase } from '@kubeflow-lab/schema';

import { deployAddress } from '../models';
import type { ItemAction } from '../panels';
import type { IPlatform, ObjectRef } from '../tokens';

/** What the frameworks of these kinds leave, as runtimes name it; of the others the person says it. */
const FORMATS: Record<string, string> = {
  PyTorchJob: 'pytorch',
  TFJob: 'tensorflow',
  XGBoostJob: 'xgboost'
};

/** Opens the form that serves what a job has stored: a folder of the shared volume, until the person names another. */
export function deployAction(
  { namespace, name }: ObjectRef,
  { kind, phase }: { kind: string; phase: Phase },
  platform: IPlatform
): ItemAction {
  const { trans } = platform;
  const storageUri = `pvc://shared/models/${name}`;
  return {
    id: 'deploy',
    label: trans.__('Deploy its model…'),
    enabled: phase === 'Succeeded',
    reason: trans.__('It has not succeeded.'),
    run: () => deployAddress(platform, namespace, { storageUri, format: FORMATS[kind] ?? '', name })
  };
}
