import { amountProblem, withCpuRequest } from './amount.js';

const NODE = { cpu: '2', memory: '24Gi' };

it.each([
  ['cpu', '2', NODE, null],
  ['cpu', '2.5', NODE, 'No node of the cluster has 2.5 CPUs; the largest has 2.'],
  ['cpu', 'two', NODE, 'Give the CPU as a number of cores, such as 0.5 or 2.'],
  ['cpu', '64', {}, null],
  ['cpu', '64', { cpu: '' }, null],
  ['memory', '24Gi', NODE, null],
  ['memory', '900Gi', NODE, 'No node of the cluster has 900Gi of memory; the largest has 24Gi.'],
  ['memory', '0', NODE, 'Give the memory as a quantity, such as 512Mi or 2Gi.']
] as const)('of %s, %s is told right', (resource, value, limits, sentence) => {
  expect(amountProblem(resource, value, limits)).toBe(sentence);
});

it.each([
  ['nothing was said', {}, { requests: { cpu: '100m' } }],
  [
    'only memory was',
    { limits: { memory: '1Gi' } },
    { requests: { cpu: '100m' }, limits: { memory: '1Gi' } }
  ],
  [
    'other requests were',
    { requests: { memory: '1Gi' } },
    { requests: { cpu: '100m', memory: '1Gi' } }
  ],
  ['CPU was requested', { requests: { cpu: '2' } }, { requests: { cpu: '2' } }],
  // Kubernetes takes the limit for the request.
  ['CPU was limited', { limits: { cpu: '50m' } }, { limits: { cpu: '50m' } }]
])('a container asks for a little CPU unless it is sized: %s', (_, given, amounts) => {
  expect(withCpuRequest(given)).toEqual(amounts);
});
