import { classesWithSnapshots, noSnapshots, restoreClasses, snapshotClassFor } from './classes.js';
import {
  checkRestore,
  checkSnapshotForm,
  proposedSnapshotName,
  restoreProblem,
  snapshotItem,
  snapshotProblem
} from './snapshot.js';

const marked = (name: string, annotation: string) => ({
  name,
  annotations: { [`${annotation}/is-default-class`]: 'true' }
});
const around = {
  storage: [
    { metadata: { name: 'archive' }, provisioner: 'disk.csi' },
    {
      metadata: marked('fast', 'storageclass.kubernetes.io'),
      provisioner: 'disk.csi'
    },
    { metadata: { name: 'local' }, provisioner: 'local-path' },
    { metadata: { name: 'odd' } }
  ],
  snapshots: [
    { metadata: { name: 'a-keep' }, driver: 'disk.csi' },
    { metadata: marked('usual', 'snapshot.storage.kubernetes.io'), driver: 'disk.csi' },
    { metadata: { name: 'broken' } }
  ]
};

describe('classes', () => {
  it('go together by their driver, the default one first', () => {
    expect(classesWithSnapshots(around)).toEqual(['archive', 'fast']);
    expect(snapshotClassFor('archive', around)).toBe('usual');
    expect(restoreClasses('a-keep', around)).toEqual(['fast', 'archive']);
  });

  it.each(['local', 'odd', 'gone', null])('there is no snapshot class for %s', name => {
    expect(snapshotClassFor(name, around)).toBeNull();
  });

  it.each(['broken', 'gone', undefined])('nothing holds a snapshot of the class %s', name => {
    expect(restoreClasses(name, around)).toEqual([]);
  });

  it('are missed in words', () => {
    expect(noSnapshots(around)).toBeNull();
    expect(noSnapshots({ ...around, snapshots: null })).toMatch(/does not know the kind/);
    expect(noSnapshots({ ...around, snapshots: [] })).toMatch(/no storage class has a driver/);
  });
});

describe('a snapshot', () => {
  const spec = {
    volumeSnapshotClassName: 'usual',
    source: { persistentVolumeClaimName: 'data' }
  };

  it('is told with where its content can lie', () => {
    const status = { readyToUse: true, restoreSize: 1073741824 };
    expect(snapshotItem({ metadata: { name: 's' }, spec, status }, around)).toEqual({
      name: 's',
      volume: 'data',
      phase: 'Ready',
      problem: null,
      size: '1073741824',
      storageClasses: ['fast', 'archive'],
      createdAt: null
    });
  });

  it.each([
    [{}, 'Pending', null],
    [{ status: { readyToUse: false } }, 'Pending', null],
    [{ status: { readyToUse: false, error: { message: 'no space' } } }, 'Failed', 'no space'],
    [{ status: { readyToUse: true, error: { message: 'before' } } }, 'Ready', null],
    [
      { metadata: { deletionTimestamp: 'x' }, status: { error: { message: 'y' } } },
      'Terminating',
      null
    ]
  ])('%j is %s', (snapshot, phase, problem) => {
    expect(snapshotItem(snapshot, around)).toMatchObject({ phase, problem, volume: null });
  });

  it('is named after its volume and the time, within the length of a name', () => {
    const now = new Date('2026-11-23T08:50:59Z');
    expect(proposedSnapshotName('data', now)).toBe('data-2026-11-23-0850');
    const name = proposedSnapshotName(`${'a'.repeat(229)}.${'b'.repeat(23)}`, now);
    expect(name).toBe(`${'a'.repeat(229)}-2026-11-23-0850`);
    expect(checkSnapshotForm({ name, volume: 'data' })).toEqual([]);
  });

  it.each([
    ['', 'data', 'name'],
    ['Data', 'data', 'name'],
    ['data', '', 'volume'],
    ['data', '../secrets', 'volume']
  ])('named "%s" of "%s" is wrong in %s', (name, volume, path) => {
    expect(checkSnapshotForm({ name, volume })).toMatchObject([{ path }]);
  });

  it.each([
    ['Bound', 'fast', null],
    ['Pending', 'fast', /not there yet/],
    ['Lost', 'fast', /lost/],
    ['Bound', null, /no storage class/],
    ['Bound', 'local', /local cannot take/]
  ])('of a volume that is %s on %s', (phase, storageClass, problem) => {
    const found = snapshotProblem({ phase, storageClass }, ['fast']);
    expect(problem === null ? found === null : problem.test(found ?? '')).toBe(true);
  });
});

describe('a volume from a snapshot', () => {
  const snapshot = snapshotItem(
    {
      metadata: { name: 's' },
      spec: { volumeSnapshotClassName: 'usual' },
      status: { readyToUse: true, restoreSize: '2Gi' }
    },
    around
  );

  it.each([
    [{ size: '2Gi' }, []],
    [{ size: '2048Mi', storageClass: 'archive' }, []],
    [{ size: '1Gi' }, ['size']],
    [{ size: '1Gi', storageClass: 'local' }, ['size', 'storageClass']]
  ])('%j is wrong in %j', (form, paths) => {
    expect(checkRestore(form, snapshot).map(({ path }) => path)).toEqual(paths);
  });

  it('may have any size where the driver says none', () => {
    expect(checkRestore({ size: '1Mi' }, { ...snapshot, size: null })).toEqual([]);
  });

  it('is not made before the snapshot is ready, or where nothing can hold it', () => {
    expect(restoreProblem(snapshot)).toBeNull();
    const pending = { ...snapshot, phase: 'Pending' as const };
    expect(checkRestore({ size: '9Gi' }, pending)).toMatchObject([{ path: 'snapshot' }]);
    expect(restoreProblem({ ...snapshot, storageClasses: [] })).toMatch(/could hold/);
  });
});
