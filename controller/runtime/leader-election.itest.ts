import { LEASE } from '@kubeflow-lab/kube';

import { createNamespace, deleteNamespace } from '../../kube/testing/cluster.js';
import { admin, quiet } from '../testing/platform.js';
import { LeaderElection } from './leader-election.js';

const FAST = { leaseMs: 3000, renewDeadlineMs: 2000, retryMs: 300 };

let namespace: string;

beforeAll(async () => {
  namespace = await createNamespace(admin);
});

afterAll(() => deleteNamespace(admin, namespace));

function candidate(lease: string, identity: string, client = admin): LeaderElection {
  return new LeaderElection({ client, namespace, name: lease, identity, log: quiet, ...FAST });
}

describe('leader election', () => {
  it('lets one lead, and hands over at once when it gives the lease back', async () => {
    const stop = new AbortController();
    const [a, b] = [candidate('handed', 'a'), candidate('handed', 'b')];
    expect(await a.acquire(stop.signal)).toBe(true);
    const stopA = new AbortController();
    const heldByA = a.hold(stopA.signal);
    let bLeads = false;
    const acquiredByB = b.acquire(stop.signal).then(led => (bLeads = led));
    await new Promise(resolve => setTimeout(resolve, FAST.leaseMs + 1500));
    expect(bLeads).toBe(false);

    stopA.abort();
    expect(await heldByA).toBe('stopped');
    const given = performance.now();
    await a.release();
    expect(await acquiredByB).toBe(true);
    expect(performance.now() - given).toBeLessThan(FAST.leaseMs);
    const lease = (await admin.get(LEASE, { namespace, name: 'handed' })) as {
      spec?: { holderIdentity: string; leaseTransitions: number };
    };
    expect(lease.spec).toMatchObject({ holderIdentity: 'b', leaseTransitions: 2 });
  });

  it('ends leading before another can begin, when the lease cannot be renewed', async () => {
    const stop = new AbortController();
    let cut = false;
    const unlessCut =
      <A extends unknown[], R>(request: (...args: A) => Promise<R>) =>
      (...args: A) =>
        cut ? Promise.reject(new Error('cut off')) : request(...args);
    const unsteady = Object.create(admin, {
      get: { value: unlessCut(admin.get.bind(admin)) },
      mergePatch: { value: unlessCut(admin.mergePatch.bind(admin)) }
    });
    const [a, b] = [candidate('lost', 'a', unsteady), candidate('lost', 'b')];
    expect(await a.acquire(stop.signal)).toBe(true);
    const lostAt = a.hold(stop.signal).then(end => ({ end, at: performance.now() }));
    const ledAt = b.acquire(stop.signal).then(() => {
      expect(a.leads).toBe(false);
      return performance.now();
    });
    cut = true;
    const { end, at } = await lostAt;
    expect(end).toBe('lost');
    expect(await ledAt).toBeGreaterThan(at);
  });
});
