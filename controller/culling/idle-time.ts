import {
  GPU_IDLE_TIME_ANNOTATION,
  GPU_IDLE_TIME_MAX_ANNOTATION,
  IDLE_TIME_ANNOTATION,
  IDLE_TIME_MAX_ANNOTATION,
  holdsGpu,
  parseIdleTime
} from '@kubeflow-lab/resources';
import type { KubeObject, Notebook, Profile } from '@kubeflow-lab/resources';

import type { CullingSettings } from './settings.js';

/** After how long without activity one server is stopped, and who said so. */
export interface IdleTime {
  /** Infinity: never. */
  milliseconds: number;
  /** `maximum`: somebody said more than is allowed. */
  from: Level | 'maximum';
  /** Annotations that could not be understood, as a sentence each. */
  ignored: string[];
}

type Level = 'server' | 'project' | 'installation';

type Limits = Pick<CullingSettings, 'idleMs' | 'gpuIdleMs' | 'maxIdleMs' | 'gpuMaxIdleMs'>;

/** The annotations that say something, the first of which counts; and what is so where none does. */
interface Question {
  levels: readonly (readonly [Exclude<Level, 'installation'>, KubeObject | undefined])[];
  keys: readonly string[];
  otherwise: number;
}

/**
 * The nearest that says anything counts: the Notebook, then the Profile of its project, then the installation. What one
 * of them says for servers with a GPU comes there before what it says for all. Nobody may say more than the maximum,
 * which is the Profile's, else the installation's.
 */
export function idleTimeOf(
  notebook: Notebook,
  profile: Profile | undefined,
  settings: Limits
): IdleTime {
  const gpu = holdsGpu(notebook);
  const ignored: string[] = [];
  const wanted = answerTo(
    {
      levels: [
        ['server', notebook],
        ['project', profile]
      ],
      keys: gpu ? [GPU_IDLE_TIME_ANNOTATION, IDLE_TIME_ANNOTATION] : [IDLE_TIME_ANNOTATION],
      otherwise: gpu ? settings.gpuIdleMs : settings.idleMs
    },
    ignored
  );
  const maximum = answerTo(
    {
      levels: [['project', profile]],
      keys: gpu
        ? [GPU_IDLE_TIME_MAX_ANNOTATION, IDLE_TIME_MAX_ANNOTATION]
        : [IDLE_TIME_MAX_ANNOTATION],
      otherwise: gpu ? settings.gpuMaxIdleMs : settings.maxIdleMs
    },
    ignored
  );
  return wanted.milliseconds > maximum.milliseconds
    ? { milliseconds: maximum.milliseconds, from: 'maximum', ignored }
    : { ...wanted, ignored };
}

function answerTo({ levels, keys, otherwise }: Question, ignored: string[]) {
  for (const [from, object] of levels) {
    for (const key of keys) {
      const milliseconds = annotated(object, key, from, ignored);
      if (milliseconds !== null) {
        return { milliseconds, from };
      }
    }
  }
  return { milliseconds: otherwise, from: 'installation' as const };
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
