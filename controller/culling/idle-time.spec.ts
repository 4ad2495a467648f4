import {
  GPU_IDLE_TIME_ANNOTATION as GPU,
  GPU_IDLE_TIME_MAX_ANNOTATION as GPU_MAX,
  IDLE_TIME_ANNOTATION as ALL,
  IDLE_TIME_MAX_ANNOTATION as MAX
} from '@kubeflow-lab/resources';
import type { Notebook, Profile } from '@kubeflow-lab/resources';

import { idleTimeOf } from './idle-time.js';

const HOUR = 3_600_000;
const SETTINGS = {
  idleMs: 24 * HOUR,
  gpuIdleMs: 2 * HOUR,
  maxIdleMs: Infinity,
  gpuMaxIdleMs: Infinity
};

type Annotations = Record<string, string>;

function notebook(annotations: Annotations, gpu: boolean): Notebook {
  const limits: Record<string, string> = gpu ? { 'nvidia.com/gpu': '1' } : { cpu: '1' };
  return {
    metadata: { annotations },
    spec: { template: { spec: { containers: [{ name: 'lab', resources: { limits } }] } } }
  };
}

const CASES: [string, Annotations, Annotations, [number, string], [number, string]][] = [
  ['nobody', {}, {}, [24, 'installation'], [2, 'installation']],
  ['the project', {}, { [ALL]: '8h' }, [8, 'project'], [8, 'project']],
  ['the project, with a GPU', {}, { [ALL]: '8h', [GPU]: '1h' }, [8, 'project'], [1, 'project']],
  ['the project, only with a GPU', {}, { [GPU]: '1h' }, [24, 'installation'], [1, 'project']],
  ['the server', { [ALL]: '3h' }, { [ALL]: '8h', [GPU]: '1h' }, [3, 'server'], [3, 'server']],
  ['the server: never', { [ALL]: 'never' }, {}, [Infinity, 'server'], [Infinity, 'server']],
  ['the server, with a GPU', { [ALL]: '3h', [GPU]: '30m' }, {}, [3, 'server'], [0.5, 'server']],
  ['the server, badly', { [ALL]: 'soon' }, { [ALL]: '8h' }, [8, 'project'], [8, 'project']]
];

it.each(CASES)('%s says it', (_who, own, projects, plain, withGpu) => {
  const profile: Profile = { metadata: { annotations: projects } };
  for (const [gpu, [hours, from]] of [
    [false, plain],
    [true, withGpu]
  ] as const) {
    const found = idleTimeOf(notebook(own, gpu), profile, SETTINGS);
    expect([found.milliseconds / HOUR, found.from]).toEqual([hours, from]);
  }
});

const LIMITED = { ...SETTINGS, maxIdleMs: 48 * HOUR, gpuMaxIdleMs: 4 * HOUR };
const BEYOND: [string, Annotations, Annotations, [number, string], [number, string]][] = [
  ['less than the maximum', { [ALL]: '3h' }, {}, [3, 'server'], [3, 'server']],
  ['exactly the maximum', { [ALL]: '2d', [GPU]: '4h' }, {}, [48, 'server'], [4, 'server']],
  ['a server: more', { [ALL]: '3d' }, {}, [48, 'maximum'], [4, 'maximum']],
  ['a server: never', { [ALL]: 'never' }, {}, [48, 'maximum'], [4, 'maximum']],
  ['a project: more', {}, { [ALL]: 'never' }, [48, 'maximum'], [4, 'maximum']],
  [
    'a project with a lower maximum',
    { [ALL]: 'never' },
    { [MAX]: '1h' },
    [1, 'maximum'],
    [1, 'maximum']
  ],
  [
    'a project whose maximum the installation exceeds',
    {},
    { [MAX]: '12h' },
    [12, 'maximum'],
    [2, 'installation']
  ],
  [
    'a project with none',
    { [ALL]: 'never' },
    { [MAX]: 'never' },
    [Infinity, 'server'],
    [Infinity, 'server']
  ],
  [
    'a project with one for GPUs',
    { [ALL]: '3d' },
    { [MAX]: '5d', [GPU_MAX]: '6h' },
    [72, 'server'],
    [6, 'maximum']
  ],
  [
    'a project whose maximum is none',
    { [ALL]: '3d' },
    { [MAX]: 'much' },
    [48, 'maximum'],
    [4, 'maximum']
  ],
  [
    'a server that names a maximum of its own',
    { [ALL]: '3d', [MAX]: 'never' },
    {},
    [48, 'maximum'],
    [4, 'maximum']
  ]
];

it.each(BEYOND)('nobody is given more than the maximum: %s', (_who, own, projects, ...expected) => {
  const profile: Profile = { metadata: { annotations: projects } };
  const found = [false, true].map(gpu => idleTimeOf(notebook(own, gpu), profile, LIMITED));
  expect(found.map(({ milliseconds, from }) => [milliseconds / HOUR, from])).toEqual(expected);
});

it('works without a Profile', () => {
  expect(idleTimeOf(notebook({}, false), undefined, SETTINGS).from).toBe('installation');
});

it('says what it did not understand', () => {
  const found = idleTimeOf(notebook({ [ALL]: 'soon' }, false), undefined, SETTINGS);
  expect(found.ignored).toEqual([
    `Annotation ${ALL} of the server is no idle time such as 90, 2h, 1d or never.`
  ]);
  const profile: Profile = { metadata: { annotations: { [MAX]: 'much' } } };
  expect(idleTimeOf(notebook({}, false), profile, SETTINGS).ignored).toEqual([
    `Annotation ${MAX} of the project is no idle time such as 90, 2h, 1d or never.`
  ]);
});
