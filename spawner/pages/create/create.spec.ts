import { notebookObjects } from '@kubeflow-lab/resources';
import type { NotebookItem } from '@kubeflow-lab/schema';

import { manyOptions, notebook, options, problem } from '../../testing/fixtures.js';
import { beginning, profileFields, rememberChoice } from './beginning.js';
import { draftLike } from './clone.js';
import {
  draftOf,
  dropDraft,
  formOf,
  NEW_DRAFT,
  NEW_VOLUME,
  plainOptions,
  storeDraft,
  storedDraft,
  suggestName,
  type Draft
} from './draft.js';
import { errorsFrom, errorsOf, fieldOf } from './errors.js';
import { settingsOf } from './manifest.js';

const OFFERED = plainOptions(['first:1', 'second:1']);
const AROUND = {
  namespace: 'alice',
  limits: { cpu: '2', memory: '8Gi' },
  servers: new Set(['digits']),
  claims: new Set(['old-workspace'])
};
const GOOD = { ...NEW_DRAFT, name: 'fine' };

describe('formOf', () => {
  it('takes the first image until another is chosen', () => {
    expect(formOf(GOOD, OFFERED).image).toBe('first:1');
    expect(formOf({ ...GOOD, image: 'second:1' }, OFFERED).image).toBe('second:1');
    expect(formOf({ ...GOOD, image: 'gone:1' }, OFFERED).image).toBe('first:1');
    expect(formOf({ ...GOOD, custom: true, customImage: ' mine:1 ' }, OFFERED).image).toBe(
      'mine:1'
    );
  });

  it.each([
    [{}, { mode: 'new', size: '5Gi' }],
    [{ storageClass: 'fast' }, { mode: 'new', size: '5Gi', storageClass: 'fast' }],
    [
      { workspace: 'existing', claim: 'c' },
      { mode: 'existing', claim: 'c' }
    ],
    [{ workspace: 'none', claim: 'c' }, { mode: 'none' }]
  ] as const)('makes of %j the workspace %j', (changes, workspace) => {
    expect(formOf({ ...GOOD, ...changes }, OFFERED).workspace).toEqual(workspace);
  });
});

describe('a form with more', () => {
  it('says nothing of what is as usual', () => {
    expect(Object.keys(formOf(GOOD, OFFERED)).sort()).toEqual(
      ['cpu', 'image', 'memory', 'name', 'workspace'].sort()
    );
  });

  it('says what was chosen', () => {
    const draft = {
      ...GOOD,
      gpuCount: '2',
      gpuVendor: 'amd.com/gpu',
      cpuLimit: ' 2 ',
      shm: true,
      idleTime: '2h',
      dataVolumes: [
        { ...NEW_VOLUME, claim: ' d ', mount: '/d', size: '1Gi', readOnly: true },
        { ...NEW_VOLUME, mode: 'existing', claim: 'e', mount: '/e', snapshot: 's', readOnly: true }
      ]
    } as const;
    expect(formOf({ ...draft, dataVolumes: [...draft.dataVolumes] }, OFFERED)).toMatchObject({
      gpu: { vendor: 'amd.com/gpu', count: 2 },
      cpuLimit: '2',
      shm: true,
      idleTime: '2h',
      dataVolumes: [
        { mode: 'new', claim: 'd', mount: '/d', size: '1Gi' },
        { mode: 'existing', claim: 'e', mount: '/e', readOnly: true }
      ]
    });
  });
});

describe('the beginning', () => {
  afterEach(() => localStorage.clear());

  it('is what the administrator sets', () => {
    const set = options({
      cpu: { value: '2', limitFactor: 1, readOnly: false },
      workspace: {
        value: { mode: 'new', size: '9Gi', claim: '{notebook-name}-home' },
        readOnly: true
      },
      imagePullPolicy: { value: 'Always', readOnly: false }
    });
    const draft = { ...beginning('alice', set), name: 'lab' };
    expect(formOf(draft, set)).toMatchObject({
      cpu: '2',
      imagePullPolicy: 'Always',
      workspace: { mode: 'new', size: '9Gi', claim: '{notebook-name}-home' }
    });
  });

  it('is what was chosen the last time, but for names, variables and what cannot be chosen', () => {
    rememberChoice('alice', {
      ...GOOD,
      cpu: '3',
      memory: '64Gi',
      affinity: 'gone',
      configurations: ['proxy', 'gone'],
      secrets: ['wandb', 'gone'],
      env: [{ name: 'KEY', value: 'secret' }]
    });
    expect(JSON.stringify(localStorage)).not.toContain('secret"}');
    expect(beginning('alice', manyOptions())).toMatchObject({
      name: '',
      cpu: '3',
      // Fixed by the administrator.
      memory: '2Gi',
      affinity: '',
      configurations: ['proxy'],
      secrets: ['wandb'],
      env: []
    });
    expect(beginning('bob', manyOptions()).cpu).toBe('0.5');
  });
});

it('a profile fills in what it says, and takes GPUs away where it has none', () => {
  expect(profileFields({ cpu: '2', shm: true })).toEqual({
    cpu: '2',
    cpuLimit: '',
    shm: true,
    gpuCount: ''
  });
  expect(profileFields({ gpu: { vendor: 'amd.com/gpu', count: 1 } })).toEqual({
    gpuCount: '1',
    gpuVendor: 'amd.com/gpu'
  });
});

it.each([
  ['{"env":[{"name":1,"value":""}]}', 'env'],
  ['{"dataVolumes":[{}]}', 'dataVolumes'],
  ['{"serverType":"other"}', 'serverType'],
  ['{"secrets":[1]}', 'secrets']
] as const)('a draft stored as %s has %s as in a new one', (text, field) => {
  expect(draftOf(text)?.[field]).toEqual(NEW_DRAFT[field]);
});

describe('suggestName', () => {
  it('avoids servers and the volumes that they left', () => {
    expect(suggestName(new Set(), new Set())).toBe('notebook');
    const taken = new Set(['notebook', 'notebook-3']);
    expect(suggestName(taken, new Set(['notebook-2-workspace']))).toBe('notebook-4');
  });
});

describe('the stored draft', () => {
  afterEach(() => dropDraft('alice'));

  it('comes back, for its project only', () => {
    storeDraft('alice', GOOD);
    expect(storedDraft('alice')).toEqual(GOOD);
    expect(storedDraft('bob')).toBeNull();
  });

  it.each(['', 'no json', '3', 'null'])('is none when it reads %j', text => {
    sessionStorage.setItem('kubeflow-lab.draft.alice', text);
    expect(storedDraft('alice')).toBeNull();
  });

  it('fills what is missing or of another type', () => {
    sessionStorage.setItem('kubeflow-lab.draft.alice', '{"name":"x","cpu":3,"other":1}');
    expect(storedDraft('alice')).toEqual({ ...NEW_DRAFT, name: 'x' });
  });
});

describe('errorsOf', () => {
  const errors = (changes: Partial<typeof NEW_DRAFT>) =>
    errorsOf(formOf({ ...GOOD, ...changes }, OFFERED), AROUND);

  it('finds nothing wrong with what is right', () => {
    expect(errors({})).toEqual({});
  });

  it.each([
    [{ name: 'digits' }, 'name', /exists already in project "alice"/],
    [{ name: 'Not OK' }, 'name', /lower-case/],
    [{ name: 'x'.repeat(53) }, 'name', /at most 52/],
    [{ name: 'old' }, 'workspace', /"old-workspace" exists already/],
    [{ custom: true }, 'image', /image/],
    [{ cpu: '16' }, 'cpu', /No node/],
    [{ memory: '64' }, 'memory', /64Gi/],
    [{ size: 'lots' }, 'workspace.size', /quantity/],
    [{ workspace: 'existing' }, 'workspace.claim', /Choose/]
  ] as const)('finds in %j what is wrong with %s', (changes, field, sentence) => {
    const found = errors(changes);
    expect(Object.keys(found)).toEqual([field]);
    expect(found[field]).toMatch(sentence);
  });
});

describe('errorsFrom', () => {
  it.each([
    ['workspace.size', 'workspace.size'],
    ['/workspace/size', 'workspace.size'],
    ['/name', 'name'],
    ['spec.template', null],
    ['', null]
  ])('finds the field of %j', (path, field) => {
    expect(fieldOf(path)).toBe(field);
  });

  it('puts each sentence where it belongs, and the rest above', () => {
    const refused = problem(422, 'No.', {
      errors: [
        { path: 'cpu', message: 'Too much.' },
        { path: 'spec.x', message: 'Odd.' }
      ]
    });
    expect(errorsFrom(refused)).toEqual({ fields: { cpu: 'Too much.' }, general: 'Odd.' });
  });

  it('keeps the sentence of a problem without fields', () => {
    expect(errorsFrom(problem(403, 'The quota is used up.'))).toEqual({
      fields: {},
      general: 'The quota is used up.'
    });
  });

  it.each([
    ['notebooks', 'name'],
    ['persistentvolumeclaims', 'workspace']
  ])('takes a conflict over %s for one of %s', (kind, field) => {
    const refused = problem(409, 'Taken.', { object: { kind, name: 'x' } });
    expect(errorsFrom(refused)).toEqual({ fields: { [field]: 'Taken.' }, general: null });
  });
});

describe('a clone', () => {
  const about = { namespace: 'alice', creator: 'alice', options: manyOptions() };
  const podOf = (item: NotebookItem) =>
    (item.object.spec as { template: { spec: Record<string, unknown[]> } }).template.spec;

  it('takes along what no form says', () => {
    const item = notebook('alice', 'digits', { phase: 'Stopped' });
    podOf(item).containers.push({ name: 'proxy', image: 'envoy:1' });
    const draft = draftLike(item, about) as Draft;
    const form = formOf(draft, about.options);
    const [made] = notebookObjects(form, draft.beyond, settingsOf('alice', 'alice', about.options));
    const names = made.spec?.template?.spec?.containers?.map(({ name }) => name);
    expect(names).toEqual(['digits-copy', 'proxy']);
    expect(made.metadata?.annotations).not.toHaveProperty('kubeflow-resource-stopped');
    expect(form.workspace.mode).toBe('new');
  });

  it('has the same data volumes', () => {
    const item = notebook('alice', 'digits');
    const [main] = podOf(item).containers as { volumeMounts: object[] }[];
    main.volumeMounts.push({ name: 'data', mountPath: '/data', readOnly: true });
    podOf(item).volumes.push({ name: 'data', persistentVolumeClaim: { claimName: 'images' } });
    const draft = draftLike(item, about) as Draft;
    expect(formOf(draft, about.options).dataVolumes).toEqual([
      { mode: 'existing', claim: 'images', mount: '/data', readOnly: true }
    ]);
  });

  it('of what is no server is refused with a sentence', () => {
    const item = notebook('alice', 'digits');
    podOf(item).containers = [];
    expect(draftLike(item, about)).toMatchObject({
      message: expect.stringContaining('must have a container')
    });
  });
});
