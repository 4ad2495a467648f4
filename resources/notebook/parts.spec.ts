import { conditionsOf, mountedVolumes, resized, sizeOf } from './parts.js';

const object = (container: object, volumes: unknown = []) => ({
  metadata: { name: 'work' },
  spec: { template: { spec: { containers: [{ name: 'work', ...container }], volumes } } }
});
const containerOf = (changed: ReturnType<typeof object>) =>
  changed.spec.template.spec.containers[0] as Record<string, unknown>;

it('tells each volume with where it is mounted', () => {
  const volumeMounts = [
    { name: 'home', mountPath: '/home/jovyan' },
    { name: 'data', mountPath: '/data', readOnly: true }
  ];
  const volumes = [
    { name: 'home', persistentVolumeClaim: { claimName: 'work-workspace' } },
    { name: 'data', nfs: { server: 'x', path: '/' } },
    { name: 'spare', emptyDir: {} },
    null
  ];
  expect(mountedVolumes(object({ volumeMounts }, volumes))).toEqual([
    {
      name: 'home',
      kind: 'persistentVolumeClaim',
      claim: 'work-workspace',
      mounts: [{ path: '/home/jovyan', readOnly: false }]
    },
    { name: 'data', kind: 'nfs', claim: null, mounts: [{ path: '/data', readOnly: true }] },
    { name: 'spare', kind: 'emptyDir', claim: null, mounts: [] }
  ]);
  expect(mountedVolumes({ spec: 'none' })).toEqual([]);
});

it('tells conditions of either controller newest first, and of odd ones what can be told', () => {
  const conditions = [
    { type: 'Waiting', lastProbeTime: '2026-01-01T00:00:00Z', reason: 'PodInitializing' },
    { type: 'Idle', status: 'False', lastTransitionTime: '2026-01-02T00:00:00Z', message: 'Used.' },
    { type: 'Odd', message: 7 },
    { type: 7 },
    null
  ];
  expect(conditionsOf({ status: { conditions } }).map(({ type, time }) => [type, time])).toEqual([
    ['Idle', '2026-01-02T00:00:00Z'],
    ['Waiting', '2026-01-01T00:00:00Z'],
    ['Odd', null]
  ]);
  expect(conditionsOf({})).toEqual([]);
  expect(conditionsOf({ status: { conditions: 'none' } })).toEqual([]);
});

describe('other GPUs', () => {
  const before = object({
    resources: {
      requests: { cpu: '1', 'nvidia.com/gpu': '1' },
      limits: { cpu: '1', 'nvidia.com/gpu': '1' }
    }
  });
  const others = (gpu: { vendor: string; count: number } | null) =>
    containerOf(resized(before, { ...sizeOf(before), gpu })).resources;

  it.each([
    [{ vendor: 'nvidia.com/gpu', count: 2 }, { 'nvidia.com/gpu': '2' }],
    [{ vendor: 'amd.com/gpu', count: 1 }, { 'amd.com/gpu': '1' }],
    [null, {}]
  ])('%j are asked for in place of the old ones', (gpu, limits) => {
    expect(others(gpu)).toEqual({ requests: { cpu: '1' }, limits: { cpu: '1', ...limits } });
  });

  it('are added where there were no amounts', () => {
    const bare = object({});
    const gpu = { vendor: 'amd.com/gpu', count: 1 };
    expect(containerOf(resized(bare, { ...sizeOf(bare), gpu })).resources).toEqual({
      limits: { 'amd.com/gpu': '1' }
    });
  });
});

describe('another size', () => {
  const before = object({
    image: 'a:1',
    env: [{ name: 'KUBEFLOW_LAB_IMAGE', value: 'a:1' }],
    resources: {
      requests: { cpu: '1', memory: '1Gi' },
      limits: { cpu: '2', memory: '1Gi', 'nvidia.com/gpu': '1' }
    }
  });

  it('changes what is asked for, and limits by the same factor', () => {
    const after = resized(before, { ...sizeOf(before), cpu: '3', memory: '2Gi' });
    expect(containerOf(after)).toEqual({
      ...containerOf(before),
      resources: {
        requests: { cpu: '3', memory: '2Gi' },
        limits: { cpu: '6', memory: '2Gi', 'nvidia.com/gpu': '1' }
      }
    });
    expect(sizeOf(after)).toEqual({
      image: 'a:1',
      cpu: '3',
      memory: '2Gi',
      gpu: { vendor: 'nvidia.com/gpu', count: 1 }
    });
  });

  it('changes the image also where pipelines read it', () => {
    const after = containerOf(resized(before, { ...sizeOf(before), image: 'b:2' }));
    expect(after.image).toBe('b:2');
    expect(after.env).toEqual([{ name: 'KUBEFLOW_LAB_IMAGE', value: 'b:2' }]);
    expect(after.resources).toEqual(containerOf(before).resources);
  });

  it('makes no limit where there was none, and changes nothing of an object without containers', () => {
    const after = resized(object({}), { image: 'a:1', cpu: '1', memory: '', gpu: null });
    expect(containerOf(after).resources).toEqual({ requests: { cpu: '1' } });
    expect(resized({ spec: null }, sizeOf(before))).toEqual({ spec: null });
  });
});
