import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { serveHealth } from './http.js';
import { createMetrics } from './metrics.js';

let server: Server;
let reason: string | null = null;
const metrics = createMetrics();

beforeAll(async () => {
  server = await serveHealth(0, metrics.registry, { notReady: () => reason });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

async function get(path: string): Promise<{ status: number; text: string }> {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: answer.status, text: await answer.text() };
}

it('is alive also while it is not ready, and says what it waits for', async () => {
  reason = 'Waiting for notebooks.';
  expect(await get('/healthz')).toEqual({ status: 200, text: 'ok' });
  expect(await get('/readyz')).toEqual({ status: 503, text: 'Waiting for notebooks.' });
  reason = null;
  expect(await get('/readyz')).toEqual({ status: 200, text: 'ok' });
});

it("shows metrics under controller-runtime's names and labels", async () => {
  const queue = { name: 'notebook', controller: 'notebook' };
  const controller = { controller: 'notebook' };
  metrics.reconciles.inc({ ...controller, result: 'success' });
  metrics.errors.inc(controller);
  metrics.seconds.observe(controller, 0.1);
  metrics.maximumWorkers.set(controller, 4);
  metrics.observeLoad('notebook', { working: 1, waiting: 2 });
  metrics.queueAdds.inc(queue);
  metrics.queueRetries.inc(queue);
  metrics.queueSeconds.observe(queue, 0.1);
  metrics.workSeconds.observe(queue, 0.1);
  metrics.requests.inc({ code: '200', method: 'GET', host: 'api:443' });
  metrics.leader.set({ name: 'lease' }, 1);
  const { text } = await get('/metrics');
  const both = '{name="notebook",controller="notebook"}';
  for (const line of [
    'controller_runtime_reconcile_total{controller="notebook",result="success"} 1',
    'controller_runtime_reconcile_errors_total{controller="notebook"} 1',
    'controller_runtime_reconcile_time_seconds_count{controller="notebook"} 1',
    'controller_runtime_max_concurrent_reconciles{controller="notebook"} 4',
    'controller_runtime_active_workers{controller="notebook"} 1',
    `workqueue_depth${both} 2`,
    `workqueue_adds_total${both} 1`,
    `workqueue_retries_total${both} 1`,
    `workqueue_queue_duration_seconds_count${both} 1`,
    `workqueue_work_duration_seconds_count${both} 1`,
    'rest_client_requests_total{code="200",method="GET",host="api:443"} 1',
    'leader_election_master_status{name="lease"} 1',
    'process_resident_memory_bytes '
  ]) {
    expect(text).toContain(line);
  }
});
