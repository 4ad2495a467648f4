import { readFile, writeFile } from 'node:fs/promises';

import { keepLog } from './log.js';
import type { PlannedLog } from './plan.js';
import type { Storage } from './storage.js';

const log: PlannedLog = {
  name: 'main-logs',
  namespace: 'ada',
  pod: 'run-step-1',
  container: 'main',
  to: { endpoint: 'http://s3', bucket: 'ada', region: 'r', key: 'k/main.log', credentials: null }
};

it('what a container printed is stored as it is', async () => {
  const stored: unknown[] = [];
  const storage: Storage = {
    download: () => Promise.reject(new Error('nothing is brought')),
    upload: async (path, to) => void stored.push([await readFile(path, 'utf8'), to])
  };
  await keepLog(log, storage, (of, file) => writeFile(file, `${of.pod} printed this\n`));
  expect(stored).toEqual([['run-step-1 printed this\n', log.to]]);
  const broken = () => Promise.reject(new Error('the API server answers 403.'));
  await expect(keepLog(log, storage, broken)).rejects.toThrow('403');
  expect(stored).toHaveLength(1);
});
