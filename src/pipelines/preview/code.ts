import type { Module } from '@kubeflow-lab/compiler';
import type { WorkflowTemplateSpec } from '@kubeflow-lab/resources';

import { objectOf, objectsOf, textOf } from '../../panels';

/** What travels with a step: the sources of its cells, and the files that they import. */
export interface SentCode {
  cells: string[];
  modules: Module[];
}

/** Whether an artifact is a step's code. */
export const isCode = ({ name }: { name: string }): boolean => name === 'code';

/** The code of a step's template. What cannot be read, anybody may have written, and is left out. */
export function sentCode({ inputs }: WorkflowTemplateSpec): SentCode {
  const data = inputs?.artifacts?.find(isCode)?.raw?.data ?? '';
  try {
    const bytes = Uint8Array.from(atob(data), character => character.charCodeAt(0));
    const { cells, modules } = objectOf(JSON.parse(new TextDecoder().decode(bytes)));
    return {
      cells: objectsOf(cells).map(({ source }) => textOf(source)),
      modules: objectsOf(modules).map(({ path, source }) => ({
        path: textOf(path),
        source: textOf(source)
      }))
    };
  } catch {
    return { cells: [], modules: [] };
  }
}
