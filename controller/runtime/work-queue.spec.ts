import { jest } from '@jest/globals';
import fc from 'fast-check';

import { createRateLimiter } from './rate-limiter.js';
import { WorkQueue } from './work-queue.js';

const tick = () => new Promise(resolve => setImmediate(resolve));

describe('a work queue', () => {
  it('hands out a key once, however often it was added', async () => {
    const queue = new WorkQueue();
    queue.add('a');
    queue.add('b');
    queue.add('a');
    expect(queue.depth).toBe(2);
    expect([await queue.take(), await queue.take()]).toEqual(['a', 'b']);
    expect(queue.depth).toBe(0);
  });

  it('hands out a key that is in work again only when that is done', async () => {
    const queue = new WorkQueue();
    queue.add('a');
    await queue.take();
    queue.add('a');
    let second: string | null | undefined;
    void queue.take().then(key => (second = key));
    await tick();
    expect(second).toBeUndefined();
    queue.done('a');
    await tick();
    expect(second).toBe('a');
  });

  it('ends all waiting when it is closed', async () => {
    const queue = new WorkQueue();
    queue.addAfter('late', 1);
    const taken = queue.take();
    queue.close();
    expect(await taken).toBeNull();
    queue.add('a');
    expect(await queue.take()).toBeNull();
  });

  it('adds later what is wished for later, at the earliest of several times', async () => {
    jest.useFakeTimers();
    try {
      const queue = new WorkQueue();
      queue.addAfter('a', 5000);
      queue.addAfter('a', 1000);
      queue.addAfter('a', 3000);
      jest.advanceTimersByTime(999);
      expect(queue.depth).toBe(0);
      jest.advanceTimersByTime(1);
      expect(queue.depth).toBe(1);
      jest.advanceTimersByTime(10_000);
      expect(queue.depth).toBe(1);
      queue.close();
    } finally {
      jest.useRealTimers();
    }
  });

  it('hands out urgent keys first, and still the others in between', async () => {
    const queue = new WorkQueue();
    ['a', 'b', 'c'].forEach(key => queue.add(key));
    ['u', 'v', 'w', 'x'].forEach(key => queue.add(key, true));
    expect(queue.depth).toBe(7);
    const order = [];
    while (queue.depth > 0) {
      order.push(await queue.take());
    }
    expect(order).toEqual(['u', 'v', 'w', 'a', 'x', 'b', 'c']);
  });

  it('lets a key that waits go before others once it is urgent', async () => {
    const queue = new WorkQueue();
    ['a', 'b', 'c'].forEach(key => queue.add(key));
    queue.add('c', true);
    expect(queue.depth).toBe(3);
    expect([await queue.take(), await queue.take(), await queue.take()]).toEqual(['c', 'a', 'b']);
  });

  it('remembers that a key is urgent while it is in work', async () => {
    const queue = new WorkQueue();
    queue.add('a');
    await queue.take();
    queue.add('b');
    queue.add('a', true);
    queue.done('a');
    expect(await queue.take()).toBe('a');
  });

  it('tells how long a key has waited for a worker, not how long it was wished to wait', async () => {
    jest.useFakeTimers();
    try {
      const waited: number[] = [];
      const queue = new WorkQueue(undefined, { onTake: seconds => waited.push(seconds) });
      queue.addAfter('a', 5000);
      jest.advanceTimersByTime(7000);
      await queue.take();
      expect(waited).toEqual([2]);
      queue.close();
    } finally {
      jest.useRealTimers();
    }
  });

  it('loses no key and never has one in work twice, whatever the order of events', async () => {
    const step = fc.oneof(
      fc.record({ add: fc.constantFrom('a', 'b', 'c'), isUrgent: fc.boolean() }),
      fc.constant('take' as const),
      fc.constant('done' as const)
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
        const queue = new WorkQueue();
        const wanted = new Set<string>();
        const inWork = new Set<string>();
        const take = async () => {
          const key = (await queue.take())!;
          expect(inWork.has(key)).toBe(false);
          inWork.add(key);
          wanted.delete(key);
        };
        for (const action of steps) {
          if (action === 'take') {
            if (queue.depth > 0) {
              await take();
            }
          } else if (action === 'done') {
            const [key] = inWork;
            if (key !== undefined) {
              inWork.delete(key);
              queue.done(key);
            }
          } else {
            queue.add(action.add, action.isUrgent);
            wanted.add(action.add);
          }
        }
        for (const key of [...inWork]) {
          inWork.delete(key);
          queue.done(key);
        }
        while (queue.depth > 0) {
          await take();
        }
        expect(wanted.size).toBe(0);
      })
    );
  });
});

describe('the rate limiter', () => {
  it('doubles the wait of a key up to a longest one, and begins anew when it is well', () => {
    const limiter = createRateLimiter({ firstMs: 10, longestMs: 70 }, () => 0);
    expect([1, 2, 3, 4, 5].map(() => limiter.when('a'))).toEqual([10, 20, 40, 70, 70]);
    expect(limiter.when('b')).toBe(10);
    limiter.forget('a');
    expect(limiter.when('a')).toBe(10);
  });

  it('spreads what comes after a burst over time', () => {
    let now = 0;
    const limiter = createRateLimiter({ firstMs: 0, burst: 2, perSecond: 10 }, () => now);
    expect(['a', 'b', 'c', 'd'].map(key => limiter.when(key))).toEqual([0, 0, 100, 200]);
    now = 1000;
    expect(limiter.when('e')).toBe(0);
  });
});
