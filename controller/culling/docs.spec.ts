/** What administrators copy from docs/notebook-activity.md is what the controller needs. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { parseManifest } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';
import { SERVER_TYPE_ANNOTATION } from '@kubeflow-lab/resources';

import { createMetrics } from '../runtime/index.js';
import { createCullingMetrics } from './metrics.js';
import { createProber } from './index.js';

interface AuthorizationPolicy extends KubeObject {
  spec: {
    action: string;
    rules: {
      from: { source: { principals: string[] } }[];
      to: { operation: { methods: string[]; paths: string[] } }[];
    }[];
  };
}

const DOCS = readFileSync('docs/notebook-activity.md', 'utf8');
const [, POLICY = ''] = /```yaml\n(apiVersion: security\.istio\.io[^`]*)```/.exec(DOCS) ?? [];
const [policy] = parseManifest(POLICY) as AuthorizationPolicy[];
const [account] = parseManifest(readFileSync('deploy/base/controller.yaml', 'utf8'));

let server: Server;
let asked: { method: string; path: string }[] = [];

beforeAll(async () => {
  server = createServer(({ method = '', url = '' }, response) => {
    const { pathname: path } = new URL(url, 'http://server');
    asked.push({ method, path });
    const answer =
      path === '/healthz' ? { lastHeartbeat: 1 } : path.endsWith('/status') ? null : [];
    response.writeHead(answer === null ? 404 : 200).end(JSON.stringify(answer));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
});

/** Istio's rule for paths: as they are, or with a star at one end. */
function allows(pattern: string, path: string): boolean {
  return pattern.startsWith('*') ? path.endsWith(pattern.slice(1)) : path === pattern;
}

it.each(['jupyter', 'group-one'])(
  'the policy for a mesh lets through what a server of type %s is asked, and nothing else',
  async type => {
    asked = [];
    const { port } = server.address() as AddressInfo;
    const containers = [{ name: 'lab', ports: [{ containerPort: port }] }];
    const prober = createProber({
      address: { by: 'pod' },
      timeoutMs: 20_000,
      countRequests: true,
      headers: () => Promise.resolve({}),
      run: null
    });
    const metadata = {
      namespace: 'team',
      name: 'lab',
      annotations: { [SERVER_TYPE_ANNOTATION]: type }
    };
    await prober(
      { metadata, spec: { template: { spec: { containers } } } },
      { status: { podIP: '127.0.0.1' } },
      new AbortController().signal
    );
    const [{ from, to }] = policy.spec.rules;
    const [{ methods, paths }] = to.map(({ operation }) => operation);
    expect(asked.length).toBeGreaterThan(0);
    for (const { method, path } of asked) {
      expect(methods).toContain(method);
      expect([path, paths.some(pattern => allows(pattern, path))]).toEqual([path, true]);
    }
    expect(allows(paths[0], '/notebook/team/lab/api/contents')).toBe(false);
    const { namespace, name } = account.metadata!;
    expect(from).toEqual([
      { source: { principals: [`cluster.local/ns/${namespace}/sa/${name}`] } }
    ]);
    expect(policy.spec.action).toBe('ALLOW');
  }
);

it('tells of exactly the metrics that there are', async () => {
  const { registry } = createMetrics();
  const before = new Set(registry.getMetricsAsArray().map(({ name }) => name));
  createCullingMetrics(registry);
  const made = registry.getMetricsAsArray().map(({ name }) => name);
  const [line = ''] = /^Metrics: .*$/m.exec(DOCS) ?? [];
  const told = [...line.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name);
  expect(told.sort()).toEqual(made.filter(name => !before.has(name)).sort());
});
