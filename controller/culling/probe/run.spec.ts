import type { ExecInPod } from '@kubeflow-lab/kube';

import { runBy } from './run.js';

const TARGET = { namespace: 'ada', pod: 'lab-0', container: 'lab' };
const endedWith =
  (exitCode: number, stdout: string, stderr = ''): ExecInPod =>
  () =>
    Promise.resolve({ exitCode, stdout, stderr });

const run = (exec: ExecInPod, signal = new AbortController().signal) =>
  runBy(exec)(TARGET, ['last-used'], signal);

it('answers what the program prints, of which it takes no endless amount', async () => {
  const calls: unknown[] = [];
  const exec: ExecInPod = (target, command, { limitBytes }) => {
    calls.push([target, command, limitBytes]);
    return endedWith(0, 'true\n')(target, command, {} as never);
  };
  expect(await run(exec)).toBe('true\n');
  expect(calls).toEqual([[TARGET, ['last-used'], 16 * 1024]]);
});

it.each<[string, ExecInPod, string, string]>([
  ['fails', endedWith(2, 'true'), 'refused', 'its program ends with code 2'],
  [
    'fails and says why',
    endedWith(1, '', 'no\u001b[31m such\nfile'),
    'refused',
    'its program ends with code 1 and says: no [31m such file'
  ],
  [
    'cannot be run',
    () => Promise.reject(new Error('The program cannot be run: 403.')),
    'unreachable',
    'The program cannot be run: 403'
  ]
])('knows nothing where the program %s', async (_what, exec, reason, message) => {
  await expect(run(exec)).rejects.toMatchObject({ reason, message });
});

it('knows nothing where the program does not end in time', async () => {
  const stopping = new AbortController();
  const hangs: ExecInPod = (_target, _command, { signal }) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason))
    );
  const asked = run(hangs, stopping.signal);
  stopping.abort();
  await expect(asked).rejects.toMatchObject({
    reason: 'timeout',
    message: 'its program does not end in time'
  });
});
