import fc from 'fast-check';

import { checkOffer } from './check-offer.js';
import { spawnerOffer, timesFactor } from './offer.js';
import type { NotebookForm } from './types.js';

/** Upstream's file in its usual shape, with our `profiles`. */
const file = {
  spawnerFormDefaults: {
    allowCustomImage: false,
    hideRegistry: true,
    hideTag: false,
    imagePullPolicy: { value: 'Always', readOnly: true },
    image: { value: 'a:1', options: ['a:1', 'b:1'] },
    imageGroupOne: { value: 'code:1', options: ['code:1'] },
    cpu: { value: '0.5', limitFactor: '1.2' },
    memory: { value: '1.0Gi', limitFactor: 'none', readOnly: true },
    gpus: {
      readOnly: true,
      value: {
        num: 'none',
        vendor: '',
        vendors: [{ limitsKey: 'amd.com/gpu', uiName: 'AMD' }, { uiName: 'none' }]
      }
    },
    workspaceVolume: {
      value: {
        mount: '/home/jovyan',
        newPvc: {
          metadata: { name: '{notebook-name}-home' },
          spec: {
            resources: { requests: { storage: '10Gi' } },
            accessModes: ['ReadWriteMany'],
            storageClassName: 'slow'
          }
        }
      }
    },
    dataVolumes: {
      value: [
        {
          mount: '/data',
          existingSource: { persistentVolumeClaim: { claimName: 'd', readOnly: true } }
        },
        { mount: '/nfs', existingSource: { nfs: {} } }
      ]
    },
    affinityConfig: {
      value: 'fast',
      options: [{ configKey: 'fast', displayName: 'Fast', affinity: { podAffinity: {} } }]
    },
    tolerationGroup: { value: 'none', options: [{ groupKey: 'none' }, { groupKey: 'gpu' }] },
    shm: { value: true },
    configurations: { value: ['proxy'] },
    environment: { value: { A: 1 } }
  },
  profiles: [
    { name: 'Small', description: 'For a start', picture: 'http://x/y.png', form: { cpu: '1' } },
    { description: 'has no name' }
  ]
};
const offer = spawnerOffer(file, ['installed:1']);
const form: NotebookForm = {
  name: 'lab',
  image: 'a:1',
  cpu: '1',
  memory: '1.0Gi',
  workspace: { mode: 'none' },
  dataVolumes: []
};

it('reads each key of the file', () => {
  expect(offer).toEqual({
    problem: '',
    images: {
      jupyter: { value: 'a:1', options: ['a:1', 'b:1'], readOnly: false },
      'group-one': { value: 'code:1', options: ['code:1'], readOnly: false },
      'group-two': { value: '', options: [], readOnly: false }
    },
    allowCustomImage: false,
    hideRegistry: true,
    hideTag: false,
    imagePullPolicy: { value: 'Always', readOnly: true },
    cpu: { value: '0.5', limitFactor: 1.2, readOnly: false },
    memory: { value: '1.0Gi', limitFactor: null, readOnly: true },
    gpus: {
      value: { vendor: '', count: 0 },
      vendors: [{ resource: 'amd.com/gpu', name: 'AMD' }],
      readOnly: true
    },
    workspace: {
      value: {
        mode: 'new',
        claim: '{notebook-name}-home',
        size: '10Gi',
        storageClass: 'slow',
        accessMode: 'ReadWriteMany'
      },
      readOnly: false
    },
    dataVolumes: {
      value: [{ mode: 'existing', claim: 'd', mount: '/data', readOnly: true }],
      readOnly: false
    },
    affinity: {
      value: 'fast',
      options: [{ key: 'fast', name: 'Fast', content: { podAffinity: {} } }],
      readOnly: false
    },
    tolerations: {
      value: '',
      options: [{ key: 'gpu', name: 'gpu', content: [] }],
      readOnly: false
    },
    shm: { value: true, readOnly: false },
    configurations: { value: ['proxy'], readOnly: false },
    env: { value: [{ name: 'A', value: '1' }], readOnly: false },
    profiles: [{ name: 'Small', description: 'For a start', picture: '', form: { cpu: '1' } }]
  });
});

it('is the installation’s own where there is no file', () => {
  expect(spawnerOffer(null, ['installed:1'])).toMatchObject({
    problem: '',
    images: { jupyter: { value: 'installed:1', options: ['installed:1'] } },
    allowCustomImage: true,
    cpu: { value: '0.5', limitFactor: 1 },
    workspace: { value: { mode: 'new', size: '5Gi' } }
  });
});

it('says that a file is none of these', () => {
  expect(spawnerOffer({ other: 1 }, []).problem).toMatch(/spawnerFormDefaults/);
});

it('stands any file', () => {
  const keys = fc.constantFrom(...Object.keys(file.spawnerFormDefaults));
  const entry = fc.oneof(
    fc.anything(),
    fc.record({ value: fc.anything(), options: fc.anything() })
  );
  const files = fc.record({
    spawnerFormDefaults: fc.dictionary(keys, entry),
    profiles: fc.anything()
  });
  fc.assert(
    fc.property(files, any => {
      const read = spawnerOffer(any, ['installed:1']);
      expect(read.images.jupyter.options.every(image => typeof image === 'string')).toBe(true);
      expect(read.cpu.limitFactor === null || read.cpu.limitFactor >= 1).toBe(true);
    })
  );
});

describe('timesFactor', () => {
  it.each([
    ['1', 1.2, '1.2'],
    ['500m', 1.2, '600m'],
    ['0.05', 1.2, '0.1'],
    ['1.0Gi', 1.2, '1.2Gi'],
    ['1Gi', 1, '1Gi'],
    ['1Gi', null, null],
    ['much', 2, null]
  ])('%s times %s is %s', (amount, factor, product) => {
    expect(timesFactor(amount, factor)).toBe(product);
  });
});

describe('checkOffer', () => {
  it('has nothing against what is offered', () => {
    expect(checkOffer(form, offer)).toEqual([]);
  });

  const refused: [string, Partial<NotebookForm>][] = [
    ['image', { image: 'other:1' }],
    ['memory', { memory: '2Gi' }],
    ['memoryLimit', { memoryLimit: '2Gi' }],
    ['imagePullPolicy', { imagePullPolicy: 'Never' }],
    ['gpu', { gpu: { vendor: 'amd.com/gpu', count: 1 } }],
    ['affinity', { affinity: 'slow' }],
    ['tolerations', { tolerations: 'other' }]
  ];
  it.each(refused)('refuses another %s', (path, more) => {
    expect(checkOffer({ ...form, ...more }, offer)).toMatchObject([{ path }]);
  });

  it('knows a fixed workspace by the name that its claim gets', () => {
    const fixed = { ...offer, workspace: { ...offer.workspace, readOnly: true } };
    const { value } = offer.workspace;
    const check = (workspace: NotebookForm['workspace']) =>
      checkOffer({ ...form, workspace }, fixed).map(({ path }) => path);
    expect(check(value)).toEqual([]);
    expect(check({ ...value, claim: 'lab-home' } as NotebookForm['workspace'])).toEqual([]);
    expect(check({ mode: 'none' })).toEqual(['workspace']);
    expect(check({ ...value, size: '1Gi' } as NotebookForm['workspace'])).toEqual(['workspace']);
  });
});
