import { readFileSync } from 'node:fs';

import { parseManifest } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

import { processUsage } from './usage.js';
import { NODE_ARGUMENTS, sumOf } from './process.js';

interface Deployment extends KubeObject {
  spec: { template: { spec: { containers: { command: string[] }[] } } };
}

const TEXT = `# HELP requests Requests.
requests{code="200",verb="GET"} 3
requests{code="200",verb="PUT"} 4.5
requests{code="404",verb="GET"} 1
requests_other{code="200"} 100
plain 7
`;

it.each([
  ['requests', {}, 8.5],
  ['requests', { code: '200' }, 7.5],
  ['requests', { code: '200', verb: 'GET' }, 3],
  ['requests', { code: '500' }, 0],
  ['plain', {}, 7]
])('the sum of %s %j', (name, labels, sum) => {
  expect(sumOf(TEXT, name, labels)).toBe(sum);
});

it('runs the controller as it runs in a cluster', () => {
  const [, deployment] = parseManifest(readFileSync('deploy/base/controller.yaml', 'utf8'));
  const [{ command }] = (deployment as Deployment).spec.template.spec.containers;
  expect(command).toEqual(['node', ...NODE_ARGUMENTS, '/app/controller.mjs']);
});

it('reads what a process uses', async () => {
  const { cpuSeconds, rssMiB } = await processUsage(process.pid);
  const { user, system } = process.cpuUsage();
  expect(cpuSeconds).toBeGreaterThan(0);
  expect(Math.abs(cpuSeconds - (user + system) / 1e6)).toBeLessThan(1);
  expect(rssMiB).toBeGreaterThan(10);
});
