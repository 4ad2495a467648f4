import type { IPlatform } from '../tokens';
import { boardFor, boardName } from './tensorboard';

it.each([
  ['pvc://shared/logs/digits', 'shared-logs-digits'],
  ['s3://ada/Logs/run 7/', 'ada-logs-run-7'],
  ['pvc://7days/x', 'days-x'],
  ['pvc://', 'logs'],
  [
    `pvc://shared/${'deep/'.repeat(30)}end`,
    'eep-deep-deep-deep-deep-deep-deep-deep-deep-deep-deep-deep-end'
  ]
])('%j has a TensorBoard called %j', (path, name) => {
  const found = boardName(path);
  expect(found).toMatch(/^[a-z][a-z0-9-]{0,61}[a-z0-9]$/);
  expect(found.endsWith(name.slice(-20))).toBe(true);
  expect(boardName(path)).toBe(found);
});

it.each([
  ['Running', 0],
  ['Stopped', 1]
])('one that is %s is started %d times before it is opened', async (phase, times) => {
  const act = jest.fn(() => Promise.resolve({}));
  const client = {
    create: () => Promise.resolve({ summary: { phase, logspath: 's3://ada/logs' } }),
    settings: () => Promise.resolve({ origin: 'http://lab.example' }),
    act
  };
  const platform = { client, trans: {} } as unknown as IPlatform;
  const url = await boardFor(platform, 'ada', 's3://ada/logs');
  expect(url).toBe('http://lab.example/connect/tensorboard/ada/ada-logs');
  expect(act).toHaveBeenCalledTimes(times);
});
