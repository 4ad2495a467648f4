import { selectedPodDefaults, takesPodDefaults, withPodDefaults } from './index.js';
import type { PodDefault, PodToAdmit } from './index.js';

type Spec = Omit<NonNullable<PodDefault['spec']>, 'selector'>;

const podDefault = (name: string, spec: PodDefault['spec']): PodDefault => ({
  metadata: { name, namespace: 'ada', resourceVersion: '7' },
  spec
});
const POD: PodToAdmit = {
  metadata: { name: 'work-0', labels: { app: 'work' } },
  spec: { containers: [{ name: 'work', image: 'jupyter' }], serviceAccountName: 'default-editor' }
};
const podWith = (spec: object): PodToAdmit => ({ ...POD, spec: { ...POD.spec, ...spec } });
const containerWith = (more: object): PodToAdmit =>
  podWith({ containers: [{ name: 'work', image: 'jupyter', ...more }] });

/** The pod after some PodDefaults a, b, …; throws where they are in conflict. */
function applied(pod: PodToAdmit, ...specs: Spec[]) {
  const podDefaults = specs.map((spec, index) => podDefault('abc'[index], spec));
  const result = withPodDefaults(pod, podDefaults);
  expect(result.conflicts).toEqual([]);
  return result.pod;
}

describe('what a PodDefault brings', () => {
  const cases: [string, PodToAdmit, Spec[], object][] = [
    [
      'variables, after those that are there',
      containerWith({ env: [{ name: 'A', value: '1' }] }),
      [{ env: [{ name: 'B', value: '2' }] }],
      {
        containers: [
          {
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' }
            ]
          }
        ]
      }
    ],
    [
      'a variable that is there with the same value, once',
      containerWith({ env: [{ name: 'A', value: '' }] }),
      [{ env: [{ name: 'A' }] }],
      { containers: [{ env: [{ name: 'A', value: '' }] }] }
    ],
    [
      'sources of variables, all of them, the same also twice',
      containerWith({ envFrom: [{ secretRef: { name: 's' } }] }),
      [{ envFrom: [{ secretRef: { name: 's' } }] }],
      { containers: [{ envFrom: [{ secretRef: { name: 's' } }, { secretRef: { name: 's' } }] }] }
    ],
    [
      'volumes and their mounts',
      podWith({ volumes: [{ name: 'home', emptyDir: {} }] }),
      [
        {
          volumes: [{ name: 'keys', secret: { secretName: 'k' } }],
          volumeMounts: [{ name: 'keys', mountPath: '/keys', readOnly: true }]
        }
      ],
      {
        volumes: [
          { name: 'home', emptyDir: {} },
          { name: 'keys', secret: { secretName: 'k' } }
        ],
        containers: [{ volumeMounts: [{ name: 'keys', mountPath: '/keys', readOnly: true }] }]
      }
    ],
    [
      'a mount that is there as it is, once',
      containerWith({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
      [{ volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: false }] }],
      { containers: [{ volumeMounts: [{ name: 'v', mountPath: '/v' }] }] }
    ],
    [
      'tolerations by key',
      podWith({ tolerations: [{ key: 'x', operator: 'Exists' }] }),
      [
        {
          tolerations: [
            { key: 'gpu', operator: 'Exists' },
            { key: 'x', operator: 'Exists' }
          ]
        }
      ],
      {
        tolerations: [
          { key: 'x', operator: 'Exists' },
          { key: 'gpu', operator: 'Exists' }
        ]
      }
    ],
    [
      'pull secrets, of two PodDefaults the same once',
      POD,
      [{ imagePullSecrets: [{ name: 'r' }] }, { imagePullSecrets: [{ name: 'r' }, { name: 'q' }] }],
      { imagePullSecrets: [{ name: 'r' }, { name: 'q' }] }
    ],
    [
      'sidecars that have nothing of the rest',
      POD,
      [{ sidecars: [{ name: 'proxy', image: 'p' }], env: [{ name: 'A', value: '1' }] }],
      {
        containers: [
          { name: 'work', image: 'jupyter', env: [{ name: 'A', value: '1' }] },
          { name: 'proxy', image: 'p' }
        ]
      }
    ],
    [
      'init containers',
      podWith({ initContainers: [{ name: 'first' }] }),
      [{ initContainers: [{ name: 'clone' }] }],
      { initContainers: [{ name: 'first' }, { name: 'clone' }] }
    ],
    [
      'command and arguments of the first that has them, where there are none',
      containerWith({ command: [] }),
      [{ command: ['a'] }, { command: ['b'], args: ['c'] }],
      { containers: [{ command: ['a'], args: ['c'] }] }
    ],
    [
      'no command for a container that has one',
      containerWith({ command: ['mine'] }),
      [{ command: ['a'], args: ['b'] }],
      { containers: [{ command: ['mine'], args: ['b'] }] }
    ],
    [
      'the service account of the last that names one, whatever the pod says',
      POD,
      [
        { serviceAccountName: 'x', automountServiceAccountToken: false },
        { serviceAccountName: 'y' }
      ],
      { serviceAccountName: 'y', automountServiceAccountToken: false }
    ]
  ];

  it.each(cases)('%s', (_what, pod, specs, spec) => {
    expect(applied(pod, ...specs).spec).toMatchObject(spec);
  });

  it('labels and annotations, and a mark with its version', () => {
    const { metadata } = applied(POD, {
      labels: { app: 'work', team: 'a' },
      annotations: { x: '' }
    });
    expect(metadata).toMatchObject({ name: 'work-0', labels: { app: 'work', team: 'a' } });
    expect(metadata?.annotations).toEqual({
      x: '',
      'poddefault.admission.kubeflow.org/poddefault-a': '7'
    });
  });

  it("no command for Istio's proxy", () => {
    const pod = podWith({ containers: [{ name: 'istio-proxy' }] });
    expect(applied(pod, { command: ['a'], args: ['b'] }).spec?.containers).toEqual([
      { name: 'istio-proxy' }
    ]);
  });

  it('nothing else: fields that it does not have are not there afterwards', () => {
    expect(applied(POD, {}).spec).toEqual(POD.spec);
  });
});

describe('what is refused', () => {
  const taken = (what: string) => `PodDefault "a" sets ${what}, which is set to something else`;
  const cases: [string, PodToAdmit, Spec, string][] = [
    [
      'a variable',
      containerWith({ env: [{ name: 'A', value: '1' }] }),
      { env: [{ name: 'A', value: '2' }] },
      'the variable "A"'
    ],
    [
      'a volume',
      podWith({ volumes: [{ name: 'v', emptyDir: {} }] }),
      { volumes: [{ name: 'v', secret: { secretName: 's' } }] },
      'the volume "v"'
    ],
    [
      'a second mount of a volume',
      containerWith({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
      { volumeMounts: [{ name: 'v', mountPath: '/w' }] },
      'the mount of volume "v"'
    ],
    [
      'a path that is taken',
      containerWith({ volumeMounts: [{ name: 'v', mountPath: '/v' }] }),
      { volumeMounts: [{ name: 'w', mountPath: '/v' }] },
      'the mount at "/v"'
    ],
    [
      'a toleration',
      podWith({ tolerations: [{ key: 'gpu', operator: 'Exists' }] }),
      { tolerations: [{ key: 'gpu', operator: 'Equal', value: 'x' }] },
      'the toleration of "gpu"'
    ],
    [
      'an init container',
      podWith({ initContainers: [{ name: 'i', image: 'a' }] }),
      { initContainers: [{ name: 'i', image: 'b' }] },
      'the init container "i"'
    ],
    [
      'a sidecar of the name of a container',
      POD,
      { sidecars: [{ name: 'work', image: 'other' }] },
      'the container "work"'
    ],
    ['a label', POD, { labels: { app: 'x' } }, 'the label "app"'],
    [
      'an annotation',
      { ...POD, metadata: { annotations: { a: '1' } } },
      { annotations: { a: '2' } },
      'the annotation "a"'
    ]
  ];

  it.each(cases)('%s that is there and differs', (_what, pod, spec, what) => {
    expect(withPodDefaults(pod, [podDefault('a', spec)]).conflicts).toEqual([taken(what)]);
  });

  it('two PodDefaults that differ, once for all containers', () => {
    const pod = podWith({ containers: [{ name: 'a' }, { name: 'b' }] });
    const specs = ['1', '2'].map(value => podDefault(value, { env: [{ name: 'A', value }] }));
    expect(withPodDefaults(pod, specs).conflicts).toEqual([
      'PodDefault "2" sets the variable "A", which is set to something else'
    ]);
  });
});

describe('which PodDefaults a pod gets', () => {
  const labels = { a: '1', b: '' };
  const cases: [string, NonNullable<PodDefault['spec']>['selector'], boolean][] = [
    ['no selector', undefined, true],
    ['an empty one', {}, true],
    ['its labels', { matchLabels: { a: '1', b: '' } }, true],
    ['another value', { matchLabels: { a: '2' } }, false],
    ['a label that it lacks', { matchLabels: { c: '' } }, false],
    ['In', { matchExpressions: [{ key: 'a', operator: 'In', values: ['0', '1'] }] }, true],
    ['In, missing', { matchExpressions: [{ key: 'c', operator: 'In', values: ['1'] }] }, false],
    ['NotIn', { matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['1'] }] }, false],
    [
      'NotIn, missing',
      { matchExpressions: [{ key: 'c', operator: 'NotIn', values: ['1'] }] },
      true
    ],
    ['Exists', { matchExpressions: [{ key: 'b', operator: 'Exists' }] }, true],
    ['DoesNotExist', { matchExpressions: [{ key: 'b', operator: 'DoesNotExist' }] }, false],
    [
      'labels and expressions together',
      { matchLabels: { a: '1' }, matchExpressions: [{ key: 'c', operator: 'Exists' }] },
      false
    ]
  ];

  it.each(cases)('%s', (_what, selector, selected) => {
    const found = selectedPodDefaults([podDefault('x', { selector })], labels);
    expect(found).toHaveLength(selected ? 1 : 0);
  });

  it('in the order of their names, as the API server lists them', () => {
    const found = selectedPodDefaults([podDefault('b', {}), podDefault('a', {})], {});
    expect(found.map(({ metadata }) => metadata?.name)).toEqual(['a', 'b']);
  });

  it('a selector that is none is said', () => {
    const selector = { matchExpressions: [{ key: 'a', operator: 'Like' }] };
    expect(() => selectedPodDefaults([podDefault('x', { selector })], {})).toThrow(
      'PodDefault "x" has an operator "Like"'
    );
  });
});

it('leaves pods alone that say so, and those that the API server only hears of', () => {
  const annotated = (annotations: Record<string, string>) =>
    takesPodDefaults({ metadata: { annotations } });
  expect(annotated({})).toBe(true);
  expect(annotated({ 'poddefault.admission.kubeflow.org/exclude': 'true' })).toBe(false);
  expect(annotated({ 'poddefault.admission.kubeflow.org/exclude': 'no' })).toBe(true);
  expect(annotated({ 'kubernetes.io/config.mirror': '' })).toBe(false);
});
