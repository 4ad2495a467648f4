import { KubeError, POD, SERVICE } from '@kubeflow-lab/kube';
import type { Kind, KubeClient } from '@kubeflow-lab/kube';
import { pino } from 'pino';

import { reflect, reflectorsOf } from './reflect.js';

interface Line {
  level: number;
  msg: string;
  kind: string;
}

it('says once that a kind is not installed, goes on without it, and hardly asks for it again', async () => {
  const asked: string[] = [];
  const lines: Line[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Line) });
  const askedFor = (kind: Kind) => asked.filter(plural => plural === kind.plural).length;
  let askedOften!: () => void;
  const often = new Promise<void>(resolve => (askedOften = resolve));
  const client = {
    list(kind: Kind) {
      asked.push(kind.plural);
      if (askedFor(SERVICE) === 3) {
        askedOften();
      }
      return Promise.reject(new KubeError(404, { message: '404 page not found' }));
    }
  } as unknown as KubeClient;
  const optional = reflect(client, POD, log, { mayBeMissing: true }).start();
  const needed = reflect(client, SERVICE, log).start();
  await often;
  await optional.synced;
  expect([optional.hasSynced, needed.hasSynced]).toEqual([true, false]);
  await Promise.all([optional.stop(), needed.stop()]);
  expect(askedFor(POD)).toBe(1);
  expect(lines.map(({ level, msg, kind }) => [level, msg, kind])).toEqual([
    [log.levels.values.info, 'Kind is not installed', 'Pod'],
    [log.levels.values.warn, 'Watch is interrupted', 'Service']
  ]);
});

it('lists what a cache watches, without what an installation does without', () => {
  const log = pino({ level: 'silent' });
  const pods = reflect({} as KubeClient, POD, log);
  expect(reflectorsOf({ pods, routes: null })).toEqual([pods]);
});
