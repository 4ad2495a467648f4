import type { Change, ChangeListener, StoreReader } from '@kubeflow-lab/kube';
import type { KubeObject } from '@kubeflow-lab/resources';

import { OwnWrites } from './own-writes.js';

const KEY = { namespace: 'ada', name: 'lab' };
const version = (resourceVersion: string): KubeObject => ({
  metadata: { ...KEY, resourceVersion }
});

let shown: KubeObject | undefined;
let now: number;
let tell: ChangeListener<KubeObject>;
let own: OwnWrites<KubeObject>;

beforeEach(() => {
  shown = undefined;
  now = 0;
  const store: Pick<StoreReader<KubeObject>, 'get' | 'onChange'> = {
    get: () => shown,
    onChange(listener) {
      tell = listener;
      return () => undefined;
    }
  };
  own = new OwnWrites(store as StoreReader<KubeObject>, () => now);
});

function hear(type: Change<KubeObject>['type'], object: KubeObject): void {
  shown = type === 'deleted' ? undefined : object;
  tell({ type, object, previous: object } as Change<KubeObject>);
}

const seen = () => own.get(KEY)?.metadata?.resourceVersion;

it('shows what was made before the store does, and then the store', () => {
  expect(seen()).toBeUndefined();
  own.remember(version('7'));
  expect(seen()).toBe('7');
  hear('added', version('7'));
  expect(seen()).toBe('7');
  hear('modified', version('9'));
  expect(seen()).toBe('9');
});

it('is not misled by events from before the write', () => {
  hear('added', version('7'));
  own.remember(version('12'));
  hear('modified', version('9'));
  expect(seen()).toBe('12');
  hear('modified', version('12'));
  hear('modified', version('13'));
  expect(seen()).toBe('13');
});

it('takes no answer that comes after the event, or a later one', () => {
  hear('added', version('9'));
  own.remember(version('7'));
  own.remember(version('9'));
  hear('modified', version('10'));
  expect(seen()).toBe('10');
});

it('forgets what was made and has been deleted', () => {
  own.remember(version('7'));
  hear('added', version('7'));
  hear('deleted', version('11'));
  expect(seen()).toBeUndefined();
});

it('does not believe for ever what the store never shows', () => {
  own.remember(version('7'));
  now = 29_999;
  expect(seen()).toBe('7');
  now = 30_000;
  expect(seen()).toBeUndefined();
});

it('believes the store where versions cannot be compared', () => {
  hear('added', version('a'));
  own.remember(version('b'));
  expect(seen()).toBe('a');
});
