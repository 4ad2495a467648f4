import { boardName } from './tensorboard';

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
