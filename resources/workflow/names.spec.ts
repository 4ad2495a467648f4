import { fnv32a, nodeId, podName } from './names.js';

it.each([
  ['', 2166136261],
  ['a', 3826002220],
  ['foobar', 3214735720],
  ['é', 513665217],
  ['日', 2161435901],
  ['😀', 866293256]
])('hashes the UTF-8 bytes of %j as FNV-1a does', (text, hash) => {
  expect(fnv32a(text)).toBe(hash);
});

it('names the root and its pod as the workflow', () => {
  expect(nodeId('run', 'run')).toBe('run');
  expect(podName('run', 'run', 'main')).toBe('run');
});

it('names pods after their template and the hash of their node', () => {
  expect(podName('run', 'run.a', 'load')).toBe(`run-load-${fnv32a('run.a')}`);
  expect(nodeId('run', 'run.a')).toBe(`run-${fnv32a('run.a')}`);
});

it('keeps pod names within what Kubernetes takes', () => {
  expect(podName('w'.repeat(200), 'n', 't'.repeat(200)).length).toBeLessThanOrEqual(253);
});
