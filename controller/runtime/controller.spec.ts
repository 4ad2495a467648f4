import { KubeError, UnreachableError } from '@kubeflow-lab/kube';
import { pino } from 'pino';

import { Controller } from './controller.js';
import type { Reconcile } from './controller.js';
import { createMetrics } from './metrics.js';
import { createRateLimiter } from './rate-limiter.js';
import { WorkQueue } from './work-queue.js';

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 3000;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error('waited in vain');
    }
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}

describe('a controller', () => {
  let controller: Controller;
  const metrics = createMetrics();

  afterEach(async () => {
    await controller.stop();
    metrics.registry.resetMetrics();
  });

  function start(reconcile: Reconcile, workers = 2, log = pino({ level: 'silent' })): void {
    controller = new Controller({
      name: 'test',
      reconcile,
      log,
      metrics,
      workers,
      queue: new WorkQueue(createRateLimiter({ firstMs: 1 }))
    });
    controller.start();
  }

  async function results(): Promise<Record<string, number>> {
    const { values } = await metrics.reconciles.get();
    return Object.fromEntries(values.map(v => [String(v.labels.result), v.value]));
  }

  it('tries again what fails, and works on other keys meanwhile', async () => {
    const calls: string[] = [];
    start(async key => {
      calls.push(key);
      if (key === 'bad' && calls.filter(call => call === 'bad').length < 3) {
        throw new TypeError('a mistake in the code');
      }
    }, 1);
    controller.enqueue('bad');
    controller.enqueue('good');
    await until(() => calls.length === 4);
    expect(calls.slice(0, 2)).toEqual(['bad', 'good']);
    await until(() => calls.filter(call => call === 'bad').length === 3);
    expect(await results()).toEqual({ error: 2, success: 2 });
  });

  const causes = [{ reason: 'NamespaceTerminating', field: 'metadata.namespace' }];
  it.each([
    ['a conflict', new KubeError(409, { reason: 'Conflict' }), 'info'],
    ['what is gone', new KubeError(404, {}), 'info'],
    ['a namespace that ends', new KubeError(403, { details: { causes } }), 'info'],
    ['an API server that is away', new UnreachableError('cut'), 'info'],
    ['too many requests', new KubeError(429, {}), 'info'],
    ['a right that is missing', new KubeError(403, { reason: 'Forbidden' }), 'error'],
    ['a mistake in the code', new TypeError('boom'), 'error']
  ])('takes %s for what it is', async (_what, error, level) => {
    const lines: string[] = [];
    const log = pino({ base: null }, { write: line => lines.push(line) });
    start(() => Promise.reject(error), 1, log);
    controller.enqueue('a');
    await until(() => lines.length > 0);
    expect(log.levels.labels[(JSON.parse(lines[0]) as { level: number }).level]).toBe(level);
  });

  it('says how many keys it works on, and how many wait', async () => {
    const ends: (() => void)[] = [];
    start(() => new Promise(resolve => ends.push(resolve)), 2);
    ['a', 'b', 'c', 'd', 'e'].forEach(key => controller.enqueue(key));
    await until(() => ends.length === 2);
    const load = async () => {
      const gauges = [metrics.activeWorkers, metrics.queueDepth];
      const read = await Promise.all(gauges.map(gauge => gauge.get()));
      return read.map(({ values }) => values.find(v => v.labels.controller === 'test')?.value);
    };
    expect(await load()).toEqual([2, 3]);
    while (ends.length > 0 || controller.working > 0) {
      ends.splice(0).forEach(end => end());
      await new Promise(resolve => setImmediate(resolve));
    }
    expect(await load()).toEqual([0, 0]);
  });

  it('marks all that one reconciliation says, and no other', async () => {
    const lines: { key: string; controller: string; reconcileID: string }[] = [];
    const log = pino({ base: null }, { write: line => lines.push(JSON.parse(line)) });
    const reconcile: Reconcile = async (_key, { log }) => {
      log.info('begins');
      log.info('ends');
    };
    start(reconcile, 1, log);
    controller.enqueue('a');
    controller.enqueue('b');
    await until(() => lines.length === 4);
    expect(lines.map(({ key, controller }) => `${controller} ${key}`)).toEqual([
      'test a',
      'test a',
      'test b',
      'test b'
    ]);
    const [first, again, other] = lines.map(({ reconcileID }) => reconcileID);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('comes back when the API server wants to be asked again, and not earlier', async () => {
    const calls: number[] = [];
    start(async () => {
      calls.push(performance.now());
      if (calls.length === 1) {
        throw new KubeError(429, { reason: 'TooManyRequests' }, 0.2);
      }
    });
    controller.enqueue('a');
    await until(() => calls.length === 2);
    expect(calls[1] - calls[0]).toBeGreaterThan(195);
  });

  it('comes back after the time that a reconciliation asks for', async () => {
    let calls = 0;
    start(async () => {
      calls += 1;
      return calls === 1 ? { requeueAfterMs: 5 } : undefined;
    });
    controller.enqueue('a');
    await until(() => calls === 2);
    expect(await results()).toMatchObject({ requeue_after: 1 });
  });

  it('tries again, later each time, what a reconciliation wants tried again', async () => {
    const calls: number[] = [];
    start(async () => {
      calls.push(performance.now());
      return calls.length < 6 ? { retry: true } : undefined;
    });
    controller.enqueue('a');
    await until(() => calls.length === 6);
    // 1, 2, 4, 8 and 16 ms.
    expect(calls[5] - calls[0]).toBeGreaterThan(30);
    expect(await results()).toEqual({ requeue: 5, success: 1 });
  });

  it('works on several keys at once, but never on one key twice', async () => {
    const active = new Map<string, number>();
    let most = 0;
    let twice = false;
    let finished = 0;
    start(async key => {
      active.set(key, (active.get(key) ?? 0) + 1);
      twice ||= active.get(key)! > 1;
      most = Math.max(most, [...active.values()].filter(count => count > 0).length);
      await new Promise(resolve => setTimeout(resolve, 10));
      active.set(key, active.get(key)! - 1);
      finished += 1;
    }, 3);
    for (const key of ['a', 'b', 'a', 'c', 'a']) {
      controller.enqueue(key);
    }
    await until(() => active.get('a') === 1);
    controller.enqueue('a');
    await until(() => finished === 4);
    expect(twice).toBe(false);
    expect(most).toBe(3);
  });

  it('waits at its end for what is in work', async () => {
    let ended = false;
    let begun = false;
    start(async (_key, { signal }) => {
      begun = true;
      await new Promise(resolve => signal.addEventListener('abort', resolve));
      ended = true;
    });
    controller.enqueue('a');
    await until(() => begun);
    await controller.stop();
    expect(ended).toBe(true);
  });
});
