import { setTimeout as sleep } from 'node:timers/promises';

import { POD, Reflector, isConflict, isNotFound, isUnreachable } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import type { Pod } from '@kubeflow-lab/resources';

import { SCHEDULER } from './workload.js';

/**
 * In place of scheduler and kubelet: says of every pod of the chaos test that it runs and is ready. Thousands of pods cost
 * nothing so, and become ready on any machine.
 */
export class KubeletStandIn {
  private readonly pods: Reflector<Pod>;
  private readonly work = new Set<Promise<void>>();

  constructor(private readonly admin: KubeClient) {
    this.pods = new Reflector(admin, POD, { keep: isOurs });
    this.pods.store.onChange(({ type, object }) => {
      if (type !== 'deleted' && object.status?.phase !== 'Running') {
        const running = this.run(object).finally(() => this.work.delete(running));
        this.work.add(running);
      }
    });
  }

  start(): this {
    this.pods.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.pods.stop();
    await Promise.all(this.work);
  }

  private async run({ metadata, spec }: Pod): Promise<void> {
    const { namespace = '', name = '', uid } = metadata ?? {};
    const now = new Date().toISOString();
    const status = {
      phase: 'Running',
      startTime: now,
      conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(type => ({
        type,
        status: 'True',
        lastTransitionTime: now
      })),
      containerStatuses: (spec?.containers ?? []).map(container => ({
        name: container.name,
        image: container.image,
        imageID: 'none',
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: now } }
      }))
    };
    const patch = { metadata: { uid }, status };
    const isRunning = () =>
      this.admin.mergePatch(POD, { namespace, name }, patch, { subresource: 'status' });
    while (!(await this.isTold(isRunning))) {
      await sleep(500);
    }
  }

  /** Whether the API server was reached; a pod that has gone meanwhile needs no more. */
  private async isTold(request: () => Promise<unknown>): Promise<boolean> {
    try {
      await request();
    } catch (error) {
      if (isUnreachable(error)) {
        return false;
      }
      if (!isNotFound(error) && !isConflict(error)) {
        throw error;
      }
    }
    return true;
  }
}

function isOurs({ spec }: Pod): boolean {
  return (spec as { schedulerName?: string } | undefined)?.schedulerName === SCHEDULER;
}
