import type { Reflector } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

import { Controller } from './controller.js';
import type { ControllerOptions } from './controller.js';

/** A controller with all that it watches. */
export interface Runnable {
  readonly name: string;
  readonly reflectors: readonly Reflector<KubeObject>[];
  /** Begins to watch: the queue fills, but nothing is worked on yet. */
  watch(): void;
  /** Begins to work, once everything that is watched is known. */
  start(): Promise<void>;
  /** Ends the work and the watches. */
  stop(): Promise<void>;
}

/** Puts a key into the queue of a controller. */
export type Enqueue = (key: string, isUrgent?: boolean) => void;

/** Ties a controller to its reflectors; `connect` says which changes put which keys into the queue. */
export function createRunnable(
  options: ControllerOptions,
  reflectors: readonly Reflector<KubeObject>[],
  connect: (enqueue: Enqueue) => void
): Runnable {
  const controller = new Controller(options);
  connect((key, isUrgent) => controller.enqueue(key, isUrgent));
  return {
    name: options.name,
    reflectors,
    watch: () => reflectors.forEach(reflector => reflector.start()),
    async start() {
      await Promise.all(reflectors.map(reflector => reflector.synced));
      controller.start();
    },
    async stop() {
      await controller.stop();
      await Promise.all(reflectors.map(reflector => reflector.stop()));
    }
  };
}
