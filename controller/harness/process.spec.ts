import { processUsage } from './usage.js';
import { sumOf } from './process.js';

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

it('reads what a process uses', async () => {
  const { cpuSeconds, rssMiB } = await processUsage(process.pid);
  const { user, system } = process.cpuUsage();
  expect(cpuSeconds).toBeGreaterThan(0);
  expect(Math.abs(cpuSeconds - (user + system) / 1e6)).toBeLessThan(1);
  expect(rssMiB).toBeGreaterThan(10);
});
