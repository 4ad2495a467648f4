import type { KubeObject } from '@kubeflow-lab/resources';

import type { Kind } from './client.js';

/** core/v1 Secret; the values of `data` are base64. */
export interface Secret extends KubeObject {
  type?: string;
  /** Whether its data stay as they are for as long as it is there. */
  immutable?: boolean;
  data?: Record<string, string>;
}

export const SECRET: Kind<Secret> = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true
};

/** The decoded values of a Secret, read as UTF-8. */
export function secretValues({ data = {} }: Secret): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(String(value), 'base64').toString('utf8')
    ])
  );
}

/** Values as the `data` of a Secret. */
export function secretData(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')])
  );
}
