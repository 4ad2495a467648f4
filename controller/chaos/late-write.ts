import { setTimeout as sleep } from 'node:timers/promises';

import { NOTEBOOK, STATEFUL_SET, createKubeClient } from '@kubeflow-lab/kube';
import type { KubeClient, KubeConfig } from '@kubeflow-lab/kube';
import { STOP_ANNOTATION } from '@kubeflow-lab/resources';

import { ControllerProcess } from '../harness/index.js';
import { FaultProxy } from './fault-proxy.js';
import { until } from './patience.js';
import { Chance } from './random.js';
import { perform } from './workload.js';

export interface LateWriteOptions {
  config: KubeConfig;
  program: string;
  kubeconfigFor: (server: string) => Promise<string>;
  ports: readonly [number, number];
  /** A project that nobody else uses. */
  namespace: string;
  leaseSeconds: number;
  /** How long the leader is stopped; longer than its lease. */
  stoppedSeconds: number;
}

export interface LateWriteReport {
  /** What the API server answered to the write that was held back until another led; must be 409. */
  lateStatus: number;
  /** From the stop of the leader until the other had done its work. */
  takeoverSeconds: number;
  /** What the first one wrote after it went on; must be empty. */
  writesAfterwards: string[];
  /** Exit code of the first one, which must have given up by itself. */
  exit: number | NodeJS.Signals;
  /** Whether the object is as the new leader made it, to the version. */
  isUnchanged: boolean;
}

/**
 * The leader is stopped (SIGSTOP) in the middle of a write, which hangs in the network. Another one takes over and does
 * what is asked by then. Only afterwards the old write arrives, and the old leader goes on (SIGCONT).
 */
export async function lateWrite(options: LateWriteOptions): Promise<LateWriteReport> {
  const { config, namespace, stoppedSeconds } = options;
  const admin = createKubeClient(config);
  const proxies = [new FaultProxy(config, new Chance(1)), new FaultProxy(config, new Chance(2))];
  const logs = [new Set<string>(), new Set<string>()];
  const processes: ControllerProcess[] = [];
  const start = async (which: 0 | 1) => {
    const process = new ControllerProcess({
      program: options.program,
      kubeconfig: await options.kubeconfigFor(await proxies[which].listen()),
      port: options.ports[which],
      env: {
        CONTROLLERS: 'notebook',
        LEASE_NAMESPACE: 'kubeflow-lab',
        LEASE_SECONDS: String(options.leaseSeconds)
      },
      onLog: ({ msg }) => logs[which].add(msg)
    });
    processes.push(process);
    await process.ready();
    return process;
  };
  try {
    const first = await start(0);
    await until(() => logs[0].has('Became the leader'));
    await perform(admin, namespace, { type: 'create', name: 'late' });
    await until(async () => (await replicas(admin, namespace)) === 1);
    await start(1);

    const held = proxies[0].holdNext(
      (method, path) => method === 'PATCH' && path.includes('/statefulsets/late')
    );
    await perform(admin, namespace, { type: 'stop', name: 'late' });
    const late = await held;
    first.signal('SIGSTOP');
    const stoppedAt = performance.now();
    // What the old leader was about to do is not even wanted any more.
    await perform(admin, namespace, { type: 'update', name: 'late', value: 'second' });
    await until(async () => (await replicas(admin, namespace)) === 0);
    const takeoverSeconds = (performance.now() - stoppedAt) / 1000;
    await perform(admin, namespace, { type: 'start', name: 'late' });
    await until(async () => (await replicas(admin, namespace)) === 1);
    await sleep(Math.max(0, stoppedSeconds * 1000 - (performance.now() - stoppedAt)));

    const before = await specOf(admin, namespace);
    const lateStatus = await late.release();
    proxies[0].writes.length = 0;
    first.signal('SIGCONT');
    const exit = await first.ended;
    const isStarted = !(await stopAnnotation(admin, namespace));
    return {
      lateStatus,
      takeoverSeconds,
      writesAfterwards: [...proxies[0].writes],
      exit,
      isUnchanged: isStarted && (await specOf(admin, namespace)) === before
    };
  } finally {
    processes.forEach(process => process.signal('SIGCONT'));
    await Promise.all(processes.filter(({ isRunning }) => isRunning).map(p => p.stop()));
    await Promise.all(proxies.map(proxy => proxy.close()));
  }
}

async function replicas(admin: KubeClient, namespace: string): Promise<number | undefined> {
  const { items } = await admin.list(STATEFUL_SET, { namespace });
  return items.find(({ metadata }) => metadata?.name === 'late')?.spec?.replicas;
}

/** The generation counts the changes of the spec, also one there and back. */
async function specOf(admin: KubeClient, namespace: string): Promise<string> {
  const { metadata, spec } = await admin.get(STATEFUL_SET, { namespace, name: 'late' });
  return JSON.stringify({ generation: metadata?.generation, spec });
}

async function stopAnnotation(admin: KubeClient, namespace: string): Promise<string | undefined> {
  const { metadata } = await admin.get(NOTEBOOK, { namespace, name: 'late' });
  return metadata?.annotations?.[STOP_ANNOTATION];
}
