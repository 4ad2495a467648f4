import {
  GPU_IDLE_TIME_ANNOTATION,
  IDLE_TIME_ANNOTATION,
  holdsGpu,
  parseIdleTime
} from '@kubeflow-lab/resources';
import type { KubeObject, Notebook, Profile } from '@kubeflow-lab/resources';

import type { CullingSettings } from './settings.js';

/** After how long without activity one server is stopped, and who said so. */
export interface IdleTime {
  /** Infinity: never. */
  milliseconds: number;
  from: 'server' | 'project' | 'installation';
  /** Annotations that could not be understood, as a sentence each. */
  ignored: string[];
}

/**
 * The nearest that says anything counts: the Notebook, then the Profile of its project, then the installation. What one
 * of them says for servers with a GPU comes there before what it says for all.
 */
export function idleTimeOf(
  notebook: Notebook,
  profile: Profile | undefined,
  settings: Pick<CullingSettings, 'idleMs' | 'gpuIdleMs'>
): IdleTime {
  const gpu = holdsGpu(notebook);
  const keys = gpu ? [GPU_IDLE_TIME_ANNOTATION, IDLE_TIME_ANNOTATION] : [IDLE_TIME_ANNOTATION];
  const ignored: string[] = [];
  const levels = [
    { from: 'server', object: notebook },
    { from: 'project', object: profile }
  ] as const;
  for (const { from, object } of levels) {
    for (const key of keys) {
      const milliseconds = annotated(object, key, from, ignored);
      if (milliseconds !== null) {
        return { milliseconds, from, ignored };
      }
    }
  }
  return {
    milliseconds: gpu ? settings.gpuIdleMs : settings.idleMs,
    from: 'installation',
    ignored
  };
}

function annotated(
  object: KubeObject | undefined,
  key: string,
  from: 'server' | 'project',
  ignored: string[]
): number | null {
  const text = object?.metadata?.annotations?.[key];
  if (text === undefined) {
    return null;
  }
  const milliseconds = parseIdleTime(text);
  if (milliseconds === null) {
    ignored.push(`Annotation ${key} of the ${from} is no idle time such as 90, 2h, 1d or never.`);
  }
  return milliseconds;
}
