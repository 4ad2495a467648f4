import { formatBytes } from '@kubeflow-lab/resources';

import { spoken, tn } from './translator.js';

/** Bytes as people read them, such as `1.5Gi`, with the number as the language writes it. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) {
    return tn('{count} byte', '{count} bytes', bytes);
  }
  return formatBytes(bytes).replace(/^[\d.]+/, number =>
    Number(number).toLocaleString(spoken().locale)
  );
}
