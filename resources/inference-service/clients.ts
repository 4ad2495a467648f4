/** Programs that ask a model through the gateway by tokens of their own. */
import type { ClientForm } from '@kubeflow-lab/schema';

import { nameProblem } from '../common/names.js';
import type { FieldProblem } from '../common/summary.js';

export const CLIENT_NAME_MAX = 40;

/** Everything about a form that would keep the client from getting its token. */
export function checkClient({ name }: ClientForm): FieldProblem[] {
  const wrong = nameProblem(name, 'a client', CLIENT_NAME_MAX);
  return wrong === null ? [] : [{ path: 'name', message: wrong }];
}

/** The Secret of a client. Neither name can hold a dot, so that no two clients share one. */
export function clientSecretName(model: string, client: string): string {
  return `${model}.client.${client}`;
}
