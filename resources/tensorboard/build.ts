import type { FieldError, TensorboardForm } from '@kubeflow-lab/schema';

import { nameProblem } from '../common/names.js';
import { readLogsPath } from './logs-path.js';
import { TENSORBOARD_API_VERSION } from './types.js';
import type { Tensorboard } from './types.js';

/** What a Service may be called. */
const NAME_MAX = 63;

/** Everything about a form that would keep the TensorBoard from starting. */
export function checkTensorboard({ name, logspath }: TensorboardForm): FieldError[] {
  const problem = nameProblem(name, 'a TensorBoard', NAME_MAX);
  const place = readLogsPath(logspath);
  return [
    ...(problem === null ? [] : [{ path: 'name', message: problem }]),
    ...(typeof place === 'string' ? [{ path: 'logspath', message: place }] : [])
  ];
}

/** The object that a form describes. The form must have passed `checkTensorboard`. */
export function buildTensorboard(
  { name, logspath }: TensorboardForm,
  namespace: string,
  annotations: Record<string, string>
): Tensorboard {
  return {
    apiVersion: TENSORBOARD_API_VERSION,
    kind: 'Tensorboard',
    metadata: { name, namespace, annotations },
    spec: { logspath }
  };
}
