import fc from 'fast-check';

import type { NotebookForm } from '@kubeflow-lab/schema';

import type { KubeObject } from '../common/object.js';
import {
  addedBeyond,
  beyondAfter,
  notebookObjects,
  NOTHING_BEYOND,
  readNotebook
} from './manifest.js';
import type { ReadNotebook } from './manifest.js';
import { spawnerOffer } from './offer.js';

const file = {
  spawnerFormDefaults: {
    cpu: { value: '1', limitFactor: '1.2' },
    memory: { value: '1Gi', limitFactor: 'none' },
    affinityConfig: {
      options: [{ configKey: 'fast', affinity: { nodeAffinity: { disks: ['nvme'] } } }]
    },
    tolerationGroup: { options: [{ groupKey: 'gpu', tolerations: [{ key: 'gpu' }] }] }
  }
};
const settings = {
  namespace: 'ada',
  creator: 'ada@example.com',
  serverUrl: 'http://server',
  offer: spawnerOffer(file, ['a:1']),
  podDefaults: ['proxy', 'keys'].map(name => ({
    metadata: { name },
    spec: { selector: { matchLabels: { [name]: 'yes' } } }
  }))
};
const PLAIN: NotebookForm = {
  name: 'lab',
  image: 'a:1',
  cpu: '1',
  memory: '1Gi',
  workspace: { mode: 'new', size: '5Gi' }
};

const read = (objects: KubeObject[]): ReadNotebook => {
  const found = readNotebook(structuredClone(objects), settings);
  if ('message' in found) {
    throw new Error(found.message);
  }
  return found;
};
const made = (form: NotebookForm, beyond = NOTHING_BEYOND) =>
  notebookObjects(form, beyond, settings);

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,6}$/);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const size = fc.constantFrom('1Gi', '20Gi', '500Mi');
const newVolume = {
  size,
  storageClass: optional(fc.constantFrom('fast', 'slow')),
  accessMode: optional(fc.constant('ReadWriteMany')),
  snapshot: optional(fc.constant('before'))
};
const workspace = fc.oneof(
  fc.record({ mode: fc.constant('new'), ...newVolume, claim: optional(fc.constant('my-home')) }),
  fc.record({ mode: fc.constant('existing'), claim: fc.constant('old-home') }),
  fc.record({ mode: fc.constant('none') })
);
const dataVolumes = fc.uniqueArray(name, { minLength: 1, maxLength: 3 }).chain(names =>
  fc.tuple(
    ...names.map(claim =>
      fc.oneof(
        fc.record({
          mode: fc.constant('new'),
          claim: fc.constant(`d-${claim}`),
          mount: fc.constant(`/data/${claim}`),
          ...newVolume
        }),
        fc.record({
          mode: fc.constant('existing'),
          claim: fc.constant(`d-${claim}`),
          mount: fc.constant(`/data/${claim}`),
          readOnly: optional(fc.constant(true))
        })
      )
    )
  )
);
/** Every field of the form, as far as `checkNotebook` lets it pass. */
const form = fc
  .record({
    name,
    image: fc.constantFrom('a:1', 'registry.example/b:2'),
    cpu: fc.constantFrom('0.5', '2', '300m'),
    memory: fc.constantFrom('1Gi', '1.5Gi'),
    workspace,
    serverType: optional(fc.constantFrom('group-one', 'group-two')),
    imagePullPolicy: optional(fc.constantFrom('Always', 'Never')),
    cpuLimit: optional(fc.constant('7')),
    memoryLimit: optional(fc.constant('9Gi')),
    gpu: optional(
      fc.record({
        vendor: fc.constantFrom('nvidia.com/gpu', 'amd.com/gpu'),
        count: fc.integer({ min: 1, max: 8 })
      })
    ),
    dataVolumes: optional(dataVolumes),
    configurations: optional(fc.subarray(['proxy', 'keys'], { minLength: 1 })),
    affinity: optional(fc.constant('fast')),
    tolerations: optional(fc.constant('gpu')),
    shm: optional(fc.constant(true)),
    env: optional(
      fc.uniqueArray(
        fc.record({ name: name.map(each => each.toUpperCase()), value: fc.string() }),
        {
          minLength: 1,
          maxLength: 3,
          selector: each => each.name
        }
      )
    ),
    secrets: optional(fc.uniqueArray(name, { minLength: 1, maxLength: 2 })),
    idleTime: optional(fc.constantFrom('2h', 'never'))
  })
  .map(fields => JSON.parse(JSON.stringify(fields)) as NotebookForm);

it('a form that became YAML is the same form when it is read', () => {
  fc.assert(
    fc.property(form, wanted => {
      expect(read(made(wanted))).toEqual({ form: wanted, beyond: NOTHING_BEYOND });
    })
  );
});

type Edit = (notebook: EditedNotebook) => void;
interface EditedNotebook {
  metadata: { labels: Record<string, string>; annotations: Record<string, string> };
  spec: {
    template: {
      spec: Record<string, unknown> & {
        containers: Record<string, object[] & object>[];
        volumes: object[];
      };
    };
  };
}
const podOf = (notebook: EditedNotebook) => notebook.spec.template.spec;
/** What no field of the form says. */
const EDITS: Record<string, Edit> = {
  label: ({ metadata }) => (metadata.labels.team = 'a'),
  annotation: ({ metadata }) => (metadata.annotations['example.org/note'] = 'b'),
  sidecar: notebook => podOf(notebook).containers.push({ name: 'side', image: 's:1' } as never),
  first: notebook => podOf(notebook).containers.unshift({ name: 'early', image: 'e:1' } as never),
  init: notebook => (podOf(notebook).initContainers = [{ name: 'clone', image: 'git' }]),
  selector: notebook => (podOf(notebook).nodeSelector = { zone: 'b' }),
  user: notebook => (podOf(notebook).securityContext = { runAsUser: 7 }),
  command: notebook => (podOf(notebook).containers.at(-1)!.command = ['run'] as never),
  variable: notebook =>
    podOf(notebook)
      .containers.find(({ image }) => String(image) !== 'e:1')!
      .env.push({ name: 'node', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }),
  volume: notebook => {
    podOf(notebook).volumes.push({ name: 'data-1', configMap: { name: 'c' } });
    podOf(notebook)
      .containers.find(({ image }) => String(image) !== 'e:1')!
      .volumeMounts.push({ name: 'data-1', mountPath: '/etc/c' });
  },
  toleration: notebook => {
    const { tolerations = [] } = podOf(notebook) as { tolerations?: object[] };
    podOf(notebook).tolerations = [...tolerations, { key: 'mine' }];
  }
};
const hasDataVolumes = ({ dataVolumes = [] }: NotebookForm) => dataVolumes.length > 0;

it('what the form does not know stays as it is while the form is changed', () => {
  fc.assert(
    fc.property(form, form, fc.subarray(Object.keys(EDITS)), (before, after, chosen) => {
      fc.pre(!chosen.includes('volume') || !hasDataVolumes(before));
      const objects = structuredClone(made(before)) as unknown as EditedNotebook[];
      chosen.forEach(edit => EDITS[edit](objects[0]));
      const found = read(objects as unknown as KubeObject[]);
      expect(found.form).toEqual(before);
      // They make what was read …
      expect(read(made(found.form, found.beyond))).toEqual(found);
      // … and stay beside another form.
      const beyond = beyondAfter(found, after, settings);
      expect(beyond).toEqual(found.beyond);
      expect(read(made(after, beyond))).toEqual({ form: after, beyond });
    })
  );
});

describe('a change in the YAML', () => {
  const edited = (
    edit: (notebook: EditedNotebook, objects: KubeObject[]) => void,
    from = PLAIN
  ) => {
    const objects = structuredClone(made(from)) as KubeObject[];
    edit(objects[0] as unknown as EditedNotebook, objects);
    return read(objects);
  };
  const main = (notebook: EditedNotebook) => podOf(notebook).containers[0] as never as Container;
  interface Container {
    image: string;
    resources: { requests: Record<string, unknown>; limits: Record<string, unknown> };
    env: object[];
    volumeMounts: { name: string; mountPath: string; subPath?: string }[];
  }

  it.each<[string, (notebook: EditedNotebook) => void, Partial<NotebookForm>]>([
    ['of the image', n => (main(n).image = 'b:1'), { image: 'b:1' }],
    [
      'of an amount, as a number',
      n => (main(n).resources.requests.cpu = 2),
      { cpu: '2', cpuLimit: '1.2' }
    ],
    ['of a limit', n => (main(n).resources.limits.memory = '4Gi'), { memoryLimit: '4Gi' }],
    [
      'that adds a GPU',
      n => (main(n).resources.limits['amd.com/gpu'] = 1),
      { gpu: { vendor: 'amd.com/gpu', count: 1 } }
    ],
    [
      'that adds a variable',
      n => main(n).env.push({ name: 'A', value: 'b' }),
      { env: [{ name: 'A', value: 'b' }] }
    ],
    [
      'that selects a configuration',
      n => (n.metadata.labels.proxy = 'yes'),
      { configurations: ['proxy'] }
    ],
    [
      'that mounts a volume',
      n => {
        podOf(n).volumes.push({ name: 'mine', persistentVolumeClaim: { claimName: 'c' } });
        main(n).volumeMounts.push({ name: 'mine', mountPath: '/c' });
      },
      { dataVolumes: [{ mode: 'existing', claim: 'c', mount: '/c' }] }
    ]
  ])('%s is one in the form', (_what, edit, changes) => {
    expect(edited(edit)).toEqual({ form: { ...PLAIN, ...changes }, beyond: NOTHING_BEYOND });
  });

  it('of the name alone renames all that is named after it', () => {
    const found = edited((_notebook, [first]) => (first.metadata!.name = 'other'));
    expect(found).toEqual({ form: { ...PLAIN, name: 'other' }, beyond: NOTHING_BEYOND });
    expect(JSON.stringify(made(found.form, found.beyond))).not.toContain('"lab"');
  });

  it('of a claim is kept with it', () => {
    const found = edited((_notebook, objects) => (objects[1].metadata!.labels!.tier = 'gold'));
    expect(made({ ...found.form, name: 'x', cpu: '2' }, found.beyond)[1].metadata).toMatchObject({
      name: 'x-workspace',
      labels: { tier: 'gold', app: 'x' }
    });
    expect(made({ ...found.form, workspace: { mode: 'none' } }, found.beyond)).toHaveLength(1);
  });

  it('that takes away what the platform sets of its own does not', () => {
    const found = edited(notebook => (main(notebook).env = []));
    expect(found.beyond).toEqual(NOTHING_BEYOND);
  });

  it('gives way where the form says something else about it afterwards', () => {
    const found = edited(notebook => {
      delete main(notebook).resources.limits.cpu;
      notebook.metadata.labels.team = 'a';
    });
    const limited = { ...found.form, cpuLimit: '3' };
    const beyond = beyondAfter(found, limited, settings);
    expect(read(made(limited, beyond))).toEqual({ form: limited, beyond });
    expect(made(limited, beyond)[0].metadata?.labels).toMatchObject({ team: 'a' });
  });

  it('is kept when an own name is the one of another part of the form', () => {
    const found = edited(EDITS.volume);
    const more: NotebookForm = {
      ...found.form,
      dataVolumes: [{ mode: 'existing', claim: 'c', mount: '/c' }]
    };
    expect(read(made(more, beyondAfter(found, more, settings)))).toEqual({
      form: more,
      beyond: found.beyond
    });
  });
});

describe('what cannot be read', () => {
  const [notebook, claim] = made(PLAIN);
  const pod = (spec: unknown) => ({ ...notebook, spec: { template: { spec } } }) as KubeObject;
  it.each<[KubeObject[], RegExp]>([
    [[], /one Notebook/],
    [[notebook, notebook], /one Notebook/],
    [[notebook, { kind: 'Secret' }], /A Secret cannot be made here/],
    [[{ ...notebook, apiVersion: 'kubeflow.org/v9' }], /apiVersion/],
    [[{ ...notebook, metadata: { name: 'x', namespace: 'bob' } }], /namespace must be ada/],
    [[{ ...notebook, metadata: { labels: { a: 1 as never } } }], /"metadata.labels" must have/],
    [[{ ...notebook, spec: [] } as never], /"spec" must have fields/],
    [[pod({})], /must have a container/],
    [[pod({ containers: ['x'] })], /must be a list whose entries/],
    [[pod({ containers: [{ env: {} }] })], /containers\[0\].env" must be a list/],
    [[notebook, { ...claim, metadata: { name: 'loose' } }], /claim "loose" is no volume/],
    [[notebook, claim, claim], /is no volume of the server/],
    [[pod(Array.from({ length: 9999 }).reduce(inner => [inner], []))], /too deeply/]
  ])('%#: is refused with a sentence', (objects, sentence) => {
    const found = readNotebook(objects, settings);
    expect('message' in found && found.message).toMatch(sentence);
  });
});

it('reads whatever JSON there is without failing', () => {
  const [notebook, claim] = made(PLAIN);
  const junk = fc.jsonValue({ maxDepth: 3 });
  const spots = [
    ['metadata'],
    ['metadata', 'annotations'],
    ['spec', 'template', 'spec', 'volumes'],
    ['spec', 'template', 'spec', 'volumes', 0],
    ['spec', 'template', 'spec', 'containers', 0, 'env', 0],
    ['spec', 'template', 'spec', 'containers', 0, 'envFrom', 0],
    ['spec', 'template', 'spec', 'containers', 0, 'volumeMounts', 0],
    ['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits']
  ];
  fc.assert(
    fc.property(fc.constantFrom(...spots), junk, junk, (spot, value, inClaim) => {
      const objects = structuredClone([notebook, claim]) as Record<string, unknown>[];
      const at = spot
        .slice(0, -1)
        .reduce((part: Record<string, unknown>, key) => part[key] as never, objects[0]);
      at[spot.at(-1)!] = value;
      objects[1].spec = inClaim;
      const found = readNotebook(objects as KubeObject[], settings);
      if ('form' in found) {
        expect(read(made(found.form, found.beyond)).form).toEqual(found.form);
      }
    })
  );
});

it('is added to another server like it, without what is older, missing, or its own', () => {
  const [notebook] = structuredClone(made(PLAIN));
  const pod = notebook.spec!.template!.spec!;
  const proxy = {
    name: 'proxy',
    image: 'envoy:1',
    volumeMounts: [{ name: 'home', mountPath: '/home' }]
  };
  pod.containers![0].terminationMessagePolicy = 'File';
  delete pod.containers![0].readinessProbe;
  pod.containers!.push(proxy);
  pod.volumes![0].name = 'home';
  pod.containers![0].volumeMounts![0].name = 'home';
  pod.nodeSelector = { disk: 'nvme' };
  Object.assign(notebook.metadata!, {
    uid: 'u1',
    labels: { ...notebook.metadata!.labels, team: 'blue' },
    annotations: { ...notebook.metadata!.annotations, 'kubeflow-resource-stopped': 'now' }
  });
  const source = read([notebook]);
  const copy: NotebookForm = { ...source.form, name: 'copy', workspace: PLAIN.workspace };
  const beyond = addedBeyond(source, settings);
  const [plain] = made(copy);
  const [cloned, claim] = made(copy, beyond);
  expect(cloned.metadata).toEqual(plain.metadata);
  expect(claim.metadata?.name).toBe('copy-workspace');
  const spec = plain.spec!.template!.spec!;
  expect(cloned.spec!.template!.spec).toEqual({
    ...spec,
    nodeSelector: { disk: 'nvme' },
    containers: [
      ...spec.containers!,
      { ...proxy, volumeMounts: [{ name: 'workspace', mountPath: '/home' }] }
    ]
  });
});
